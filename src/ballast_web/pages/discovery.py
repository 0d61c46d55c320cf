"""Every page, found by its place: `pages/<audience>/<page>/view.py`."""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.urls import URLPattern, path

from ballast_web import pages
from ballast_web.kernel.acting import Acting
from ballast_web.pages.page import EVERYBODY, Page

#: A menu of more pages than a line holds is gathered by theme.
FLAT = 10


@dataclass(frozen=True)
class Entry:
    """One entry of a menu: a page, or several below the name of their theme."""

    title: str
    pages: tuple[Page, ...]

    @property
    def only(self) -> Page | None:
        """The page of an entry that has just one."""
        return self.pages[0] if len(self.pages) == 1 else None


@cache
def all_pages() -> tuple[Page, ...]:
    """Every page of every audience, by name."""
    found = {
        item.name: item
        for audience in _below(pages.__name__)
        for folder in _below(audience)
        for item in vars(import_module(f"{folder}.view")).values()
        if isinstance(item, Page)
    }
    return tuple(found[name] for name in sorted(found))


def _below(package: str) -> list[str]:
    """The packages directly in `package` that hold pages or audiences."""
    found = pkgutil.iter_modules(import_module(package).__path__)
    names = [each.name for each in found if each.ispkg and each.name != "templatetags"]
    return [f"{package}.{name}" for name in names]


def urls() -> list[URLPattern]:
    """A route for every page."""
    return [path(each.route, each, name=each.name) for each in all_pages()]


def menu(acting: Acting | None) -> list[Page]:
    """The pages in the menu of whoever acts, in order; strangers see what is open to all."""
    shown = [each for each in all_pages() if each.menu is not None]
    if acting is not None:
        shown = [each for each in shown if acting.role in each.roles or each.roles == EVERYBODY]
    else:
        shown = [each for each in shown if each.roles == EVERYBODY and not each.before_roles]
    return sorted(shown, key=lambda each: (each.roles == EVERYBODY, each.menu))


def gathered(shown: list[Page]) -> list[Entry]:
    """A menu's entries: a theme where its first page would be; a short menu has none."""
    short = len(shown) <= FLAT
    found: dict[str, list[Page]] = {}
    for each in shown:
        found.setdefault(each.name if short else each.theme or each.name, []).append(each)
    return [
        Entry(own[0].title if len(own) == 1 else own[0].theme, tuple(own)) for own in found.values()
    ]
