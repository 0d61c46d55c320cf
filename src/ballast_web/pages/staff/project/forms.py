"""What is filled in on a project's page; `given` reads a form or says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.projects.access import access_solvers
from ballast_web.projects.models import Project
from ballast_web.projects.states import ORDER, FundKind, Need, Stage, place

_MONEY = _("以元计，也可写500万元、1.2亿元")


class Day(forms.DateField):
    """A day, picked."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def given(form: forms.Form) -> dict[str, Any]:
    """What was filled in. Raises BadValue for the first field that is wrong."""
    if form.is_valid():
        return form.cleaned_data
    name, errors = next(iter(form.errors.items()))
    field = form.fields[name]
    raise BadValue(field=field.label, given=form.data.get(name, ""), allowed=_plain(errors[0]))


def _plain(error: object) -> str:
    return str(error).rstrip("。.")


class ReachForm(forms.Form):
    """The stage that is reached, and when."""

    stage = forms.ChoiceField(label=_("到达阶段"))
    day = Day(label=_("实际日期"))
    said = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, project: Project, data: Any = None) -> None:
        super().__init__(data, auto_id="reach-%s", initial={"day": today()})
        later = ORDER[place(project.stage) + 1 :]
        self.fields["stage"].choices = [(each, each.label) for each in later]  # type: ignore[attr-defined]


class BackForm(forms.Form):
    """The stage that it stands at after all, and why."""

    stage = forms.ChoiceField(label=_("退回到"))
    reason = forms.CharField(label=_("理由"), max_length=400)

    def __init__(self, project: Project, data: Any = None) -> None:
        super().__init__(data, auto_id="back-%s")
        earlier = ORDER[: place(project.stage)]
        self.fields["stage"].choices = [(each, each.label) for each in reversed(earlier)]  # type: ignore[attr-defined]


class PlanForm(forms.Form):
    """By when each stage that lies ahead should be reached."""

    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=400,
        help_text=_("推迟或者取消节点时必填"),
    )

    def __init__(
        self, project: Project, planned: Mapping[str, date | None], data: Any = None
    ) -> None:
        super().__init__(data, auto_id="plan-%s", initial=dict(planned))
        for stage in ORDER[place(project.stage) + 1 :]:
            self.fields[stage] = Day(label=Stage(stage).label, required=False)
        self.order_fields([*ORDER, "reason"])


class WeekForm(forms.Form):
    """A week's report."""

    day = Day(label=_("周（填该周任一天）"))
    invested = forms.CharField(
        label=_("累计完成投资"), help_text=_("开工以来的累计数，可写1.2亿元")
    )
    physical = forms.DecimalField(
        label=_("形象进度（%）"), min_value=0, max_value=100, max_digits=7, decimal_places=4
    )
    said = forms.CharField(
        label=_("本周进展"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="week-%s", initial={"day": today()})


class NeedForm(forms.Form):
    """What is to be solved, by whom, until when."""

    kind = forms.ChoiceField(label=_("类别"), choices=Need.choices)
    what = forms.CharField(label=_("待解决事项"), max_length=200)
    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("解决单位"))
    until = Day(label=_("解决时限"))

    def __init__(self, acting: Acting, project: Project, data: Any = None) -> None:
        super().__init__(data, auto_id="need-%s")
        self.fields["unit"].queryset = access_solvers(acting, project)  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """Public money that has come in."""

    kind = forms.ChoiceField(label=_("资金类别"), choices=FundKind.choices)
    granted = forms.CharField(label=_("到位资金"), help_text=_MONEY)
    granted_on = Day(label=_("到位日期"))
    until = Day(
        label=_("支出时限"),
        required=False,
        help_text=_("不填的，上半年到位的专项债券为10月31日，其余为年底"),
    )
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="grant-%s")


class InvestmentForm(forms.Form):
    """The plan of a year."""

    year = forms.IntegerField(label=_("计划年度"), min_value=2000, max_value=2100)
    plan = forms.CharField(label=_("年度计划投资"), help_text=_MONEY)
    total = forms.CharField(label=_("总投资"))
    reason = forms.CharField(
        label=_("理由"), required=False, max_length=400, help_text=_("调整本年度计划时必填")
    )

    def __init__(self, project: Project, data: Any = None) -> None:
        first = {"year": project.year, "total": f"{project.total_fen / 100:.2f}"}
        super().__init__(data, auto_id="investment-%s", initial=first)
