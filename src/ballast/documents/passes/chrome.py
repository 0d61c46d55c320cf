"""What a web site adds around a document: breadcrumbs, tools, links, editors."""

from __future__ import annotations

import re

from ballast.documents.text import Text

_TOOLS = (
    "打印|关闭|收藏|分享|转发|下载|复制|字体|字号|本页|窗口|返回|顶部|首页|上一篇|下一篇|上一页|下一页"
    "|更多|扫一扫|手机|打开|当前页|微信|微博"
)
_CHROME = re.compile(
    r"您?的?(?:当前|现在)?位置 ?:.*|(?:网站)?首页 ?[>»/].*|[^。;]{0,30}>>[^。;]*"
    r"|\(?责(?:任编辑|编) ?:.*"
    rf"|(?=.*(?:{_TOOLS}))(?:{_TOOLS}|[小中大号在到让人看 :>|〔〕/(),、])+"
    r"|\(?(?:文章)?(?:来源|稿源) ?:[^。]{2,20}\)?|(?:https?|ftp)://\S+|扫一扫.*|小字号|返回.{0,30}"
)
_LONGEST = 60


def chrome(text: Text) -> Text:
    """The text without lines that belong to the site. Only short lines without a sentence do."""
    edits = []
    at = 0
    for line in text.view.split("\n"):
        end = at + len(line)
        if len(line) <= _LONGEST and _is_chrome(line):
            edits.append((at, min(end + 1, len(text)), ""))
        at = end + 1
    return text.edit(edits)


def _is_chrome(line: str) -> bool:
    return bool(_CHROME.fullmatch(line.strip()))
