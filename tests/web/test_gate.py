"""SQLite's queue of writers: first come first served, whoever is killed on the way."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection

from ballast_web.kernel.gate import turn

pytestmark = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="PostgreSQL's own locks queue",
)
#: Another process that asks for a turn, says so once it has it, and keeps it.
KEEPER = """
import sys, time
from pathlib import Path
from django.conf import settings
settings.configure(
    BALLAST_HOME=Path(sys.argv[1]),
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
)
from ballast_web.kernel.gate import turn
with turn():
    print("mine", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def home(settings, tmp_path):
    settings.BALLAST_HOME = tmp_path
    return tmp_path


@pytest.fixture
def keeper(home):
    """Start another process that wants a turn; it is killed in the end."""
    with started(home) as start:
        yield start


@contextmanager
def started(home):
    children = []

    def start() -> subprocess.Popen:
        before = drawn(home)
        command = [sys.executable, "-c", KEEPER, str(home)]
        children.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        until(lambda: drawn(home) > before)
        return children[-1]

    yield start
    for child in children:
        child.kill()
        child.communicate()


def drawn(home) -> int:
    """How many numbers were drawn so far."""
    path = home / "write.lock"
    content = path.read_bytes() if path.exists() else b""
    return int.from_bytes(content, "little") + 1 if content else 0


def until(true) -> None:
    for _ in range(10_000):
        if true():
            return
        time.sleep(0.002)
    raise AssertionError("waited in vain")


def waiting(home, came: list[object], name: object) -> threading.Thread:
    """A thread that has drawn its number and notes its name at its turn."""

    def take() -> None:
        with turn():
            came.append(name)

    before, thread = drawn(home), threading.Thread(target=take)
    thread.start()
    until(lambda: drawn(home) > before)
    return thread


def test_turns_go_in_the_order_in_which_they_were_asked_for(home):
    came: list[object] = []
    with turn():
        threads = [waiting(home, came, number) for number in range(20)]
        assert came == []
    for thread in threads:
        thread.join(20)
    assert came == list(range(20))


def test_who_has_the_turn_keeps_it_however_often_they_ask(home):
    came: list[object] = []
    with turn():
        with turn():
            pass
        thread = waiting(home, came, "another")
        assert came == []
    thread.join(20)
    assert came == ["another"]


def test_the_turn_of_whoever_is_killed_goes_to_the_next(home, keeper):
    holder = keeper()
    assert holder.stdout.readline() == "mine\n"
    came: list[object] = []
    threads = [waiting(home, came, number) for number in range(3)]
    assert came == []
    holder.kill()
    for thread in threads:
        thread.join(20)
    assert came == [0, 1, 2]


def test_whoever_is_killed_while_they_wait_lets_nobody_push_in(home, keeper):
    came: list[object] = []
    with turn():
        first = waiting(home, came, "first")
        keeper().kill()
        second = waiting(home, came, "second")
        time.sleep(0.05)
        assert came == []
    first.join(20)
    second.join(20)
    assert came == ["first", "second"]


def test_a_file_of_another_make_is_written_over(home):
    (home / "write.lock").write_bytes(b"old")
    with turn():
        assert drawn(home) == 1


def test_the_turn_is_for_sqlite_alone(home, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "postgresql")
    with turn():
        assert not (home / "write.lock").exists()
