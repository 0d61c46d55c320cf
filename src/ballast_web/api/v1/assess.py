"""What enterprises would be entitled to by facts that the request itself gives; nothing is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Router, Schema
from pydantic import Field

from ballast.assessment.explain import Rows
from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.findings import FindingOut, finding_out
from ballast_web.api.lookup import rule_by
from ballast_web.api.problems import READING
from ballast_web.api.reading import BadFacts, Given, Name, Row, rows_of
from ballast_web.catalogue.library import current
from ballast_web.enterprises.verdicts import judged
from ballast_web.errors import BadValue
from ballast_web.kernel.clock import today
from ballast_web.keys.models import Scope

router = Router(auth=KeyHolder(Scope.ASSESS))
LARGEST = 200
#: How many rows a question may hold in all: what is answered grows with them.
MOST_ROWS = 5000


class EnterpriseFacts(Given):
    """The facts of one enterprise: rows by table and column of the vocabulary.

    `id` stands for it in the answer. A table left out is not at hand; an empty one says that there
    are no such rows.
    """

    id: Name
    tables: dict[str, list[Row]] = Field(
        examples=[{"enterprise": [{"industry": "C3985", "city": "广州市", "revenue": "5000万"}]}]
    )


class Question(Given):
    """Up to 200 enterprises, and the rules that are asked of them; all in force by default."""

    enterprises: list[EnterpriseFacts] = Field(min_length=1, max_length=LARGEST)
    rules: list[Name] | None = Field(default=None, max_length=LARGEST)


class Assessed(Schema):
    """One enterprise's findings."""

    id: str
    findings: list[FindingOut]


class Answer(Schema):
    """The library's version, the day whose law applied, and the enterprises as they were given."""

    version: int
    day: date
    items: list[Assessed]


@router.post("", response={200: Answer, **READING}, summary="按所给事实判定企业（一家或一批）")
def assess(request: ApiRequest, question: Question) -> dict[str, Any]:
    """Verdict and amount of every rule on every row, from the facts given alone."""
    wanted = None if question.rules is None else {rule_by(name).id for name in question.rules}
    items = [
        {
            "id": name,
            "findings": [
                finding_out(found)
                for found in judged(rows)
                if wanted is None or found.rule_id in wanted
            ],
        }
        for name, rows in _given(question)
    ]
    return {"version": current().version, "day": today(), "items": items}


def _given(question: Question) -> list[tuple[str, Rows]]:
    """The facts of every enterprise. Raises BadFacts with the mistakes of all, BadValue."""
    size = sum(len(rows) for each in question.enterprises for rows in each.tables.values())
    if size > MOST_ROWS:
        raise BadValue(field="tables", given=f"{size}行", allowed=f"至多{MOST_ROWS}行，请分批")
    given, errors = [], list[dict[str, str]]()
    for each in question.enterprises:
        try:
            given.append((each.id, rows_of(each.id, each.tables, current().vocabulary)))
        except BadFacts as error:
            errors += error.errors
    if errors:
        raise BadFacts(errors)
    return given
