"""What is known of an enterprise, and supplying what is not."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from ninja import Body, Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.idempotency import Key, once
from ballast_web.api.lookup import enterprise_by
from ballast_web.api.problems import READING, WRITING
from ballast_web.api.reading import Given, Name, Text, Value, fact_text
from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises import services
from ballast_web.enterprises.facts import held
from ballast_web.enterprises.inputs import fact_of
from ballast_web.enterprises.services import Cell
from ballast_web.enterprises.telling import FactTold, facts_told
from ballast_web.keys.models import Scope

router = Router()


class FactOut(Schema):
    """A fact: `value` as JSON (exact numbers as text, null unknown), `text` in words.

    `source` says who says so and `as_of` since when; `supplied` whether the enterprise or an
    officer wrote it.
    """

    table: str
    key: str
    name: str
    label: str
    value: bool | int | str | None
    text: str
    source: str
    as_of: date | None
    supplied: bool


class Facts(Schema):
    """Every fact of every row of the enterprise, unknown ones too."""

    items: list[FactOut]


class FactIn(Given):
    """One fact: of which row, its name, and its value as the vocabulary allows."""

    table: Name
    key: Name
    name: Name
    value: Value
    note: Text = ""

    model_config = Given.model_config | {
        "json_schema_extra": {
            "examples": [
                {"table": "enterprise", "key": "91440101HC0000K21T", "name": "staff", "value": 120}
            ]
        }
    }


class SuppliedOut(Schema):
    """What was supplied; it counts at once, confirmed or not."""

    table: str
    key: str
    name: str
    value: bool | int | str | None
    state: str


@router.get(
    "/{code}",
    response={200: Facts, **READING},
    summary="一家企业的事实",
    auth=KeyHolder(Scope.READ_ENTERPRISES),
)
def facts(request: ApiRequest, code: str) -> dict[str, Any]:
    """Every fact with its source and date."""
    enterprise = enterprise_by(request.acting, code)
    values = held(enterprise).values
    return {"items": [_fact(each, values) for each in facts_told(enterprise)]}


@router.post(
    "/{code}",
    response={201: SuppliedOut, **WRITING},
    summary="报送或更正一项事实",
    auth=KeyHolder(Scope.WRITE_FACTS),
)
def supply(
    request: ApiRequest, code: str, given: Body[FactIn], idempotency_key: Key
) -> HttpResponse:
    """Supply one fact of a row that the enterprise has."""
    return once(request, 201, lambda: _supplied(request, code, given))


def _supplied(request: ApiRequest, code: str, given: FactIn) -> dict[str, Any]:
    enterprise = enterprise_by(request.acting, code)
    fact = fact_of(vocabulary(), given.table, given.name)
    cell, text = Cell(given.table, given.key, given.name), fact_text(given.value, fact)
    made = services.supply(request.acting, enterprise, cell, text, given.note)
    names = ("table", "key", "name", "value", "state")
    told = SuppliedOut.model_validate({name: getattr(made, name) for name in names})
    return told.model_dump(mode="json")


def _fact(each: FactTold, values: Any) -> dict[str, Any]:
    table, key, name = each.cell
    return {
        "table": table,
        "key": key,
        "name": name,
        "label": each.label,
        "value": values[table, key].get(name),
        "text": each.text,
        "source": each.source,
        "as_of": each.as_of,
        "supplied": each.supplied is not None,
    }
