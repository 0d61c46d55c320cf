"""我能享受哪些政策: answers to a handful of facts, without an account; nothing is stored.

The facts stand in the address alone. The next question is the missing fact that most of the open
verdicts wait for. What an enterprise owns is entered row by row, see `rows`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.utils.cache import patch_cache_control

from ballast.assessment.explain import Rows
from ballast.rules.scope import OWNER
from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises.board import Board, Question
from ballast_web.enterprises.inputs import suppliable, typed
from ballast_web.enterprises.verdicts import judged
from ballast_web.errors import BadValue
from ballast_web.pages.page import EVERYBODY, Request, page
from ballast_web.pages.public.try_out.rows import Entered, entered, kinds

#: What is asked at the start: what most rules look at first.
FIRST = ("kind", "city", "industry", "staff", "revenue")
#: The row that stands for whoever asks.
KEY = "我的企业"
#: Asked once all the first ones are answered or left out; and as many of each row.
ASKED = 3


@dataclass(frozen=True)
class Field:
    """A question as the page asks it: under which name, what was answered, what is wrong."""

    question: Question
    name: str
    given: str = ""
    error: BadValue | None = None

    @property
    def options(self) -> list[tuple[str, str]]:
        """What to choose from."""
        return self.question.options or _cities(self.question)


@dataclass
class Answers:
    """What was answered of one row: its facts, and what is wrong; `begins` its names in the
    address."""

    table: str
    key: str
    begins: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, BadValue] = field(default_factory=dict)

    def fields(self, given: QueryDict, first: Iterable[str] = ()) -> Iterator[Field]:
        """The `first` questions, then what else was answered."""
        facts = vocabulary().entities[self.table].facts
        answered = {**self.facts, **self.wrong}
        for name in [*first, *(each for each in facts if each in answered and each not in first)]:
            question = Question(self.table, self.key, name, facts[name])
            own = self.begins + name
            yield Field(question, own, given.get(own, ""), self.wrong.get(name))


@page("try/", title="我能享受哪些政策", roles=EVERYBODY, menu=12, theme="公开服务", icon="help")
def try_out(request: Request) -> HttpResponse:
    """The form, and what its facts give."""
    given, rows = request.GET, entered(request.GET)
    own = _answers(given, Answers(OWNER, KEY))
    of_rows = [_answers(given, Answers(e.table, e.key, f"{e.name}.")) for e in rows]
    region, left = _region(own.facts), _left_out(given, rows)
    board = None
    if own.facts or rows:
        board = Board(judged(_judgeable(own, of_rows)), KEY, region)
    told = {
        "told": list(own.fields(given, FIRST)),
        "asked": _asked(board, own, left),
        "rows": [
            (row, [*answers.fields(given), *_asked(board, answers, left)])
            for row, answers in zip(rows, of_rows, strict=True)
        ],
    }
    template = "answers.html" if request.htmx else "page.html"
    response = try_out.render(
        request, template, **told, board=board, left=sorted(left), kinds=kinds(region, rows)
    )
    patch_cache_control(response, no_store=True)
    return response


def _answers(given: QueryDict, of: Answers) -> Answers:
    """What the address gives of one row, and what of it is not understood."""
    entity = vocabulary().entities[of.table]
    for name in suppliable(entity):
        try:
            text = given.get(of.begins + name, "")[:200]
            value = typed(text, entity.facts[name], vocabulary())
        except BadValue as error:
            of.wrong[name] = error
            continue
        if value is not None:
            of.facts[name] = value
    return of


def _judgeable(own: Answers, rows: list[Answers]) -> Rows:
    """The enterprise and what it owns, as rules read them."""
    tables: dict[str, list[dict[str, Any]]] = {OWNER: [{"uscc": KEY, **own.facts}]}
    for each in rows:
        entity = vocabulary().entities[each.table]
        row = {entity.key: each.key, str(entity.owner): KEY, **each.facts}
        tables.setdefault(each.table, []).append(row)
    return Rows(tables)


def _asked(board: Board | None, of: Answers, left: set[str]) -> list[Field]:
    """The questions of one row that most verdicts wait for, but those answered or left out."""
    found = [
        Field(question, of.begins + question.name)
        for question in (board.questions if board else ())
        if (question.table, question.key) == (of.table, of.key) and question.name not in of.wrong
    ]
    return [each for each in found if each.name not in left][:ASKED]


def _cities(question: Question) -> list[tuple[str, str]]:
    """The province's cities to choose from."""
    if (question.table, question.name) != (OWNER, "city"):
        return []
    regions, province = vocabulary().codelists["regions"], settings.BALLAST_PROVINCE
    return [
        (entry.label, entry.label)
        for code, entry in sorted(regions.entries.items())
        if entry.parent == province and code.endswith("00") and entry.valid_to is None
    ]


def _left_out(given: QueryDict, rows: list[Entered]) -> set[str]:
    """The questions that whoever asks does not want to answer."""
    entities = vocabulary().entities
    known = {*entities[OWNER].facts}
    known |= {f"{row.name}.{name}" for row in rows for name in entities[row.table].facts}
    return known & {*given.getlist("skip")}


def _region(facts: dict[str, Any]) -> str:
    return str(facts.get("county") or facts.get("city") or settings.BALLAST_PROVINCE)
