"""A browser's name for itself in plain words: 微信·安卓设备, Chrome·Windows电脑."""

from __future__ import annotations

#: What a browser's name holds, and what it is; the more special first, for most claim to be others.
_BROWSERS = (
    ("wxwork", "企业微信"),
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("QQBrowser", "QQ浏览器"),
    ("UCBrowser", "UC浏览器"),
    ("HuaweiBrowser", "华为浏览器"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
BETWEEN = "·"
_SYSTEMS = (
    ("OpenHarmony", "鸿蒙设备"),
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("Android", "安卓设备"),
    ("Windows", "Windows电脑"),
    ("Macintosh", "苹果电脑"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux电脑"),
)


def spoken(agent: str) -> str:
    """What a `User-Agent` says, in words; 未知浏览器 where it says nothing known."""
    known = (_first(_BROWSERS, agent), _first(_SYSTEMS, agent))
    return BETWEEN.join(filter(None, known)) or "未知浏览器"


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for sign, name in known if sign in agent), "")
