"""我能享受哪些政策: answers to a handful of facts, without an account; nothing is stored.

The facts stand in the address alone. The next question is the missing fact that most of the open
verdicts wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
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

#: What is asked at the start: what most rules look at first.
FIRST = ("kind", "city", "industry", "staff", "revenue")
#: The row that stands for whoever asks.
KEY = "我的企业"
#: Asked once all the first ones are answered or left out.
ASKED = 3


@page("try/", title="我能享受哪些政策", roles=EVERYBODY, menu=12, icon="help")
def try_out(request: Request) -> HttpResponse:
    """The form, and what its facts give."""
    facts, wrong = _facts(request.GET)
    board = None
    if facts:
        board = Board(judged(Rows({OWNER: [{"uscc": KEY, **facts}]})), KEY, _region(facts))
    told = [_question(name, request.GET.get(name, ""), wrong) for name in _shown(facts, wrong)]
    left = _left_out(request.GET)
    asked = [] if board is None else [q for q in board.questions if q.name not in left][:ASKED]
    template = "answers.html" if request.htmx else "page.html"
    response = try_out.render(
        request,
        template,
        told=told,
        board=board,
        asked=[(each, each.options or _cities(each), "", None) for each in asked],
        left=sorted(left),
    )
    patch_cache_control(response, no_store=True)
    return response


def _facts(given: QueryDict) -> tuple[dict[str, Any], dict[str, BadValue]]:
    """The facts that the address gives, and what is wrong with those that are not understood."""
    entity, facts, wrong = vocabulary().entities[OWNER], {}, {}
    for name in suppliable(entity):
        try:
            value = typed(given.get(name, "")[:200], entity.facts[name], vocabulary())
        except BadValue as error:
            wrong[name] = error
            continue
        if value is not None:
            facts[name] = value
    return facts, wrong


def _shown(facts: dict[str, Any], wrong: dict[str, BadValue]) -> Iterator[str]:
    """The first questions, then what else was answered."""
    yield from FIRST
    given = facts.keys() | wrong.keys()
    yield from (name for name in vocabulary().entities[OWNER].facts if name in given - {*FIRST})


def _question(
    name: str, given: str, wrong: dict[str, BadValue]
) -> tuple[Question, list[tuple[str, str]], str, BadValue | None]:
    question = Question(OWNER, KEY, name, vocabulary().entities[OWNER].facts[name])
    return question, question.options or _cities(question), given, wrong.get(name)


def _cities(question: Question) -> list[tuple[str, str]]:
    """The province's cities to choose from."""
    if question.name != "city":
        return []
    regions, province = vocabulary().codelists["regions"], settings.BALLAST_PROVINCE
    return [
        (entry.label, entry.label)
        for code, entry in sorted(regions.entries.items())
        if entry.parent == province and code.endswith("00") and entry.valid_to is None
    ]


def _left_out(given: QueryDict) -> set[str]:
    """The questions that whoever asks does not want to answer."""
    known = vocabulary().entities[OWNER].facts
    return {name for name in given.getlist("skip") if name in known}


def _region(facts: dict[str, Any]) -> str:
    return str(facts.get("county") or facts.get("city") or settings.BALLAST_PROVINCE)
