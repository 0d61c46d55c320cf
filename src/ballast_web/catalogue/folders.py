"""Where the texts of documents lie: the installation's own, and those that people uploaded."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from ballast.measures.package import Package


def uploaded() -> Path:
    """Where uploaded documents lie, by the names by which packages cite them."""
    return Path(settings.MEDIA_ROOT) / "documents"


def folders() -> tuple[Path, ...]:
    """Every folder of documents, the installation's own first."""
    return (settings.BALLAST_DOCUMENTS, uploaded())


def text_of(package: Package) -> Path | None:
    """The document of `package`; None where it is not at hand."""
    paths = (each / package.policy.source.file for each in folders())
    return next((path for path in paths if path.is_file()), None)
