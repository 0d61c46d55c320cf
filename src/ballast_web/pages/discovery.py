"""Every page, found by its place: `pages/<audience>/<page>/view.py`."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module

from django.urls import URLPattern, path

from ballast_web import pages
from ballast_web.kernel.acting import Acting
from ballast_web.pages.page import EVERYBODY, Page


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
