"""What each operation of the API is tried with: an object of one's own, one of somebody else's."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from tests.web.application_objects import application_of
from tests.web.circular_objects import receipt_of
from tests.web.enterprise_objects import verdict
from tests.web.money_objects import order_of
from tests.web.places import firm, unit
from tests.web.project_objects import project_of
from tests.web.scorecard_objects import score
from tests.web.supervision_objects import order_of as supervised
from tests.web.supervision_objects import report_of, task_of

from ballast_web.api.application import api
from ballast_web.applications.models import Application
from ballast_web.applications.states import State
from ballast_web.circulars.models import Circular
from ballast_web.enterprises.models import FactRow, Run, Standing
from ballast_web.enterprises.states import WorkState
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.keys.models import ApiKey, Scope
from ballast_web.keys.services import digest
from ballast_web.keys.signatures import SIGNATURE, TIME, signature
from ballast_web.payments.models import PaymentOrder
from ballast_web.projects.models import Project
from ballast_web.push.models import Message

#: Every operation as METHOD /path.
OPERATIONS = [
    f"{method.upper()} {path}"
    for path, item in api.get_openapi_schema()["paths"].items()
    for method in item
]
RENT = "guangdong/2022-industrial-growth/05-rent-relief"
#: The parts of a path and the body that an operation is tried with.
Sample = tuple[dict[str, Any], dict[str, Any] | None]


def keyed(who: Acting) -> str:
    """The secret of a key with every scope, for somebody in a role."""
    secret = f"blst_{who.membership.pk}"
    fields = {"name": "测试", "beginning": secret[:12], "scopes": Scope.values}
    fields |= {"digest": digest(secret), "per_minute": 1_000_000}
    ApiKey.objects.create(membership=who.membership, **fields)
    return secret


def signed(content: bytes, secret: str) -> dict[str, str]:
    """The headers of whoever signs `content` now."""
    moment = f"{time.time():.6f}"
    return {TIME: moment, SIGNATURE: signature(secret, moment, content)}


def with_facts(whose: str) -> Organisation:
    """The enterprise with its facts, a standing, an order and a message."""
    verdict(whose)
    held = firm(whose)
    FactRow.objects.filter(enterprise=held, table="lease").update(key=f"ZL-{held.region}")
    return held


def order(whose: str) -> PaymentOrder:
    return PaymentOrder.objects.filter(enterprise=firm(whose)).first() or order_of(whose)


def message(whose: str) -> Message:
    made = {"channel": "sms", "title": f"标题{whose}", "text": "正文"}
    defaults = {**made, "made_at": timezone.now()}
    return Message.objects.get_or_create(
        enterprise=firm(whose), token=f"token-{whose}", defaults=defaults
    )[0]


def application(whose: str) -> Application:
    with_facts(whose)
    found = Application.objects.filter(enterprise=firm(whose)).first()
    return found or application_of(firm(whose))


def open_application(whose: str, state: State) -> Application:
    """One that may still be handed in or taken back."""
    found = application(whose)
    found.state, found.first_approver, found.second_approver = state, None, None
    found.amount_fen = found.decided_on = None
    found.save()
    return found


def standing(whose: str) -> None:
    run, _ = Run.objects.get_or_create(
        as_of=date(2022, 9, 1), library_version=0, state=WorkState.FINISHED
    )
    held = with_facts(whose)
    place = {"run": run, "enterprise": held, "rule": RENT, "key": f"ZL-{held.region}"}
    Standing.objects.get_or_create(**place, defaults={"verdict": "eligible"})


def project(whose: str) -> Project:
    return Project.objects.filter(unit=unit(whose)).first() or project_of(whose)


def circular(whose: str) -> Circular:
    found = Circular.objects.filter(issuer=unit(whose)).first()
    return found or receipt_of(whose).circular


def everything_of(whose: str) -> None:
    """One of everything that lists show."""
    application(whose)
    order(whose)
    message(whose)
    standing(whose)
    supervised(whose)
    report_of(task_of(whose))
    project(whose)
    circular(whose)
    score(whose)


def _rule(_whose: str) -> Sample:
    return dict(zip(("issuer", "document", "name"), RENT.split("/"), strict=True)), None


def _assess(_whose: str) -> Sample:
    return {}, {"enterprises": [{"id": "甲", "tables": {"enterprise": [{"staff": 10}]}}]}


def _explain(whose: str) -> Sample:
    held = with_facts(whose)
    return {"enterprise": held.code, **_rule(whose)[0], "?key": f"ZL-{held.region}"}, None


def _enterprise(whose: str) -> Sample:
    return {"code": with_facts(whose).code}, None


def _standing(whose: str) -> Sample:
    standing(whose)
    return {"code": firm(whose).code}, None


def _supply(whose: str) -> Sample:
    code = with_facts(whose).code
    return {"code": code}, {"table": "enterprise", "key": code, "name": "staff", "value": 12}


def _bank_receipt(whose: str) -> Sample:
    found = order(whose)
    line = {"reference": found.number, "amount_fen": found.amount_fen, "outcome": "paid"}
    return {}, {"payer": found.budget.purse.code, "payments": [line]}


def _apply(whose: str) -> Sample:
    held = with_facts(whose)
    return {}, {"rule": RENT, "key": f"ZL-{held.region}"}


def _list(whose: str) -> Sample:
    everything_of(whose)
    return {}, None


def _moved(state: State) -> Callable[[str], Sample]:
    return lambda whose: ({"number": open_application(whose, state).number}, {"text": "说明"})


V1 = "/api/v1"
_DOCUMENT = {"issuer": "guangdong", "slug": "2022-industrial-growth"}
SAMPLES: dict[str, Callable[[str], Sample]] = {
    f"GET {V1}/policies": lambda _: ({}, None),
    f"GET {V1}/policies/{{issuer}}/{{slug}}/measures": lambda _: (_DOCUMENT, None),
    f"GET {V1}/rules": lambda _: ({}, None),
    f"GET {V1}/rules/{{issuer}}/{{document}}/{{name}}": _rule,
    f"POST {V1}/assess": _assess,
    f"GET {V1}/explain/{{enterprise}}/{{issuer}}/{{document}}/{{name}}": _explain,
    f"GET {V1}/enterprises": _list,
    f"GET {V1}/enterprises/{{code}}": _enterprise,
    f"GET {V1}/facts/{{code}}": _enterprise,
    f"POST {V1}/facts/{{code}}": _supply,
    f"GET {V1}/verdicts/{{code}}": _enterprise,
    f"GET {V1}/verdicts/{{code}}/standing": _standing,
    f"GET {V1}/applications": _list,
    f"POST {V1}/applications": _apply,
    f"GET {V1}/applications/{{number}}": lambda whose: (
        {"number": application(whose).number},
        None,
    ),
    f"POST {V1}/applications/{{number}}/submit": _moved(State.DRAFT),
    f"POST {V1}/applications/{{number}}/withdraw": _moved(State.SUBMITTED),
    f"GET {V1}/payments": _list,
    f"GET {V1}/payments/{{number}}": lambda whose: ({"number": order(whose).number}, None),
    f"POST {V1}/payments/receipts": _bank_receipt,
    f"GET {V1}/pushes": _list,
    f"GET {V1}/tasks": _list,
    f"GET {V1}/tasks/{{number}}": lambda whose: ({"number": task_of(whose).number}, None),
    f"GET {V1}/orders": _list,
    f"GET {V1}/reports": _list,
    f"GET {V1}/projects": _list,
    f"GET {V1}/projects/{{code}}": lambda whose: ({"code": project(whose).code}, None),
    f"GET {V1}/circulars": _list,
    f"GET {V1}/circulars/{{id}}": lambda whose: ({"id": circular(whose).pk}, None),
    f"GET {V1}/scorecards": _list,
    f"GET {V1}/scorecards/{{id}}": lambda whose: ({"id": score(whose).pk}, None),
    f"POST {V1}/pushes/receipts": lambda whose: (
        {},
        {"token": message(whose).token, "state": "opened"},
    ),
}
