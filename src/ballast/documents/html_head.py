"""What the head of a page says of it: <title>, and the meta tags of government sites.

The tags are those of 政府网站发展指引 (国办发〔2017〕47号): ArticleTitle, PubDate, ContentSource.
"""

from __future__ import annotations

import re

from ballast.documents.text import Text

_TITLE = re.compile(r"<title[^<>]*>([^<]*)</title>", re.IGNORECASE)
_META = re.compile(r"<meta\b[^<>]*>", re.IGNORECASE)
_NAME = re.compile(r"""\b(?:name|property)\s*=\s*["']?([\w:.-]+)""", re.IGNORECASE)
_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
#: The fields that meta tags fill, by their names in small letters.
_FIELDS = {
    "articletitle": "title",
    "pubdate": "date",
    "publishdate": "date",
    "contentsource": "source",
}


def head_fields(text: Text) -> dict[str, Text]:
    """title, date and source of the page whose HTML is `text`; ArticleTitle before <title>."""
    fields: dict[str, Text] = {}
    for tag in _META.finditer(text.value):
        name, content = _NAME.search(tag[0]), _CONTENT.search(tag[0])
        field = _FIELDS.get(name[1].lower()) if name else None
        if field and content:
            group = 1 if content[1] is not None else 2
            start, end = (tag.start() + place for place in content.span(group))
            fields.setdefault(field, text[start:end].strip())
    if found := _TITLE.search(text.value):
        fields.setdefault("title", text[slice(*found.span(1))].strip())
    return {name: value for name, value in fields.items() if value.value}
