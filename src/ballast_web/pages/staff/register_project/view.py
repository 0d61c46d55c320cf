"""登记项目: one project by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast_web.catalogue import library
from ballast_web.kernel.clock import today
from ballast_web.kernel.models import Organisation
from ballast_web.pages.page import Request, Response, page
from ballast_web.payments.amounts import fen_of
from ballast_web.projects import services
from ballast_web.projects.access import access_units
from ballast_web.projects.states import HANDLERS, Stage

_MONEY = gettext_lazy("以元计，也可写500万元、1.2亿元")


class ProjectForm(forms.Form):
    """What stands in the approval of the project, and who answers for it."""

    code = forms.CharField(
        label=gettext_lazy("项目代码"),
        max_length=40,
        help_text=gettext_lazy("投资项目在线审批监管平台的项目代码"),
    )
    name = forms.CharField(label=gettext_lazy("项目名称"), max_length=120)
    enterprise_name = forms.CharField(label=gettext_lazy("建设单位"), max_length=200)
    uscc = forms.CharField(
        label=gettext_lazy("建设单位统一社会信用代码"),
        max_length=18,
        required=False,
        help_text=gettext_lazy("企业已在平台登记的填写"),
    )
    industry = forms.CharField(
        label=gettext_lazy("行业"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("国民经济行业分类的代码或名称，如C3841"),
    )
    region = forms.CharField(
        label=gettext_lazy("项目所在地"),
        max_length=40,
        help_text=gettext_lazy("市、县（市、区）的名称或代码"),
    )
    unit = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("责任单位"))
    supervising_unit = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("督导单位"), required=False
    )
    content = forms.CharField(
        label=gettext_lazy("建设内容"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    total = forms.CharField(label=gettext_lazy("总投资"), help_text=_MONEY)
    year = forms.IntegerField(label=gettext_lazy("计划年度"), min_value=2000, max_value=2100)
    plan = forms.CharField(label=gettext_lazy("年度计划投资"), required=False)
    before = forms.CharField(label=gettext_lazy("上年底累计完成投资"), required=False)
    invested = forms.CharField(
        label=gettext_lazy("累计完成投资"),
        required=False,
        help_text=gettext_lazy("开工以来的累计数；不清楚的留空，按未知处理"),
    )
    stage = forms.ChoiceField(label=gettext_lazy("目前阶段"), choices=Stage.choices)
    package = forms.ChoiceField(
        label=gettext_lazy("依据文件"), required=False, help_text=gettext_lazy("政策库中的文件")
    )
    clause = forms.CharField(
        label=gettext_lazy("条款"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("文件中的编号，如（十七）"),
    )
    basis = forms.CharField(
        label=gettext_lazy("依据说明"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("列为重大项目的文件、会议"),
    )

    def __init__(self, request: Request, data: Any = None) -> None:
        super().__init__(data, initial={"year": today().year})
        for name in ("unit", "supervising_unit"):
            self.fields[name].queryset = access_units(request.acting)  # type: ignore[attr-defined]
        held = library.current().packages.items()
        choices = [("", "—"), *((name, each.policy.title) for name, each in held)]
        self.fields["package"].choices = choices  # type: ignore[attr-defined]


@page("staff/register-project/", title="登记项目", roles=HANDLERS)
def register_project(request: Request) -> Response:
    """The form; a project that is registered opens on its own page."""
    form = ProjectForm(request, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = services.register(request.acting, _entry(form.cleaned_data))
        messages.success(request, _("已入库，编号%(n)s。请排定各节点日期。") % {"n": made.number})
        return redirect("staff.project", pk=made.pk)
    answer = register_project.render(request, form=form)
    answer.status_code = 422 if form.errors else 200
    return answer


def _entry(given: dict[str, Any]) -> services.Entry:
    money = ("total", "plan", "before", "invested")
    rest = {name: value for name, value in given.items() if name not in money}
    return services.Entry(
        **rest,
        total_fen=fen_of(given["total"], "总投资"),
        plan_fen=_known(given["plan"], "年度计划投资"),
        before_fen=_known(given["before"], "上年底累计完成投资") or 0,
        invested_fen=_known(given["invested"], "累计完成投资"),
    )


def _known(text: str, field: str) -> int | None:
    """The amount as 分; None where nothing was filled in."""
    return fen_of(text, field) if text.strip() else None
