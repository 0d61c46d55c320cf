"""The audit log: chained, append-only, any tampering found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from ballast_web.errors import AppendOnly
from ballast_web.kernel import audit
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry, AuditHead
from ballast_web.kernel.writes import writing

pytestmark = pytest.mark.django_db


def write(number: int) -> None:
    for place in range(number):
        with writing(platform("测试")) as log:
            log.note("thing.done", "a thing", place=place)


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
