"""Work apart: what a child does wrong harms nobody else."""

from __future__ import annotations

import time

import pytest

from ballast_web.errors import CouldNotProcess, TookTooLong, TookTooMuch
from ballast_web.kernel.sandbox import Limits, run


def child(name: str, limits: Limits | None = None, **arguments):
    limits = limits or Limits(megabytes=1024, seconds=30, written=2)
    return run(f"apart_support:{name}", arguments, what="文件", limits=limits)


def test_a_child_gives_its_result_whatever_it_prints():
    assert child("doubled", number=21) == 42


def test_a_child_knows_no_setting_of_the_platform(monkeypatch):
    monkeypatch.setenv("BALLAST_AUDIT_KEY", "secret")
    known = child("knows")
    assert known["django"] is False
    assert not [name for name in known["names"] if "BALLAST" in name or "SECRET" in name]


def test_a_child_that_takes_too_long_is_ended_with_all_it_started(tmp_path):
    with pytest.raises(TookTooLong, match="超过2秒"):
        child("sleeps", Limits(megabytes=1024, seconds=2), path=str(tmp_path / "late"))
    time.sleep(2)
    assert not (tmp_path / "late").exists()


@pytest.mark.parametrize("name", ["eats", "dies"])
def test_a_child_that_takes_all_memory_or_dies_is_told_as_such(name):
    with pytest.raises(TookTooMuch, match="1024MB"):
        child(name)


def test_a_child_writes_no_more_than_it_may(tmp_path):
    with pytest.raises((CouldNotProcess, TookTooMuch)):
        child("writes", path=str(tmp_path / "large"))
    assert (tmp_path / "large").stat().st_size <= 2 << 20


def test_an_error_of_the_core_is_told_in_the_words_of_whoever_uploaded():
    with pytest.raises(CouldNotProcess, match="不是可辨认的文字"):
        child("refuses")


def test_an_error_that_nobody_foresaw_tells_nothing_of_the_inside():
    with pytest.raises(CouldNotProcess) as caught:
        child("breaks")
    assert "secret" not in str(caught.value)
