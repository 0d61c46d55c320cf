"""Filters: money and numbers as people read them, with the exact figure at hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ballast.rules.ruleset import BENEFIT_LABELS, BenefitKind
from ballast_web.kernel import wording

register = template.Library()
_COMPARED = {">=": "不低于", "<=": "不超过", ">": "超过", "<": "低于", "~": "约"}
_YI, _WAN = 100_000_000, 10_000
_BILLION, _MILLION = 10**9, 10**6


def in_english() -> bool:
    """Whether the page is read in English."""
    return (get_language() or "").startswith("en")


@register.filter
def said(text: object) -> str:
    """A text of the platform's own in the reader's language; nothing for None."""
    return "" if text is None else wording.said(text)


@register.filter
def explained(text: object) -> str:
    """A text of the platform's or of the core's in the reader's language."""
    return wording.explained(text)


def spoken(fen: int) -> str:
    """分 as people say it: 1.20亿元, 35.00万元, 8,600.00元; RMB 120.00 million in English."""
    yuan = Decimal(fen) / 100
    if in_english():
        return _in_millions(yuan)
    if abs(yuan) >= _YI:
        return f"{yuan / _YI:,.2f}" + "亿元"
    if abs(yuan) >= _WAN:
        return f"{yuan / _WAN:,.2f}" + "万元"
    return f"{yuan:,.2f}元"


def _in_millions(yuan: Decimal) -> str:
    if abs(yuan) >= _BILLION:
        return f"RMB {yuan / _BILLION:,.2f} billion"
    if abs(yuan) >= _MILLION:
        return f"RMB {yuan / _MILLION:,.2f} million"
    return f"RMB {yuan:,.2f}"


@register.filter
def money(fen: int | None) -> SafeString:
    """分 as people say it, the exact figure on hover; 未知 for None."""
    if fen is None:
        return format_html('<span class="text-secondary">{}</span>', said("未知"))
    exact = said(f"{Decimal(fen) / 100:,.2f}元")
    return format_html('<span class="text-nowrap" title="{}">{}</span>', exact, spoken(fen))


@register.filter
def exact_money(fen: int | None) -> str:
    """分 as yuan to the last 分: 1,234.50; an empty string for None."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


@register.filter
def day(value: date | None) -> str:
    """A day as an official paper writes it: 2022年12月31日; 31 December 2022 in English."""
    return date_format(value, said("Y年n月j日")) if value else ""


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: object) -> str:
    """The page's own query string with some parameters changed, or left out where None."""
    parameters: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    encoded = parameters.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.filter
def styled(field: BoundField) -> SafeString:
    """A form's field in the design's look; a list to choose from, a box to tick, or a line."""
    kind = type(field.field.widget).__name__
    look = "form-select" if "Select" in kind else "form-control"
    look = "form-check-input" if kind == "CheckboxInput" else look
    choices = getattr(field.field.widget, "choices", None)
    if choices is not None:
        field.field.widget.choices = _said_choices(choices)
    return field.as_widget(attrs={"class": look})


def _said_choices(choices: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    return [
        (value, _said_choices(label) if isinstance(label, list | tuple) else said(label))
        for value, label in choices
    ]


@register.filter
def benefit(kind: BenefitKind) -> str:
    """What a kind of benefit is called: 减租."""
    return said(BENEFIT_LABELS[kind])


@register.filter
def compared(comparator: str) -> str:
    """How a figure of a clause is limited, in words; nothing for one that is exact."""
    return said(_COMPARED.get(comparator, ""))
