"""Versions written and found: the first from the content folder, each later one by publication."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import IntegrityError

from ballast_web.catalogue import store
from ballast_web.catalogue.models import Draft, Version, VersionFile
from ballast_web.catalogue.signals import published
from ballast_web.kernel.acting import platform
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.writes import Log, writing


def latest() -> tuple[int, str]:
    """Number and digest of the version in force; where there is none, the content becomes 0."""
    row = Version.objects.order_by("-number").values_list("number", "digest").first()
    return row or _first()


def _first() -> tuple[int, str]:
    try:
        with (
            store.laid_over(settings.BALLAST_POLICIES, {}) as made,
            writing(platform("首次载入政策库")) as log,
        ):
            version = add(log, made, "平台自带的政策库", {})
    except IntegrityError:  # another process was first
        return latest()
    return version.number, version.digest


def add(
    log: Log,
    made: Path,
    note: str,
    before: dict[str, str],
    draft: Draft | None = None,
) -> Version:
    """The library in `made` as the next version; `before` are the digests of the version before.

    Raises IntegrityError where somebody else took the number.
    """
    files = store.digests(made)
    last = Version.objects.order_by("-number").values_list("number", flat=True).first()
    version = Version.objects.create(
        number=0 if last is None else last + 1,
        at=now(),
        day=today(),
        digest=store.whole(files),
        note=note,
        draft=draft,
        by=draft.decided_by if draft else None,
    )
    changed = [path for path in files.keys() | before.keys() if files.get(path) != before.get(path)]
    VersionFile.objects.bulk_create(
        VersionFile(version=version, path=path, digest=files.get(path, ""))
        for path in sorted(changed)
    )
    store.put(made, version.number)
    log.note(
        "library.published", version, number=version.number, digest=version.digest, files=changed
    )
    if draft is not None:
        packages = sorted({path.rpartition("/")[0] for path in changed})
        published.send(Version, version=version, packages=packages)
    return version
