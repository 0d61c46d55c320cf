"""Lists that filter, sort and page in the database, and go out as Excel sheets.

    listing = Listing(request, queryset, COLUMNS, filters=ApplicationFilter, name="申报清单")
    return listing.exported() or work_list.render(request, listing=listing)

with `{% include "components/listing.html" %}` in the page. `?sort=-amount&page=2` are the list's
own parameters, `?export=xlsx` asks for the sheet of everything that the filters leave.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import xlsxwriter
from django.core.paginator import Page as Paged
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import FileResponse
from django.utils import timezone
from django_filters import FilterSet

from ballast_web.errors import BadValue
from ballast_web.pages.page import Request

PER_PAGE = 25
#: A sheet holds no more; a list that is longer is to be filtered first.
LONGEST = 200_000


@dataclass(frozen=True)
class Column:
    """A column: what stands at its head, how a row's cell is read, by which field it sorts.

    `kind` is text, money (分), number, day, moment or template (`template` names one that shows
    the `row`); `link` gives the address that a cell leads to.
    """

    label: str
    value: Callable[[Any], Any]
    sort: str | None = None
    kind: str = "text"
    link: Callable[[Any], str] | None = None
    template: str | None = None


@dataclass
class Listing:
    """A list on a page, as its address asks for it."""

    request: Request
    rows: QuerySet[Any]
    columns: Sequence[Column]
    filters: type[FilterSet] | None = None
    name: str = "清单"
    empty: str = "没有符合条件的记录。"

    @cached_property
    def filtered(self) -> FilterSet | None:
        """The filters as filled in."""
        return (
            self.filters(self.request.GET, self.rows, request=self.request)
            if self.filters
            else None
        )

    @cached_property
    def sort(self) -> str:
        """The field sorted by, with - for descending; empty for the list's own order."""
        given = self.request.GET.get("sort", "")
        allowed = {each.sort for each in self.columns if each.sort}
        if given and given.removeprefix("-") not in allowed:
            raise BadValue(field="排序", given=given, allowed="、".join(sorted(allowed)))
        return given

    @cached_property
    def chosen(self) -> QuerySet[Model]:
        """Everything that the filters leave, in order; the key makes the order complete."""
        rows: QuerySet[Model] = self.filtered.qs if self.filtered else self.rows
        return rows.order_by(self.sort, "pk") if self.sort else rows

    @cached_property
    def page(self) -> Paged:
        """The rows of the page that is asked for."""
        return Paginator(self.chosen, PER_PAGE).get_page(self.request.GET.get("page"))

    @property
    def heads(self) -> Iterator[tuple[Column, str | None, str]]:
        """Each column with the sorting that its head leads to and the one it has (asc, desc)."""
        for column in self.columns:
            now = "asc" if self.sort == column.sort else "desc"
            now = now if column.sort and self.sort.removeprefix("-") == column.sort else ""
            leads = column.sort and (f"-{column.sort}" if now == "asc" else column.sort)
            yield column, leads, now

    @property
    def body(self) -> Iterator[tuple[Any, list[tuple[Column, Any, str | None]]]]:
        """Each row of the page with its cells: column, value, address."""
        for row in self.page:
            yield row, [(c, c.value(row), c.link(row) if c.link else None) for c in self.columns]

    def exported(self) -> Any:
        """The sheet, where `?export=xlsx` asks for it. Raises BadValue for a list too long."""
        if self.request.GET.get("export") != "xlsx":
            return None
        number = self.chosen.count()
        if number > LONGEST:
            raise BadValue(
                field="导出", given=f"{number}行", allowed=f"不超过{LONGEST}行，请先筛选"
            )
        file = sheet(self.columns, self.chosen.iterator(2000), self.name)
        return FileResponse(file, as_attachment=True, filename=f"{self.name}.xlsx")


def sheet(columns: Sequence[Column], rows: Iterator[Any], name: str) -> Any:
    """An open file with an Excel sheet; text is text, whatever sign it begins with."""
    with ExitStack() as failing:
        file = failing.enter_context(tempfile.TemporaryFile())
        _filled(file, columns, rows, name)
        file.seek(0)
        failing.pop_all()  # the response closes it
    return file


def _filled(file: Any, columns: Sequence[Column], rows: Iterator[Any], name: str) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # Its own files are closed too where a row fails.
    with xlsxwriter.Workbook(file, options) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(name[:31])
        page.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            page.set_column(place, place, 18)
            page.write_string(0, place, column.label, bold)
        for line, row in enumerate(rows, 1):
            for place, column in enumerate(columns):
                _write(page, line, place, column, column.value(row), money, day)


def _write(
    page: Any, line: int, place: int, column: Column, value: Any, money: Any, day: Any
) -> None:
    if value is None:
        return
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        page.write_string(line, place, local.strftime("%Y-%m-%d %H:%M"))
    elif isinstance(value, date):
        page.write_datetime(line, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
    elif column.kind == "money":
        page.write_number(line, place, Decimal(value) / 100, money)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        page.write_number(line, place, value)
    else:
        page.write_string(line, place, str(value))
