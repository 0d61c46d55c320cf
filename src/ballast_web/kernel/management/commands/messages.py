"""`ballast-web messages`: take the texts from the sources anew into the message catalogues."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from django.core.management.base import BaseCommand

from ballast_web.kernel import extraction
from ballast_web.kernel.wording import LOCALE

#: Each catalogue with the texts that it translates.
CATALOGUES = {"en": extraction.of_platform, "zh_Hans": extraction.of_core}


class Command(BaseCommand):
    """Add what is new without a translation, drop what is gone, keep the rest."""

    help = "Take the texts from the sources anew into the message catalogues."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own attribute

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every catalogue and say how many texts wait for a translation."""
        for locale, texts in CATALOGUES.items():
            path = LOCALE / locale / "LC_MESSAGES" / "django.po"
            catalogue = updated(path, locale, texts())
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
            waiting = sum(not each.string for each in catalogue if each.id)
            self.stdout.write(f"{path}: {len(catalogue)} texts, {waiting} without a translation")


def updated(path: Path, locale: str, texts: Iterable[extraction.Text]) -> Catalog:
    """The catalogue at `path` with exactly `texts`, and the translations that it had."""
    known = _read(path, locale)
    made = Catalog(
        locale,
        header_comment="# The texts of Ballast. Drawn up by `make messages`, translated by hand.",
        project="Ballast",
        msgid_bugs_address="-",
        last_translator="-",
        language_team="-",
        version="1",
        creation_date=known.creation_date,
        revision_date=known.creation_date,
        fuzzy=False,
    )
    for each in texts:
        held = known.get(each.text)
        file = each.place.partition(":")[0]
        made.add(
            (each.text, each.plural) if each.plural else each.text,
            held.string if held else None,
            locations=[(file, 0)],
        )
    return made


def _read(path: Path, locale: str) -> Catalog:
    if not path.is_file():
        return Catalog(locale)
    with path.open("rb") as file:
        return read_po(file, locale)
