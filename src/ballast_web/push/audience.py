"""Who is to be told: entitled in the latest run, and not yet told under its library version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum

from ballast.rules.rule import Rule
from ballast.rules.ruleset import BURDENS
from ballast_web.catalogue import library
from ballast_web.enterprises.access import access_standings
from ballast_web.enterprises.models import Run, Standing
from ballast_web.enterprises.states import WorkState
from ballast_web.kernel.acting import Acting
from ballast_web.push.errors import NothingJudged
from ballast_web.push.models import Message
from ballast_web.push.regions import within

IN_APP = "in_app"


@dataclass(frozen=True)
class Entitled:
    """An enterprise entitled under one rule in one period; `fen` is None where it is not known."""

    enterprise: int
    rule: str
    period: str
    rows: int
    fen: int | None


def latest_run() -> Run:
    """The newest run that is finished. Raises NothingJudged."""
    run = Run.objects.filter(state=WorkState.FINISHED).order_by("-pk").first()
    if run is None:
        raise NothingJudged
    return run


def offered(acting: Acting) -> list[Rule]:
    """The rules in force that one may be glad to hear of, for the territory of `acting`."""
    run = latest_run()
    found = set(
        access_standings(acting, run)
        .filter(verdict="eligible")
        .values_list("rule", flat=True)
        .distinct()
    )
    rules = library.current().library.in_force(run.as_of)
    return [rule for rule in rules if rule.id in found and rule.written.benefit.kind not in BURDENS]


def standings(run: Run, rules: Iterable[str], regions: Sequence[str]) -> QuerySet[Standing]:
    """The rows that are entitled under `rules` in one of `regions` (beginnings of codes)."""
    asked = Standing.objects.filter(run=run, verdict="eligible", rule__in=list(rules))
    return asked.filter(within(regions))


def untold(rows: QuerySet[Standing], run: Run) -> QuerySet[Standing]:
    """Those of `rows` whose enterprise was not yet told of the rule under the run's version."""
    told = Message.objects.filter(
        enterprise=OuterRef("enterprise"),
        rule=OuterRef("rule"),
        period=OuterRef("period"),
        version=run.library_version,
        channel=IN_APP,
    )
    return rows.filter(~Exists(told))


def grouped(rows: QuerySet[Standing]) -> Iterator[Entitled]:
    """Each enterprise once a rule and period, in order of the enterprise, its rows added up."""
    found = (
        rows.order_by("enterprise", "rule", "period")
        .values("enterprise", "rule", "period")
        .annotate(
            number=Count("pk"),
            known=Count("amount_fen"),
            amount=Sum("amount_fen"),
            payable=Sum("payable_fen"),
        )
    )
    for row in found.iterator(1000):
        amount = row["amount"] if row["payable"] is None else row["payable"]
        fen = amount if row["known"] == row["number"] else None
        yield Entitled(row["enterprise"], row["rule"], row["period"], row["number"], fen)
