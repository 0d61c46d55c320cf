"""Limits hold for all processes together, not for each."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import threading

import pytest
from django.conf import settings
from django.db import connection

from ballast_web.kernel.roles import Role
from ballast_web.keys import counting
from ballast_web.keys.models import Scope
from ballast_web.keys.services import make_key
from ballast_web.operations import backup

ALLOWED, EACH = 20, 15
#: Another process of the platform, that asks as often as it is told.
ASKING = """
import sys
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.test import Client
from ballast_web.api import authentication
settings.BALLAST_HOME = Path(sys.argv[1])
authentication.time.time = lambda: 1_000_000_000.0
headers = {"Authorization": "Bearer " + sys.argv[2]}
for _ in range(int(sys.argv[3])):
    print(Client().get("/api/v1/policies", headers=headers).status_code, flush=True)
"""


@pytest.fixture
def counted(db, tmp_path, settings):
    settings.BALLAST_HOME = tmp_path
    return counting.counted


def address() -> str:
    held = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{held['NAME']}"
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**held)


def test_a_minute_counts_on_and_the_next_begins_anew(counted):
    assert [counted("one", 7), counted("one", 7), counted("two", 7)] == [1, 2, 1]
    assert [counted("one", 8), counted("one", 8)] == [1, 2]


def test_a_clock_that_is_a_minute_late_counts_in_the_minute_that_another_began(counted):
    assert [counted("one", 8), counted("one", 7), counted("one", 8)] == [1, 2, 3]


def test_a_clock_that_was_far_ahead_locks_nobody_out(counted):
    assert [counted("one", 10**9), counted("one", 7), counted("one", 7)] == [1, 1, 2]


@pytest.mark.django_db(transaction=True)
def test_threads_count_together(tmp_path, settings):
    settings.BALLAST_HOME = tmp_path
    name, found = str(tmp_path)[-80:], []

    def count() -> None:
        found.extend(counting.counted(name, 7) for _ in range(50))
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(1, 201))


@pytest.mark.django_db(transaction=True)
def test_two_processes_allow_as_many_requests_as_one(acting, enterprise):
    owner = acting(Role.OWNER, enterprise)
    _, secret = make_key(owner, owner.membership, "测试", [Scope.READ_POLICIES], per_minute=ALLOWED)
    command = [sys.executable, "-c", ASKING, str(settings.BALLAST_HOME), secret, str(EACH)]
    environment = {
        **os.environ,
        "BALLAST_DATABASE": address(),
        "DJANGO_SETTINGS_MODULE": "ballast_web.settings.testing",
    }
    children = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    answers = [line for child in children for line in child.communicate(timeout=120)[0].split()]
    assert (answers.count("200"), answers.count("429")) == (ALLOWED, 2 * EACH - ALLOWED)


@pytest.mark.django_db(transaction=True)
def test_a_backup_holds_no_counts(tmp_path, settings):
    settings.BALLAST_HOME = tmp_path / "home"
    settings.BALLAST_HOME.mkdir()
    counting.counted("one", 7)
    backup.back_up(tmp_path / "backup.tar.gz")
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        assert not [name for name in archive.getnames() if counting.FILE in name]
