"""The published library, loaded once for each version: packages, rules, vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from ballast.measures.package import Package, load_packages
from ballast.rules.derived import Vocabulary, load_vocabulary
from ballast.rules.library import Library, load_library
from ballast_web.catalogue import store, versions
from ballast_web.catalogue.errors import Damaged, NoVersion
from ballast_web.catalogue.models import Version


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

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of every file, by its path below the folder."""
        return store.digests(self.folder)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of the installation."""
    return load_vocabulary(settings.BALLAST_VOCABULARY)


def current() -> Shelf:
    """The library as it is published now, in whichever process. Raises Damaged."""
    return _shelf(*versions.latest())


def version(number: int) -> Shelf:
    """The library as version `number` was published. Raises NoVersion, Damaged."""
    last, _ = versions.latest()
    digest = Version.objects.filter(number=number).values_list("digest", flat=True).first()
    if digest is None:
        raise NoVersion(number=number, last=last)
    return _shelf(number, digest)


@lru_cache(maxsize=4)
def _shelf(number: int, digest: str) -> Shelf:
    """The version, whose files are what they were when it was published. Raises Damaged."""
    shelf = Shelf(number, store.folder_of(number))
    if store.whole(shelf.digests) != digest:
        raise Damaged(number=number, folder=shelf.folder)
    return shelf
