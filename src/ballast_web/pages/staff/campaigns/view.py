"""Push campaigns: those of one's territory, and a new one."""

from __future__ import annotations

from typing import ClassVar

import django_filters
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast.rules.ruleset import BENEFIT_LABELS
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, page
from ballast_web.push import channels
from ballast_web.push.access import access_campaigns
from ballast_web.push.audience import IN_APP, latest_run, offered, standings, untold
from ballast_web.push.errors import NothingJudged
from ballast_web.push.models import Campaign
from ballast_web.push.regions import choices, chosen, region_label
from ballast_web.push.services import new_campaign
from ballast_web.push.states import SENDERS, CampaignState


class CampaignFilter(django_filters.FilterSet):
    """By name and state."""

    title = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("名称"))
    state = django_filters.ChoiceFilter(
        choices=CampaignState.choices, label=gettext_lazy("状态"), empty_label=gettext_lazy("全部")
    )

    class Meta:
        model = Campaign
        fields: ClassVar = ["title", "state"]


COLUMNS = (
    Column(
        "名称",
        lambda each: each.title,
        "title",
        link=lambda each: reverse("staff.campaign", kwargs={"campaign": each.pk}),
    ),
    Column("单位", lambda each: each.unit.name, "unit__name"),
    Column("地区", lambda each: "、".join(map(region_label, each.regions))),
    Column("措施数", lambda each: len(each.rules), kind="number"),
    Column("状态", Campaign.get_state_display, "state"),
    Column("告知", lambda each: each.told, "told", "number"),
    Column("已读", lambda each: each.opened, "opened", "number"),
    Column("创建时间", lambda each: each.made_at, "made_at", "moment"),
)


@page("staff/campaigns/", title="政策推送", roles=SENDERS, menu=50, theme="企业与申报", icon="send")
def campaigns(request: Request) -> HttpResponse:
    """The list; `?new` is the form, posting it makes a draft."""
    if request.method == "POST":
        return _made(request)
    if "reach" in request.GET:
        return _reach(request)
    if "new" in request.GET:
        return _form(request)
    inbox = Q(messages__channel=IN_APP)
    rows = (
        access_campaigns(request.acting)
        .select_related("unit")
        .annotate(
            told=Count("messages", filter=inbox),
            opened=Count("messages", filter=inbox & Q(messages__opened_at__isnull=False)),
        )
        .order_by("-pk")
    )
    empty = _("还没有推送。选好政策措施和地区，预览后由另一位同事复核发送。")
    listing = Listing(request, rows, COLUMNS, CampaignFilter, _("政策推送"), empty)
    return listing.exported() or campaigns.render(request, listing=listing)


def _form(request: Request) -> HttpResponse:
    try:
        rules = offered(request.acting)
    except NothingJudged as error:
        return campaigns.render(request, "new.html", why=error)
    kinds = sorted({rule.written.benefit.kind for rule in rules}, key=list(BENEFIT_LABELS).index)
    chosen = request.GET.get("kind", "")
    shown = [
        (rule, BENEFIT_LABELS[rule.written.benefit.kind])
        for rule in rules
        if not chosen or rule.written.benefit.kind == chosen
    ]
    territory = _territory(request)
    outside = {name: each for name, each in channels.ready_channels().items() if name != IN_APP}
    return campaigns.render(
        request,
        "new.html",
        rules=shown,
        kinds=[(kind, BENEFIT_LABELS[kind]) for kind in kinds],
        kind=chosen,
        places=choices(territory, latest_run().as_of),
        whole=region_label(territory),
        channels=outside,
    )


def _territory(request: Request) -> str:
    unit = request.acting.organisation
    return unit.territory if unit else ""


def _reach(request: Request) -> HttpResponse:
    """How many would be told under the rules and in the regions ticked so far."""
    run, rules = latest_run(), request.GET.getlist("rule")
    regions = chosen(_territory(request), request.GET.getlist("region"), run.as_of)
    rows = untold(standings(run, rules, regions), run)
    firms = rows.order_by().values("enterprise").distinct().count()
    return campaigns.render(request, "reach.html", rules=rules, firms=firms)


def _made(request: Request) -> HttpResponse:
    post = request.POST
    campaign = new_campaign(
        request.acting,
        post.get("title", ""),
        post.getlist("rule"),
        post.getlist("region"),
        post.getlist("channel"),
    )
    return redirect("staff.campaign", campaign=campaign.pk)
