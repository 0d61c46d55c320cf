"""What a news report says of a document, paragraph by paragraph. It is no law."""

from __future__ import annotations

import re

from ballast.documents.reader import Document
from ballast.documents.text import Text
from ballast.documents.view import simplified
from ballast.measures.amounts import figures
from ballast.measures.cadences import cadences
from ballast.measures.deadlines import deadlines
from ballast.measures.model import Point
from ballast.measures.targets import targets
from ballast.measures.times import Context, context

_TOPIC = re.compile(r"[^。!?]*[。!?]")
#: 在扩大准入方面，: what a paragraph is about, where it says so itself.
_ASPECT = re.compile(
    r"^(?:一是|二是|三是|首先|其次|此外)?,?(?:在|围绕|针对|聚焦)(?P<aspect>[^,。;]{2,20}?)(?:方面|上)?,"
)


def points(document: Document) -> tuple[Point, ...]:
    """The points that a report makes, in order; none for a policy document."""
    when = context(document)
    return tuple(_point(paragraph, when) for paragraph in document.paragraphs)


def _point(text: Text, when: Context) -> Point:
    found, due = figures(text), deadlines(text, when)
    return Point(
        topic=simplified(_topic(text)),
        text=text.plain,
        quantities=tuple(figure.amount for figure in found),
        deadlines=due,
        cadences=cadences(text),
        targets=targets(text, found, due),
        span=text.span(),
    )


def _topic(text: Text) -> str:
    """The aspect that opens the paragraph, else its first sentence."""
    if aspect := _ASPECT.match(text.view):
        return text.value[slice(*aspect.span("aspect"))]
    found = _TOPIC.match(text.view)
    return text.value[: found.end()] if found else text.value
