"""Applications: those that one may see, and an enterprise's own work on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from ninja import Body, Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.idempotency import Key, once
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING, WRITING
from ballast_web.api.reading import Given, Name, Text
from ballast_web.applications import services
from ballast_web.applications.access import access_applications
from ballast_web.applications.models import Application
from ballast_web.applications.states import READERS, State
from ballast_web.errors import NotHere
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.keys.models import Scope

router = Router(auth=KeyHolder(Scope.READ_APPLICATIONS))
_WRITES = KeyHolder(Scope.WRITE_APPLICATIONS)


class ApplicationOut(Schema):
    """An application by its number; amounts are in 分, days in ISO 8601."""

    number: str
    enterprise: str
    rule: str
    label: str
    clause: str
    policy: str
    subject: str
    key: str
    period: str
    state: str
    automatic: bool
    claimed_fen: int | None
    payable_fen: int | None
    amount_fen: int | None
    submitted_on: date | None
    due: date | None
    decided_on: date | None
    reason: str


class StepOut(Schema):
    """A step of its history, by which organisation."""

    step: str
    label: str
    state: str
    organisation: str | None
    at: datetime
    reason: str


class ApplicationTold(ApplicationOut):
    """An application with its history."""

    statement: str
    steps: list[StepOut]


class Applications(Schema):
    """A page of applications; `next` is the cursor of what follows, null at the end."""

    items: list[ApplicationOut]
    next: str | None


class ApplicationIn(Given):
    """What is applied for: a rule and the key of the row; `submit` hands it in at once."""

    rule: Name
    key: Name
    statement: Text = ""
    submit: bool = True

    model_config = Given.model_config | {
        "json_schema_extra": {
            "examples": [{"rule": "guangdong/2022-industrial-growth/05-rent-relief", "key": "ZL1"}]
        }
    }


class Said(Given):
    """What the enterprise says to it."""

    text: Text = ""


@router.get("", response={200: Applications, **READING}, summary="申报清单")
def applications(
    request: ApiRequest,
    cursor: str = "",
    limit: int = 50,
    state: State | None = None,
    enterprise: str = "",
) -> dict[str, Any]:
    """The applications that one may see, by state and by the enterprise's code."""
    rows = _seen(request)
    rows = rows.filter(state=state) if state else rows
    rows = rows.filter(enterprise__code=enterprise) if enterprise else rows
    return paged(rows, cursor, limit, _told)


@router.get("/{number}", response={200: ApplicationTold, **READING}, summary="一份申报")
def application(request: ApiRequest, number: str) -> dict[str, Any]:
    """One application with its history."""
    return _whole(_one(request, number))


@router.post("", response={201: ApplicationTold, **WRITING}, summary="建立并提交申报", auth=_WRITES)
def apply(request: ApiRequest, given: Body[ApplicationIn], idempotency_key: Key) -> HttpResponse:
    """The enterprise's application, handed in unless `submit` is false; then it stays a draft."""

    def begun() -> dict[str, Any]:
        made = services.begin(request.acting, given.rule, given.key)
        if given.submit:
            services.submit(request.acting, made, given.statement)
        return _plain(made)

    services.foresee(request.acting, given.rule, given.key)
    return once(request, 201, begun)


@router.post(
    "/{number}/submit",
    response={200: ApplicationTold, **WRITING},
    summary="提交一份草稿",
    auth=_WRITES,
)
def submit(
    request: ApiRequest, number: str, said: Body[Said], idempotency_key: Key
) -> HttpResponse:
    """Hand in a draft; `text` is the statement."""

    def submitted() -> dict[str, Any]:
        found = _one(request, number)
        return _plain(services.submit(request.acting, found, said.text))

    return once(request, 200, submitted)


@router.post(
    "/{number}/withdraw",
    response={200: ApplicationTold, **WRITING},
    summary="撤回一份申报",
    auth=_WRITES,
)
def withdraw(
    request: ApiRequest, number: str, said: Body[Said], idempotency_key: Key
) -> HttpResponse:
    """Take it back before it is approved; `text` is the reason."""

    def withdrawn() -> dict[str, Any]:
        found = _one(request, number)
        return _plain(services.withdraw(request.acting, found, said.text))

    return once(request, 200, withdrawn)


def _seen(request: ApiRequest) -> Any:
    request.acting.must_be(READERS | ENTERPRISE, "查阅申报")
    return access_applications(request.acting)


def _one(request: ApiRequest, number: str) -> Application:
    digits = number.removeprefix("SB")
    known = digits.isascii() and digits.isdecimal() and len(digits) < 19
    found = _seen(request).filter(pk=int(digits)).first() if known else None
    if found is None or found.number != number:
        raise NotHere(what="这份申报")
    return found


def _told(found: Application) -> dict[str, Any]:
    names = (
        *("number", "rule", "label", "policy", "key", "period", "state", "automatic", "reason"),
        *("claimed_fen", "payable_fen", "amount_fen", "submitted_on", "due", "decided_on"),
    )
    told = {name: getattr(found, name) for name in names}
    subject = {"clause": found.measure, "subject": found.table}
    return {**told, **subject, "enterprise": found.enterprise.code}


def _whole(found: Application) -> dict[str, Any]:
    steps = found.transitions.select_related("organisation").order_by("pk")
    told = [
        {
            "step": each.step,
            "label": each.label,
            "state": each.target,
            "organisation": each.organisation.name if each.organisation else None,
            "at": each.at,
            "reason": each.reason,
        }
        for each in steps
    ]
    return {**_told(found), "statement": found.statement, "steps": told}


def _plain(found: Application) -> dict[str, Any]:
    return ApplicationTold.model_validate(_whole(found)).model_dump(mode="json")
