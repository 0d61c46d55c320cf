"""The rule desk: every rule of the library in force, its dates, its state today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import FileResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ballast.measures.package import Package
from ballast.rules.rule import Rule
from ballast.rules.ruleset import BENEFIT_LABELS
from ballast_web.catalogue import library
from ballast_web.catalogue.access import access_versions
from ballast_web.kernel.clock import today
from ballast_web.kernel.roles import STAFF
from ballast_web.pages.listing import Column, sheet
from ballast_web.pages.page import Request, Response, page

#: What a rule may be on a day.
STATES = {"now": "执行中", "later": "未生效", "over": "已到期"}


@dataclass(frozen=True)
class Row:
    """A rule as the list shows it."""

    rule: Rule
    package: Package
    state: str

    @property
    def benefit(self) -> str:
        """What it gives."""
        return BENEFIT_LABELS[self.rule.written.benefit.kind]

    @property
    def label(self) -> str:
        """What its state is called."""
        return STATES[self.state]

    @property
    def address(self) -> str:
        """Where it is shown."""
        return reverse("staff.rule", kwargs={"name": self.rule.id})


COLUMNS = (
    Column("政策文件", lambda row: row.package.policy.title),
    Column("条款", lambda row: row.rule.written.measure),
    Column("规则", lambda row: row.rule.label),
    Column("待遇", lambda row: row.benefit),
    Column("自", lambda row: row.rule.written.effect.start, kind="day"),
    Column("至", lambda row: row.rule.written.effect.end, kind="day"),
    Column("状态", lambda row: row.label),
    Column("标识", lambda row: row.rule.id),
)


@page("rules/", title="规则", roles=STAFF, menu=41, theme="政策")
def rules(request: Request) -> Response:
    """The list by package; `?package=`, `?state=` and `?words=` narrow it."""
    shelf = library.current()
    chosen = [row for row in _rows(shelf) if _wanted(row, request)]
    if request.GET.get("export") == "xlsx":
        file = sheet(COLUMNS, iter(chosen), _("规则"))
        return FileResponse(file, as_attachment=True, filename=_("规则") + ".xlsx")
    return rules.render(
        request,
        rows=chosen,
        packages=shelf.packages.values(),
        states=STATES,
        given=request.GET,
        versions=access_versions(request.acting)[:10],
    )


def _rows(shelf: library.Shelf) -> Iterator[Row]:
    day = today()
    for rule in shelf.library.rules:
        package = shelf.packages[rule.id.rpartition("/")[0]]
        yield Row(rule, package, state_on(rule, day))


def state_on(rule: Rule, day: date) -> str:
    """Whether the rule has effect on `day`, not yet, or no longer."""
    if day < rule.written.effect.start:
        return "later"
    return "now" if rule.in_force(day) else "over"


def _wanted(row: Row, request: Request) -> bool:
    words = request.GET.get("words", "").strip()
    return (
        request.GET.get("package", "") in ("", row.package.name)
        and request.GET.get("state", "") in ("", row.state)
        and words in f"{row.rule.written.measure}{row.rule.label}{row.rule.id}{row.benefit}"
    )
