"""People of one's organisation and territory, and the roles they have."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from ballast_web.accounts.services.enrolment import issue, needs_enrolment_code
from ballast_web.errors import NotHere
from ballast_web.kernel.access import access_memberships, access_organisations
from ballast_web.kernel.models import Membership
from ballast_web.kernel.people import add_person, end_role, give_role
from ballast_web.kernel.roles import STAFF, Role
from ballast_web.kernel.writes import writing
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page

COLUMNS = (
    Column(
        "姓名",
        lambda row: row.person.name,
        "person__name",
        link=lambda row: reverse("staff.person", kwargs={"pk": row.person_id}),
    ),
    Column("登录名", lambda row: row.person.login, "person__login"),
    Column("单位", lambda row: row.organisation.name, "organisation__name"),
    Column("角色", lambda row: row.get_role_display(), "role"),
    Column("自", lambda row: row.since, "since", "day"),
    Column("至", lambda row: row.until, "until", "day"),
    Column("操作", lambda row: row.pk, template="staff/people/actions.html"),
)


class PeopleFilter(django_filters.FilterSet):
    """By name, organisation and role."""

    person__name = django_filters.CharFilter(label=gettext_lazy("姓名"), lookup_expr="contains")
    organisation__name = django_filters.CharFilter(
        label=gettext_lazy("单位"), lookup_expr="contains"
    )
    role = django_filters.ChoiceFilter(
        label=gettext_lazy("角色"), choices=Role.choices, empty_label="全部"
    )

    class Meta:
        model = Membership
        fields: tuple[str, ...] = ()


class PersonForm(forms.Form):
    """A new account with its first role; its fields' names in the page are not the filter's."""

    def __init__(self, given: Any = None) -> None:
        super().__init__(given, auto_id="new_%s")

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=64)
    login = forms.SlugField(label=gettext_lazy("登录名"), max_length=64)
    password = forms.CharField(
        label=gettext_lazy("初始密码"),
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("只供首次登录使用，本人登录后须先修改。"),
    )
    organisation = forms.CharField(
        label=gettext_lazy("单位代码"),
        help_text=gettext_lazy("政府单位填写登记代码，企业和银行填写统一社会信用代码。"),
    )
    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=Role.choices)
    until = forms.DateField(
        label=gettext_lazy("任职至"), required=False, widget=forms.DateInput({"type": "date"})
    )


@page("staff/people/", title="人员与角色", roles={Role.ADMINISTRATOR}, menu=78, theme="系统管理")
@sensitive_post_parameters("password")
def people(request: Request) -> Response:
    """The list, and a form for a new account; the 绑定码 of staff is shown in the answer alone."""
    form, shown = PersonForm(request.POST or None), {}
    if request.method == "POST" and form.is_valid():
        code = _add(request, form.cleaned_data)
        if not code:
            return redirect("staff.people")
        form, shown = PersonForm(), {"code": code, "added": form.cleaned_data["name"]}
    held = access_memberships(request.acting).select_related("person", "organisation")
    rows = held.order_by("organisation__code", "person__name", "pk")
    listing = Listing(request, rows, COLUMNS, PeopleFilter, name=_("人员与角色"))
    exported = listing.exported()
    return exported or _unkept(people.render(request, listing=listing, form=form, **shown))


def _unkept(answer: HttpResponse) -> HttpResponse:
    add_never_cache_headers(answer)
    return answer


def _add(request: Request, given: dict[str, Any]) -> str:
    """Make the account; the 绑定码 of somebody on the staff, who needs one."""
    acting, role = request.acting, Role(given["role"])
    organisation = access_organisations(acting).filter(code=given["organisation"]).first()
    if organisation is None:
        raise NotHere(what=_("单位“%s”") % given["organisation"])
    with writing(acting):
        person = add_person(acting, given["login"], given["password"], given["name"])
        give_role(acting, person, organisation, role, given["until"])
        code = issue(acting, person) if role in STAFF and needs_enrolment_code() else ""
    messages.success(request, _("已添加%s。") % given["name"])
    return code


@page("staff/people/<int:pk>/end/", title="终止任职", roles={Role.ADMINISTRATOR})
def end_membership(request: Request, pk: int) -> Response:
    """End a role within reach at once; asked first, done on a form's word."""
    held = access_memberships(request.acting).select_related("person", "organisation")
    within = held.filter(organisation__in=access_organisations(request.acting))
    membership = get_object_or_404(within, pk=pk)
    if request.method == "POST":
        end_role(request.acting, membership)
        messages.success(request, _("任职已终止。"))
        return redirect("staff.people")
    return end_membership.render(request, "end.html", membership=membership)
