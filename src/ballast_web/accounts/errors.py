"""What may go wrong with second factors, and with helping others."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class WrongCode(PlatformError):
    """验证码不正确或已过期。请输入验证器当前显示的6位数字；刚用过的验证码不能再用，请等它变换。"""

    status = 422


class NoEnrolmentCode(PlatformError):
    """您没有可用的绑定码：尚未签发、已过7日有效期，或者输错3次已作废。请联系单位的系统管理员签发。"""

    status = 422


class WrongEnrolmentCode(PlatformError):
    """绑定码不正确，还可以再试{left}次。请核对系统管理员交给您的绑定码。"""

    status = 422


class WrongRecoveryCode(PlatformError):
    """恢复码不正确或已经用过；连续输错后须稍等再试。请核对后输入一个没有用过的恢复码。"""

    status = 422


class OwnAccount(PlatformError):
    """这是您本人的账户，不能由您自己办理。密码请在“我的账户”修改，其他事项请另一位系统管理员办理。"""

    status = 403


class BeyondReach(PlatformError):
    """{name}还在{organisation}任职，超出您的管辖范围。请由上级单位的系统管理员办理。"""

    status = 403
