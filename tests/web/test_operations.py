"""Health, readiness, metrics, logs; a backup that is restored and proves itself."""

from __future__ import annotations

import json
import logging

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from ballast_web.accounts.models import SignIn
from ballast_web.kernel import audit
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry, Organisation
from ballast_web.kernel.writes import writing
from ballast_web.operations import backup, health


@pytest.mark.django_db
def test_a_ready_platform_says_so():
    response = Client().get("/ready")
    assert (response.status_code, response.json()["database"]) == (200, "ok")


@pytest.mark.django_db
def test_a_platform_that_lacks_something_is_not_ready(monkeypatch):
    monkeypatch.setitem(health.CHECKS, "files", lambda: "cannot be written")
    response = Client().get("/ready")
    assert (response.status_code, response.json()["files"]) == (503, "cannot be written")


def test_health_needs_nothing_but_the_process():
    assert Client().get("/health").content == b"ok\n"


@pytest.mark.django_db
def test_metrics_count_answers_by_route():
    Client().get("/sign-in/")
    page = Client().get("/metrics").content.decode()
    assert 'ballast_requests_total{method="GET",route="sign-in/",status="200"}' in page


def test_metrics_are_not_for_strangers():
    assert Client(REMOTE_ADDR="203.0.113.7").get("/metrics").status_code == 403


@pytest.mark.django_db
def test_an_answer_carries_the_identifier_under_which_the_log_knows_it(caplog):
    with caplog.at_level(logging.INFO, "ballast.requests"):
        response = Client().get("/sign-in/")
    assert response["X-Request-ID"] in caplog.text
    assert "milliseconds" in caplog.text


def write(text: str) -> None:
    with writing(platform("测试")) as log:
        log.note("thing.done", "a thing", text=text)


@pytest.fixture
def own_home(tmp_path, settings):
    settings.BALLAST_HOME = tmp_path / "home"
    settings.BALLAST_HOME.mkdir()


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("restore")
@pytest.mark.usefixtures("own_home")
def test_a_backup_from_before_an_upgrade_is_brought_up_to_date(tmp_path):
    write("before")
    call_command("migrate", "accounts", "zero", verbosity=0)
    try:
        backup.back_up(tmp_path / "backup.tar.gz")
    finally:
        call_command("migrate", verbosity=0)
    backup.restore(tmp_path / "backup.tar.gz", replace=True)
    assert Client().get("/ready").json()["migrations"] == "ok"
    assert not SignIn.objects.exists()
    assert json.loads(AuditEntry.objects.get().details) == {"text": "before"}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="a file replaces a file")
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("restore")
@pytest.mark.usefixtures("own_home")
def test_nothing_of_a_later_version_stays_behind_a_restore(tmp_path):
    backup.back_up(tmp_path / "backup.tar.gz")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE later (person bigint REFERENCES kernel_person (id))")
        cursor.execute(
            "CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
        )
    backup.restore(tmp_path / "backup.tar.gz", replace=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('later'), to_regproc('later')")
        assert cursor.fetchone() == (None, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("restore")
@pytest.mark.usefixtures("own_home")
def test_a_backup_of_a_later_version_replaces_nothing(tmp_path):
    to_come = MigrationRecorder.Migration.objects.create(app="kernel", name="9999_to_come")
    try:
        backup.back_up(tmp_path / "backup.tar.gz")
    finally:
        to_come.delete()
    write("after")
    with pytest.raises(backup.LaterVersion, match=r"kernel\.9999_to_come"):
        backup.restore(tmp_path / "backup.tar.gz", replace=True)
    assert json.loads(AuditEntry.objects.get().details) == {"text": "after"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("restore")
@pytest.mark.usefixtures("own_home")
def test_a_restored_platform_is_what_was_backed_up(tmp_path, settings):
    Organisation.objects.create(kind="enterprise", code="A", name="甲", region="440100")
    write("before")
    (settings.BALLAST_HOME / "files").mkdir()
    (settings.BALLAST_HOME / "files" / "evidence").write_text("paper")
    manifest = backup.back_up(tmp_path / "backup.tar.gz")
    Organisation.objects.create(kind="enterprise", code="B", name="乙", region="440100")
    write("after")
    (settings.BALLAST_HOME / "files" / "evidence").write_text("forged")
    restored = backup.restore(tmp_path / "backup.tar.gz", replace=True)
    assert restored == manifest
    assert list(Organisation.objects.values_list("code", flat=True)) == ["A"]
    assert (settings.BALLAST_HOME / "files" / "evidence").read_text() == "paper"
    assert list(audit.verify()) == []
    assert json.loads(AuditEntry.objects.get().details) == {"text": "before"}
