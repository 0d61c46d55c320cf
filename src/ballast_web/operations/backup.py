"""Backup and restore: the database, the files and the audit log's anchors in one archive.

The archive is a tar: `database` (SQLite file, or PostgreSQL's custom dump), `home/` (what lies in
BALLAST_HOME besides the database), `manifest.json` (kind of database, versions, migrations, an
entry of the audit log that the restored one must have). One of an earlier version is restored by a
later: its database is migrated before anything is proved.
Keys are not in it: they are kept apart from the data that they protect.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from ballast import __version__
from ballast_web.errors import PlatformError
from ballast_web.kernel import audit
from ballast_web.kernel.models import AuditEntry, AuditHead
from ballast_web.kernel.sealed import unopened
from ballast_web.keys import counting
from ballast_web.payments.verification import findings

MANIFEST, DATABASE, HOME = "manifest.json", "database", "home"
#: In BALLAST_HOME, but made anew or kept apart.
LEFT_OUT = frozenset(
    {"static", "secret.key", "audit.key", "data.key", "write.lock", ".ready"}
    | {counting.FILE + ending for ending in ("", "-wal", "-shm")}
)


_DROPS = """
    SELECT 'DROP TABLE ' || oid::regclass || ' CASCADE' FROM pg_class AS held
    WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = held.oid AND deptype = 'e')
    UNION ALL
    SELECT 'DROP FUNCTION ' || oid::regprocedure || ' CASCADE' FROM pg_proc AS held
    WHERE prorettype = 'trigger'::regtype AND pronamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = held.oid AND deptype = 'e')
"""


class ToolFailed(PlatformError):
    """{tool} failed: {why}"""

    status = 500


class OtherDatabase(PlatformError):
    """The backup holds a {held} database; this installation uses {used}. Restore it where
    BALLAST_DATABASE names a {held} database."""


class NotEmpty(PlatformError):
    """The database already holds {number} audit entries. A restore replaces everything: say
    --replace if that is meant."""


class LaterVersion(PlatformError):
    """The backup was made by Ballast {made_by}, whose database knows {migration}; this installation
    does not. Install that version or a later one, then restore."""


class NotWhole(PlatformError):
    """The restored platform is not what was backed up: {flaws}"""

    status = 500


def back_up(path: Path) -> dict[str, Any]:
    """Write a backup to `path`; returns its manifest. Raises ToolFailed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch:
        # The database first: every file that it names was there before it, and none is removed.
        manifest = _manifest()
        _dump(Path(scratch) / DATABASE)
        (Path(scratch) / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        partial = Path(scratch) / "archive"
        with tarfile.open(partial, "w:gz", compresslevel=1) as archive:
            for name in (MANIFEST, DATABASE):
                archive.add(Path(scratch) / name, name)
            for file in _files(settings.BALLAST_HOME):
                archive.add(file, f"{HOME}/{file.relative_to(settings.BALLAST_HOME)}")
        partial.replace(path)
    return manifest


def _manifest() -> dict[str, Any]:
    head = AuditHead.objects.get(pk=1)
    return {
        "ballast": __version__,
        "database": connection.vendor,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "audit_sequence": head.sequence,
        "audit_hash": head.hash,
        "migrations": _migrations(MigrationLoader(connection).applied_migrations),
    }


def _migrations(found: Iterable[tuple[str, str]]) -> list[str]:
    """Those of our own apps, as `app.name`: other makers' may be gone in a later version."""
    ours = {each.label for each in apps.get_app_configs() if each.name.startswith("ballast_web.")}
    return sorted(f"{app}.{name}" for app, name in found if app in ours)


def _files(home: Path) -> Iterator[Path]:
    database = Path(str(connection.settings_dict["NAME"])).resolve()
    for path in sorted(home.rglob("*")):
        top = path.relative_to(home).parts[0]
        own = path.name.removesuffix("-wal").removesuffix("-shm") == database.name
        if path.is_file() and top not in LEFT_OUT and not own:
            yield path


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
        return
    _tool("pg_dump", "--format=custom", "--no-owner", f"--file={target}", _address())


def _address() -> str:
    """The database's address without the password, which the environment hands over."""
    held = connection.settings_dict
    parts = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    return " ".join(f"{key}={held[name]}" for key, name in parts.items() if held[name])


def _tool(name: str, *arguments: str) -> None:
    found = shutil.which(name)
    if found is None:
        raise ToolFailed(tool=name, why="it is not installed (PostgreSQL's client tools)")
    environment = {"PGPASSWORD": str(connection.settings_dict["PASSWORD"]), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(  # noqa: S603 - a fixed tool of PostgreSQL
        [found, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ToolFailed(tool=name, why=done.stderr.strip())


def restore(path: Path, replace: bool = False) -> dict[str, Any]:
    """Put a backup in the place of the installation's data; returns its manifest.

    Raises OtherDatabase, LaterVersion, NotEmpty, ToolFailed; NotWhole where what was restored has
    flaws.
    """
    with tempfile.TemporaryDirectory(dir=path.parent) as scratch, tarfile.open(path) as archive:
        archive.extractall(scratch, filter="data")
        manifest: dict[str, Any] = json.loads((Path(scratch) / MANIFEST).read_text())
        _check_place(manifest, replace)
        _load(Path(scratch) / DATABASE)
        call_command("migrate", verbosity=0, interactive=False)
        if (Path(scratch) / HOME).is_dir():
            _lay_files(Path(scratch) / HOME)
    check_whole(manifest)
    return manifest


def _check_place(manifest: dict[str, Any], replace: bool) -> None:
    if manifest["database"] != connection.vendor:
        raise OtherDatabase(held=manifest["database"], used=connection.vendor)
    known = _migrations(MigrationLoader(None).disk_migrations)
    for migration in sorted({*manifest.get("migrations", ())} - {*known}):
        raise LaterVersion(made_by=manifest["ballast"], migration=migration)
    tables = connection.introspection.table_names()
    held = AuditHead.objects.first() if AuditHead._meta.db_table in tables else None
    if held is not None and held.sequence and not replace:
        raise NotEmpty(number=held.sequence)


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(dump)) as copy:
            copy.backup(connection.connection)
        connections.close_all()
        return
    script, dropping = dump.with_suffix(".sql"), _dropping()
    connections.close_all()
    _tool("pg_restore", "--clean", "--if-exists", "--no-owner", f"--file={script}", str(dump))
    told = ("--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1")
    _tool("psql", *told, f"--command={dropping}", f"--file={script}", f"--dbname={_address()}")


def _dropping() -> str:
    """SQL that drops every table and trigger's function, but for extensions' own.

    `--clean` drops what the dump holds; what a later version added holds on to that.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DROPS)
        return "; ".join(row[0] for row in cursor.fetchall())


def _lay_files(held: Path) -> None:
    """The archive's files in the place of those at hand; what it does not hold is left alone."""
    shutil.copytree(held, settings.BALLAST_HOME, dirs_exist_ok=True)
    # Anchors of what was written after the database was dumped prove nothing of the restored one.
    audit.keep_anchors(AuditHead.objects.get(pk=1).sequence)


def _audit_flaws() -> Iterator[str]:
    yield from (f"audit {flaw.sequence}: {flaw.what}" for flaw in audit.verify())


def _ledger_flaws() -> Iterator[str]:
    yield from (f"ledger: {finding}" for finding in findings())


def _sealed_flaws() -> Iterator[str]:
    yield from unopened()


#: What must hold of a restored platform: each tells its flaws.
PROOFS: list[Callable[[], Iterator[str]]] = [_audit_flaws, _ledger_flaws, _sealed_flaws]


def check_whole(manifest: dict[str, Any]) -> None:
    """Raises NotWhole unless every proof holds and the chain has the entry the backup saw last."""
    flaws = [flaw for proof in PROOFS for flaw in proof()]
    seen = {"sequence": manifest["audit_sequence"], "hash": manifest["audit_hash"]}
    if manifest["audit_sequence"] and not AuditEntry.objects.filter(**seen).exists():
        flaws.append(f"the audit log lacks its entry {manifest['audit_sequence']}")
    if flaws:
        raise NotWhole(flaws="; ".join(flaws[:10]))
