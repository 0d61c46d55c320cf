"""The published library, loaded once for each version: packages, rules, vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from ballast.measures.package import Package, load_packages
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import Library, load_library


@dataclass(frozen=True)
class Shelf:
    """One version of the library, in the folder in which it lies."""

    version: int
    folder: Path

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What rules may ask."""
        return vocabulary()

    @cached_property
    def packages(self) -> dict[str, Package]:
        """Every package by its name (issuer/year-slug)."""
        return load_packages(self.folder)

    @cached_property
    def library(self) -> Library:
        """Every rule, compiled."""
        return load_library(self.folder, self.vocabulary)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the installation."""
    return load_vocabulary(settings.BALLAST_VOCABULARY)


def current() -> Shelf:
    """The library as it is published now."""
    return _shelf(0, settings.BALLAST_POLICIES)


@lru_cache(maxsize=3)
def _shelf(version: int, folder: Path) -> Shelf:
    return Shelf(version, folder)
