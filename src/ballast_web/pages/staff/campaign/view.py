"""One campaign: preview with counts and a sample, the second look, progress, what became of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ballast_web.catalogue import library
from ballast_web.errors import NotHere
from ballast_web.kernel.models import Organisation
from ballast_web.pages.page import Request, page
from ballast_web.push import texts
from ballast_web.push.access import access_campaigns
from ballast_web.push.audience import grouped, standings, untold
from ballast_web.push.channels import label_of
from ballast_web.push.models import Campaign, Contact
from ballast_web.push.regions import region_label, within
from ballast_web.push.services import move_campaign
from ballast_web.push.states import CAMPAIGN, SENDERS, MessageState


@page("staff/campaigns/<int:campaign>/", title="推送详情", roles=SENDERS)
def campaign(request: Request, campaign: int) -> HttpResponse:
    """The preview before it is sent, its results after; a move posted."""
    found = (
        access_campaigns(request.acting).select_related("run", "job", "unit").filter(pk=campaign)
    )
    row = found.first()
    if row is None:
        raise NotHere(what="这次推送")
    if request.method == "POST":
        move_campaign(request.acting, row.pk, request.POST.get("move", ""))
        return redirect("staff.campaign", campaign=row.pk)
    if request.htmx and row.job:
        return render(request, "components/progress.html", {"job": row.job, "address": ""})
    return _page(request, row)


def _page(request: Request, row: Campaign) -> HttpResponse:
    moves = list(CAMPAIGN.open_to(row.state, request.acting))
    shown: dict[str, Any] = {"campaign": row, "moves": moves, "rules": _labels(row)}
    shown["regions"] = [region_label(each) for each in row.regions]
    shown["channels"] = [label_of(name) for name in row.channels]
    shown["own"] = row.made_by_id == getattr(request.acting.person, "pk", None)
    if row.state in ("draft", "checking"):
        shown |= _preview(row)
    else:
        shown["results"] = _results(row)
    return PAGE.render(request, **shown)


def _labels(row: Campaign) -> list[str]:
    labels = {rule.id: rule.label for rule in library.current().library.rules}
    return [labels.get(rule, rule) for rule in row.rules]


def _preview(row: Campaign) -> dict[str, Any]:
    """How many would be told of what, how many refused or cannot be reached, and one message."""
    if row.run is None:
        return {}
    rows = untold(standings(row.run, row.rules, row.regions), row.run)
    firms = rows.order_by().values("enterprise").distinct()
    contacts = Contact.objects.filter(enterprise__in=firms)
    sample = next(grouped(rows), None)
    reached = {
        "email": contacts.exclude(email=""),
        "sms": contacts.exclude(phone=""),
        "wecom": contacts.exclude(wecom=""),
        "webhook": contacts.exclude(webhook=""),
    }
    counts = rows.order_by().values_list("rule").annotate(Count("enterprise", distinct=True))
    numbers = dict(counts)
    return {
        "firms": firms.count(),
        "by_rule": [
            (label, numbers.get(rule, 0))
            for rule, label in zip(row.rules, _labels(row), strict=True)
        ],
        "by_region": [
            (region_label(each), firms.filter(within([each])).count()) for each in row.regions
        ],
        "reached": [
            (label_of(name), reached[name].count()) for name in row.channels if name in reached
        ],
        "sample": sample and _sample(row, sample),
    }


def _sample(row: Campaign, found: Any) -> dict[str, str]:
    rule = next(each for each in library.current().library.rules if each.id == found.rule)
    firm = Organisation.objects.get(pk=found.enterprise)
    assert row.run is not None  # noqa: S101 - the preview has seen to it
    return {"title": texts.title(rule), "text": texts.body(firm, rule, row.run, found)}


def _results(row: Campaign) -> list[tuple[str, list[int]]]:
    """Of each channel how many messages are in each state."""
    counts: dict[tuple[str, str], int] = {
        (channel, state): number
        for channel, state, number in row.messages.order_by()
        .values_list("channel", "state")
        .annotate(Count("pk"))
    }
    return [
        (label_of(name), [counts.get((name, state), 0) for state in MessageState.values])
        for name in row.channels
    ]


PAGE = campaign
