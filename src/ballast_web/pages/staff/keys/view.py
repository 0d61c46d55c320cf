"""Keys of the API: an administrator's for the territory, an owner's for the enterprise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast_web.kernel.access import access_memberships
from ballast_web.kernel.models import Membership
from ballast_web.keys.access import access_keys
from ballast_web.keys.models import Scope
from ballast_web.keys.services import MAKERS, make_key, revoke
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, Response, page

COLUMNS = (
    Column("用途", lambda row: row.name, "name"),
    Column("开头", lambda row: f"{row.beginning}…"),
    Column("代表", lambda row: str(row.membership)),
    Column("权限", lambda row: "、".join(Scope(each).label for each in row.scopes)),
    Column("有效至", lambda row: row.until, "until", "day"),
    Column("签发时间", lambda row: row.made_at, "made_at", "moment"),
    Column("状态", lambda row: row.pk, template="staff/keys/state.html"),
)


class KeyForm(forms.Form):
    """A new key: for whose role, for what, with which scopes, until when."""

    membership = forms.ModelChoiceField(
        Membership.objects.none(), label=gettext_lazy("代表谁"), empty_label=None
    )
    name = forms.CharField(label=gettext_lazy("用途"), max_length=80)
    scopes = forms.MultipleChoiceField(label=gettext_lazy("权限"), choices=Scope.choices)
    until = forms.DateField(
        label=gettext_lazy("有效至"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, request: Request, *args: Any) -> None:
        super().__init__(*args)
        held = access_memberships(request.acting).filter(organisation=request.acting.organisation)
        self.fields["membership"].queryset = held  # type: ignore[attr-defined]


@page("keys/", title="接口密钥", roles=MAKERS, menu=77, theme="系统管理")
def keys(request: Request) -> Response:
    """The keys there are, a form for another; its secret is shown once."""
    form, secret = KeyForm(request, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _key, secret = make_key(request.acting, **form.cleaned_data)
        form = KeyForm(request)
    rows = access_keys(request.acting).order_by("-made_at", "pk")
    listing = Listing(request, rows, COLUMNS, name=_("接口密钥"), empty=_("还没有接口密钥。"))
    return listing.exported() or keys.render(request, listing=listing, form=form, secret=secret)


@page("keys/<int:pk>/revoke/", title="停用接口密钥", roles=MAKERS)
def revoke_key(request: Request, pk: int) -> Response:
    """Asked first, done on a form's word."""
    key = get_object_or_404(access_keys(request.acting), pk=pk)
    if request.method == "POST":
        revoke(request.acting, key)
        messages.success(request, _("密钥已停用。"))
        return redirect("staff.keys")
    return revoke_key.render(request, "revoke.html", key=key)
