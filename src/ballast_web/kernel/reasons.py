"""The core's errors about files, in the words of those who upload them."""

from __future__ import annotations

from collections.abc import Mapping

from ballast_web.kernel.wording import in_chinese

_FORMATS = "网页（html）、Word（docx）、有文字层的PDF、纯文本（txt）或Markdown"
#: By the error's name; what an error says in its own words is the last resort.
REASONS: Mapping[str, str] = {
    "UnknownFormat": f"文件格式不受支持。可上传{_FORMATS}；旧版doc、wps请先另存为docx。",
    "NotText": "文件内容不是可辨认的文字。请确认文件没有损坏，并以UTF-8或GB18030编码保存。",
    "EmptyDocument": "文件里没有文字。扫描件请先做文字识别（OCR）再上传。",
    "TooLarge": "文件过大。请只上传正文，附件另行上传。",
    "UnsafeFile": (
        "文件内部结构异常（压缩比过大、含外部实体或加密部件），为安全起见拒绝打开。"
        "请用办公软件重新另存后上传。"
    ),
    "UnreadableFile": "文件已损坏，无法打开。请用办公软件打开并重新另存后上传。",
    "PasswordNeeded": "文件设有打开密码。请去除密码后重新上传。",
    "NoTextLayer": "PDF是扫描图像，没有文字层。请先做文字识别（OCR）再上传。",
    "NothingChanges": "草案与现行规则在该业务日期的判定条件和金额相同，无需测算。",
}


_UNFORESEEN = "程序处理时出错。请确认文件可以正常打开；仍不成功的，请把文件交系统管理员查看。"


def reason(name: str, message: str) -> str:
    """Why something could not be processed: of the error called `name` that says `message`.

    An error without a message for people, which the core did not foresee, is told as such.
    """
    return REASONS.get(name) or in_chinese(message) or _UNFORESEEN
