"""What can stand in the way of a circular; each docstring is the message."""

from __future__ import annotations

from ballast_web.errors import PlatformError


class NotYet(PlatformError):
    """{label}还没有开始，不能起草它的{kind}。请选择本期或以前的期间。"""

    status = 422


class AlreadyThere(PlatformError):
    """{label}的{kind}{state}，不能重新起草。送审中的可由审签人退回修改，已印发的可以起草更正。"""

    status = 409


class OwnText(PlatformError):
    """这份文稿由您起草或修改，须由另一人审签。请转交本单位其他督查专员或审批人。"""

    status = 403


class NoReaders(PlatformError):
    """还没有选择主送单位，不能送审。请在“主送单位”中至少选择一个。"""

    status = 422


class NotSent(PlatformError):
    """这份文稿{state}，还没有印发，不用更正。请退回修改，或者印发后再起草更正。"""

    status = 409


class CorrectionOpen(PlatformError):
    """《{title}》已有一份更正正在办理，请先办完。"""

    status = 409


class NoPaperFont(PlatformError):
    """没有找到中文字体，不能生成PDF。请安装 fonts-noto-cjk 后重试。

    也可以把仿宋、小标宋、黑体、楷体的字体文件放入设置 BALLAST_PAPER_FONT 所指的文件夹。
    """

    status = 500
