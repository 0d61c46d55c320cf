"""企业: a list of the enterprises in one's territory."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises.models import Objection, Run, Standing, Supplied
from ballast_web.enterprises.tasks import last_run, start_run
from ballast_web.kernel.access import access_enterprises
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, page


def cities() -> list[tuple[str, str]]:
    """The province's cities."""
    regions, province = vocabulary().codelists["regions"], settings.BALLAST_PROVINCE
    return [
        (code, entry.label)
        for code, entry in sorted(regions.entries.items())
        if entry.parent == province and code.endswith("00") and entry.valid_to is None
    ]


def region_label(code: str) -> str:
    """A region in words."""
    return vocabulary().codelists["regions"].label(code) if code else ""


def _address(row: Any) -> str:
    return reverse("staff.enterprise", kwargs={"key": row.pk})


class EnterpriseFilter(django_filters.FilterSet):
    """By name or code, city, and what waits for somebody."""

    q = django_filters.CharFilter(label="名称或代码", method="named")
    city = django_filters.ChoiceFilter(
        label="所在市", method="seated", choices=cities, empty_label="不限"
    )
    waits = django_filters.ChoiceFilter(
        label="待办",
        method="waiting",
        choices=[("supplied", "有待核实填报"), ("objection", "有待答复异议")],
        empty_label="不限",
    )

    class Meta:
        model = Organisation
        fields: list[str] = []  # noqa: RUF012 - Django's own attribute
        form = forms.Form

    def named(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those whose name holds the words, or whose code begins so."""
        return rows.filter(Q(name__icontains=value) | Q(code__istartswith=value))

    def seated(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those of a city."""
        return rows.filter(region__startswith=value[:4])

    def waiting(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        """Those of whom something waits for an officer."""
        if value == "supplied":
            supplied = Supplied.objects.filter(state="supplied")
            return rows.filter(pk__in=supplied.values("enterprise"))
        return rows.filter(pk__in=Objection.objects.filter(state="open").values("enterprise"))


COLUMNS = (
    Column("企业", lambda row: row.name, "name", link=_address),
    Column("统一社会信用代码", lambda row: row.code, "code"),
    Column("地区", lambda row: region_label(row.region), "region"),
    Column("可享受", lambda row: row.entitled, "entitled", kind="number"),
    Column("应付金额", lambda row: row.fen, "fen", kind="money"),
    Column("待定", lambda row: row.open, "open", kind="number"),
)


@page(
    "staff/enterprises/",
    title="企业",
    roles=STAFF,
    menu=50,
    theme="企业与申报",
    icon="building-factory",
)
def enterprises(request: Request) -> HttpResponseBase:
    """The list; a form has the whole population judged anew."""
    if request.method == "POST":
        start_run(request.acting)
        messages.success(request, _("全量判定已开始，完成后本页按新结果显示。"))
        return redirect(enterprises.name)
    run = last_run()
    rows = _with_standings(access_enterprises(request.acting), run).order_by("code")
    listing = Listing(
        request,
        rows,
        COLUMNS,
        EnterpriseFilter,
        name="企业清单",
        empty="没有符合条件的企业。请放宽筛选，或在“数据导入”中导入企业数据。",
    )
    newest = Run.objects.order_by("-pk").first()
    shown: dict[str, Any] = {"listing": listing, "run": run, "newest": newest}
    return listing.exported() or enterprises.render(request, **shown)


def _with_standings(rows: QuerySet, run: Run | None) -> QuerySet:
    """Each enterprise with what the last run gave it."""
    of = Standing.objects.filter(run=run, enterprise=OuterRef("pk")).values("enterprise").order_by()
    eligible = of.filter(verdict="eligible")
    return rows.annotate(
        entitled=Subquery(eligible.annotate(n=Count("pk")).values("n")),
        fen=Subquery(eligible.annotate(n=Sum(F("payable_fen"))).values("n")),
        open=Subquery(of.filter(verdict="unknown").annotate(n=Count("pk")).values("n")),
    )
