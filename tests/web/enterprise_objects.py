"""Objects of the catalogue's and the enterprises' pages, for the walk over every page."""

from __future__ import annotations

from collections.abc import Callable

from enterprise_facts import fact_rows
from tests.web.places import firm, unit

from ballast_web.enterprises.models import Import
from ballast_web.enterprises.verdicts import assessor
from ballast_web.kernel.clock import today

Parts = dict[str, object]


def enterprise(whose: str) -> Parts:
    return {"key": firm(whose).pk}


def verdict(whose: str) -> Parts:
    """A rule of today with the row of an enterprise that has facts."""
    rule = next(each for each in assessor(today()).rules if each.subject == "enterprise")
    held = firm(whose)
    if not held.fact_rows.exists():
        fact_rows(held)
    issuer, document, name = rule.id.split("/")
    return {"issuer": issuer, "document": document, "name": name, "key": held.code}


def explanation(whose: str) -> Parts:
    return {"firm": firm(whose).pk, **verdict(whose)}


def policy(_whose: str) -> Parts:
    return {"issuer": "guangdong", "document": "2022-industrial-growth"}


def imported(whose: str) -> Parts:
    made = {"table": "lease", "name": "租约.xlsx", "sha256": "", "organisation": unit(whose)}
    return {"key": Import.objects.create(**made).pk}


ENTERPRISES: dict[str, Callable[[str], Parts]] = {
    "enterprise.measure": verdict,
    "public.policy": policy,
    "staff.enterprise": enterprise,
    "staff.explanation": explanation,
    "staff.one_import": imported,
}
