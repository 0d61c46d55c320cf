"""Databases of one's own to be hard on: an SQLite file, a PostgreSQL cluster in a folder."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Place:
    """A database and the platform's home beside it; a nursery of writers answers orders there."""

    name: str
    home: Path = field(default_factory=Path)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Make the database, and remove it in the end."""
        with tempfile.TemporaryDirectory(prefix="ballast-ledger-") as folder:
            self.home = Path(folder)
            self.home.chmod(0o755)
            with self.served():
                self.asked({"scenario": "prepare"})
                yield

    @contextmanager
    def served(self) -> Iterator[None]:
        """Start whatever serves the database, and stop it in the end."""
        yield

    @property
    def address(self) -> str:
        """Where the database is."""
        return f"sqlite:///{self.home}/ballast.sqlite3"

    @property
    def restart(self) -> str:
        """A command that stops the database's server at once and starts it; empty without one."""
        return ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a platform that is installed here."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "ballast_web.settings.embedded",
            "BALLAST_HOME": str(self.home / "platform"),
            "BALLAST_DATABASE": self.address,
            "BALLAST_POOL": "2",
        }

    def asked(self, orders: dict[str, Any], module: str = "ledger.nursery") -> dict[str, Any]:
        """What a module of the benchmarks says to `orders`.

        Raises CalledProcessError where it fails.
        """
        command = [sys.executable, "-m", f"benchmarks.{module}"]
        text = json.dumps({**orders, "restart": self.restart, "home": str(self.home)})
        done = subprocess.run(
            [*command, text], env=self.environment, stdout=subprocess.PIPE, check=True
        )
        return json.loads(done.stdout.splitlines()[-1])


@dataclass
class Cluster(Place):
    """A PostgreSQL of one's own, run by `postgres` where oneself is root, which it refuses."""

    port: int = 0

    @contextmanager
    def served(self) -> Iterator[None]:
        """Make the cluster, start it, stop it."""
        folder = self.home / "cluster"
        folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._run(f"{binary('initdb')} -A trust -U ballast --no-sync -D {folder}/data")
        self._run(self._start)
        try:
            self._run(f"{binary('createdb')} -h 127.0.0.1 -p {self.port} -U ballast ballast")
            yield
        finally:
            self._run(f"{binary('pg_ctl')} -D {folder}/data -m immediate stop")

    @property
    def address(self) -> str:
        """Where the database is."""
        return f"postgresql://ballast@127.0.0.1:{self.port}/ballast"

    @property
    def restart(self) -> str:
        """An immediate stop, as if the server were killed, and a start."""
        folder = self.home / "cluster"
        stop = f"{binary('pg_ctl')} -D {folder}/data -m immediate stop"
        return self._by_whom(f"{stop} && {self._start}")

    @property
    def _start(self) -> str:
        folder = self.home / "cluster"
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {folder}"
        return f"{binary('pg_ctl')} -w -D {folder}/data -l {folder}/log -o '{options}' start"

    def _run(self, command: str) -> None:
        subprocess.run(
            ["sh", "-c", self._by_whom(command)], check=True, stdout=subprocess.DEVNULL, cwd="/"
        )

    def _by_whom(self, command: str) -> str:
        return f"su postgres -c {shlex.quote(command)}" if os.geteuid() == 0 else command


def binary(name: str) -> str:
    """The path of a program of PostgreSQL's server. Raises FileNotFoundError."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=_version)
    found = str(newest[-1]) if newest else shutil.which(name)
    if not found:
        raise FileNotFoundError(f"{name}: install the server of PostgreSQL")
    return found


def _version(path: Path) -> int:
    name = path.parents[1].name
    return int(name) if name.isdecimal() else 0


def places() -> list[Place]:
    """The databases on which the platform runs."""
    return [Place("SQLite"), Cluster("PostgreSQL")]
