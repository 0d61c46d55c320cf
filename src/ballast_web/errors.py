"""Every error of the platform. Its docstring is its message, in the words of those who read it.

`status` is the HTTP status with which a page or the API answers.
"""

from __future__ import annotations

from ballast.errors import BallastError


class PlatformError(BallastError):
    """平台未能完成这一操作。"""

    status = 400


class WrongSetting(PlatformError):
    """{name} is {given}; allowed: {allowed}. Set it in the environment and start again."""

    status = 500


class NotAllowed(PlatformError):
    """您当前以“{role}”身份操作，无权{what}。如需办理，请切换身份或联系单位管理员。"""

    status = 403


class NotHere(PlatformError):
    """没有找到{what}，或者它不在您的权限范围内。请返回列表重新选择。"""

    status = 404


class WrongState(PlatformError):
    """{what}现处于“{state}”，不能{action}；可以办理的状态：{allowed}。"""

    status = 409


class AppendOnly(PlatformError):
    """{what}只增不改：已写入的记录不能修改或删除。请另写一条更正记录。"""

    status = 409


class BadValue(PlatformError):
    """“{field}”填写的是“{given}”，应为{allowed}。请改正后重新提交。"""

    status = 422


class TooMany(PlatformError):
    """操作过于频繁：{what}。请 {seconds} 秒后再试。"""

    status = 429


class TookTooLong(PlatformError):
    """处理“{what}”超过{seconds}秒，已停止。请检查文件是否完整，或拆成几份后重试。"""

    status = 422


class TookTooMuch(PlatformError):
    """处理“{what}”所需内存超过{megabytes}MB，已停止。请检查文件是否完整，或拆成几份后重试。"""

    status = 422


class CouldNotProcess(PlatformError):
    """“{what}”未能处理：{reason}"""

    status = 422


class FileTooLarge(PlatformError):
    """“{name}”超过{megabytes}MB的上限，没有接收。请压缩或拆分后重新上传。"""

    status = 413
