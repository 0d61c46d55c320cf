"""Filters: money and numbers as people read them, with the exact figure at hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ballast.rules.ruleset import BENEFIT_LABELS, BenefitKind

register = template.Library()
_COMPARED = {">=": "不低于", "<=": "不超过", ">": "超过", "<": "低于", "~": "约"}
_YI, _WAN = 100_000_000, 10_000


def spoken(fen: int) -> str:
    """分 as people say it: 1.20亿元, 35.00万元, 8,600.00元."""
    yuan = Decimal(fen) / 100
    if abs(yuan) >= _YI:
        return f"{yuan / _YI:,.2f}亿元"
    if abs(yuan) >= _WAN:
        return f"{yuan / _WAN:,.2f}万元"
    return f"{yuan:,.2f}元"


@register.filter
def money(fen: int | None) -> SafeString:
    """分 as people say it, the exact figure on hover; 未知 for None."""
    if fen is None:
        return format_html('<span class="text-secondary">{}</span>', "未知")
    exact = f"{Decimal(fen) / 100:,.2f}元"
    return format_html('<span class="text-nowrap" title="{}">{}</span>', exact, spoken(fen))


@register.filter
def exact_money(fen: int | None) -> str:
    """分 as yuan to the last 分: 1,234.50; an empty string for None."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


@register.filter
def day(value: date | None) -> str:
    """A day as an official paper writes it: 2022年12月31日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


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
    return field.as_widget(attrs={"class": look})


@register.filter
def benefit(kind: BenefitKind) -> str:
    """What a kind of benefit is called: 减租."""
    return BENEFIT_LABELS[kind]


@register.filter
def compared(comparator: str) -> str:
    """How a figure of a clause is limited, in words; nothing for one that is exact."""
    return _COMPARED.get(comparator, "")
