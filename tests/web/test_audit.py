"""The audit log: chained, append-only, any tampering found."""

from __future__ import annotations

import pytest
from benchmarks.audit import tampering
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from ballast_web.errors import AppendOnly
from ballast_web.kernel import audit
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry, AuditHead
from ballast_web.kernel.writes import writing

pytestmark = pytest.mark.django_db
POSTGRESQL = connection.vendor == "postgresql"


def write(number: int) -> None:
    for place in range(number):
        with writing(platform("测试")) as log:
            log.note("thing.done", "a thing", fen=place)


def test_each_write_is_chained_to_the_one_before():
    write(3)
    first, second, third = AuditEntry.objects.order_by("sequence")
    assert (first.previous, second.previous, third.previous) == ("", first.hash, second.hash)
    assert list(audit.verify()) == []


def test_what_is_rolled_back_leaves_no_entry():
    with pytest.raises(ZeroDivisionError), writing(platform("测试")) as log:
        log.note("thing.done", "a thing")
        raise ZeroDivisionError
    assert AuditEntry.objects.count() == 0


def test_a_write_within_a_write_joins_it():
    with writing(platform("外")) as outer:
        with writing(platform("内")) as inner:
            inner.note("inner.done", "a thing")
        outer.note("outer.done", "a thing")
    told = list(AuditEntry.objects.order_by("sequence").values_list("action", "acting_as"))
    assert told == [("inner.done", "平台：内"), ("outer.done", "平台：外")]


def test_an_inner_write_that_fails_leaves_no_entry_when_the_outer_goes_on():
    with writing(platform("外")) as outer:
        with pytest.raises(ZeroDivisionError), writing(platform("内")) as inner:
            inner.note("inner.done", "a thing")
            raise ZeroDivisionError
        outer.note("outer.done", "a thing")
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["outer.done"]


@pytest.mark.parametrize("statement", ["UPDATE {} SET action = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_log(statement):
    write(1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(AuditEntry._meta.db_table))


def test_the_model_refuses_to_change_the_log():
    write(1)
    entry = AuditEntry.objects.get()
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()


def test_a_chain_whose_end_was_moved_is_flawed():
    write(2)
    AuditHead.objects.update(sequence=1)
    assert [flaw.sequence for flaw in audit.verify()] == [2]


TOLD = {
    tampering.edited: "内容与哈希不符",
    tampering.taken_out: "缺少第 7 至 7 条",
    tampering.exchanged: "内容与哈希不符",
    tampering.forged: "内容与哈希不符",
    tampering.cut: "库外存证到第 20 条，日志止于第 7 条",
}


@pytest.fixture
def anchored(settings, tmp_path, django_capture_on_commit_callbacks):
    """Twenty entries, anchored as after a commit, whose triggers are put aside."""
    settings.BALLAST_HOME = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        write(20)
    with connection.cursor() as cursor:  # PostgreSQL alters no table whose constraints wait
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if POSTGRESQL else "SELECT 1")
    tampering._put_triggers_aside()
    return AuditEntry.objects.order_by("sequence")


def in_parts(size: int) -> list[audit.Flaw]:
    """What is found by whoever follows the chain in parts of that size."""
    held, count = audit.anchors(), AuditEntry.objects.count()
    after = count // size * size
    parts = (audit.followed(first, first + size, held) for first in range(0, after, size))
    return [*(flaw for part in parts for flaw in part), *audit.verify(after)]


@pytest.mark.parametrize("way", tampering.WAYS)
def test_every_tampering_is_told_at_its_entry_in_parts_of_any_size(anchored, way, monkeypatch):
    place = way(anchored, 7)
    whole = list(audit.verify())
    assert (whole[0].sequence, whole[0].what) == (place, TOLD[way])
    assert all(in_parts(size) == whole for size in range(1, 25))
    monkeypatch.setattr(audit, "CHUNK", 3)
    assert list(audit.verify()) == whole


def test_a_log_that_nobody_tampered_with_has_no_flaw_in_any_parts(anchored):
    assert [in_parts(size) for size in range(1, 25)] == [[]] * 24


@pytest.mark.skipif(POSTGRESQL, reason="PostgreSQL keeps to the types of its columns")
@pytest.mark.parametrize(
    "change", ["person = 'null'", "person = 1.5", "details = x'ff'", "hash = '哈希'"]
)
def test_what_is_no_value_of_its_column_is_told_as_tampering(anchored, change):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE kernel_auditentry SET {change} WHERE sequence = 7")
    assert next(audit.verify()) == audit.Flaw(7, "内容与哈希不符")


def test_what_is_written_while_the_log_is_verified_is_no_flaw(monkeypatch):
    write(3)
    read, later = audit._read, iter([2, 1])

    def reading(after, upto):
        yield from read(after, upto)
        write(next(later, 0))

    monkeypatch.setattr(audit, "_read", reading)
    assert list(audit.verify()) == []
    assert AuditEntry.objects.count() == 6


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
ENTRIES = st.tuples(
    st.integers(1, 2**63 - 1),
    TEXTS,
    st.none() | st.integers(0, 2**63 - 1),
    *[TEXTS] * 6,
)


@given(ENTRIES, st.text("鍵key", max_size=100), st.sampled_from(["sha256", "sha512", "sm3"]))
def test_verifying_hashes_exactly_as_writing_does(content, key, digest):
    with override_settings(BALLAST_AUDIT_KEY=key, BALLAST_AUDIT_DIGEST=digest):
        assert audit._told_by((*content, ""), audit._keyed()) == audit.hashed(*content)
