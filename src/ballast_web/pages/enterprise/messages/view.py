"""The enterprise's inbox, and how it wishes to be reached."""

from __future__ import annotations

from django import forms
from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ballast.rules.ruleset import BENEFIT_LABELS, BURDENS
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import Request, page
from ballast_web.push import channels
from ballast_web.push.access import access_contacts, access_inbox
from ballast_web.push.audience import IN_APP
from ballast_web.push.models import Contact
from ballast_web.push.services import set_contact

COLUMNS = (
    Column(
        "标题",
        lambda each: each.title,
        "title",
        link=lambda each: reverse("enterprise.message", kwargs={"message": each.pk}),
    ),
    Column("状态", lambda each: _("已读") if each.opened_at else _("未读"), "opened_at"),
    Column("时间", lambda each: each.made_at, "made_at", "moment"),
)


class ContactForm(forms.ModelForm):
    """Addresses, and what is not wished for."""

    webhook = forms.URLField(
        label=gettext_lazy("系统对接地址"), assume_scheme="https", max_length=300, required=False
    )
    refused_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("不接收以下类别的政策提醒"),
        choices=[(kind, label) for kind, label in BENEFIT_LABELS.items() if kind not in BURDENS],
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        required=False,
    )
    refused_channels = forms.MultipleChoiceField(
        label=gettext_lazy("不使用以下渠道"),
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
        required=False,
    )

    class Meta:
        model = Contact
        fields = ("email", "phone", "wecom", "webhook", "refused_kinds", "refused_channels")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        outside = [(n, c.LABEL) for n, c in channels.all_channels().items() if n != IN_APP]
        self.fields["refused_channels"].choices = outside  # type: ignore[attr-defined]


@page("messages/", title="消息", roles=ENTERPRISE, menu=28, icon="mail")
def messages(request: Request) -> HttpResponse:
    """Inbox and settings; the settings posted."""
    contact = access_contacts(request.acting).first()
    form = ContactForm(request.POST or None, instance=contact)
    if request.method == "POST" and form.is_valid():
        set_contact(request.acting, form.cleaned_data)
        notices.success(request, _("接收设置已保存。"))
        return redirect("enterprise.messages")
    rows = access_inbox(request.acting)
    unread = rows.filter(opened_at__isnull=True).count()
    empty = _("还没有消息。有新的政策可以享受、申报有进展时，会在这里告诉您。")
    listing = Listing(request, rows, COLUMNS, None, _("消息"), empty)
    return listing.exported() or messages.render(
        request, listing=listing, unread=unread, form=form, contact=contact
    )
