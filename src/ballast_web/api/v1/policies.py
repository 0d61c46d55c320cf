"""Policies and their measures, as published."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema

from ballast.measures.package import Package
from ballast.measures.validity import measure_standing, standing
from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.problems import READING
from ballast_web.catalogue.library import current
from ballast_web.errors import NotHere
from ballast_web.kernel.clock import today
from ballast_web.keys.models import Scope

router = Router(auth=KeyHolder(Scope.READ_POLICIES))


class PolicyOut(Schema):
    """A policy; `status` on the platform's day: in_force, expired, superseded, not_yet, report."""

    id: str
    title: str
    number: str | None
    region: str
    official: bool
    status: str
    reason: str
    measures: int


class MeasureOut(Schema):
    """A measure by its clause, with everything the package says of it."""

    policy: str
    clause: str
    name: str | None
    summary: str | None
    kinds: list[str]
    status: str
    units: list[dict[str, Any]]
    targets: list[dict[str, Any]]
    amounts: list[dict[str, Any]]
    deadlines: list[dict[str, Any]]
    cadences: list[dict[str, Any]]


class Library(Schema):
    """The library's version and its policies."""

    version: int
    items: list[PolicyOut]


class Measures(Schema):
    """The measures of one policy."""

    items: list[MeasureOut]


@router.get("", response={200: Library, **READING}, summary="政策库")
def policies(request: ApiRequest) -> dict[str, Any]:
    """Every policy, with its status on the platform's day."""
    shelf = current()
    told = [_policy(package) for package in shelf.packages.values()]
    return {"version": shelf.version, "items": told}


@router.get(
    "/{issuer}/{slug}/measures", response={200: Measures, **READING}, summary="一份政策的措施"
)
def measures(request: ApiRequest, issuer: str, slug: str) -> dict[str, Any]:
    """Every measure of a policy."""
    package = current().packages.get(f"{issuer}/{slug}")
    if package is None:
        raise NotHere(what=f"政策“{issuer}/{slug}”")
    return {"items": list(_measures(package))}


def _policy(package: Package) -> dict[str, Any]:
    policy, found = package.policy, standing(package.policy, today())
    return {
        "id": package.name,
        "title": policy.title,
        "number": policy.number,
        "region": policy.region,
        "official": policy.official,
        "status": found.status,
        "reason": found.reason,
        "measures": len(package.measures),
    }


def _measures(package: Package) -> Any:
    for clause, measure in zip(package.clauses, package.measures, strict=True):
        told = measure.model_dump(mode="json", by_alias=True)
        found = measure_standing(measure, package.policy, today())
        yield {**told, "policy": package.name, "clause": clause, "status": found.status}
