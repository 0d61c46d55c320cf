"""No file stays open behind an export that failed or a child that was stopped."""

from __future__ import annotations

import gc
import subprocess
import tempfile

import pytest

from ballast_web.errors import TookTooLong
from ballast_web.kernel import sandbox
from ballast_web.pages.listing import Column, sheet


@pytest.fixture
def opened(monkeypatch):
    """Every temporary file that is opened meanwhile."""
    found, original = [], tempfile.TemporaryFile

    def open_one(*args, **kwargs):
        found.append(original(*args, **kwargs))
        return found[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", open_one)
    return found


def test_a_sheet_stays_open_for_the_response_alone(opened):
    with sheet((Column("数", lambda row: row),), iter([1, 2]), "清单") as file:
        assert file.read(2) == b"PK"
    assert opened[0].closed


def test_a_sheet_that_fails_halfway_leaves_nothing_open(opened):
    with pytest.raises(ZeroDivisionError):
        sheet((Column("数", lambda row: 1 // row),), iter([1, 0]), "清单")
    assert opened[0].closed
    gc.collect()  # what is left open is an error here


def test_a_child_that_is_stopped_leaves_no_pipe_open(monkeypatch, tmp_path):
    children, original = [], subprocess.Popen

    def popen(*args, **kwargs):
        children.append(original(*args, **kwargs))
        return children[-1]

    monkeypatch.setattr(subprocess, "Popen", popen)
    limits = sandbox.Limits(seconds=1)
    with pytest.raises(TookTooLong):
        sandbox.run(
            "apart_support:sleeps", {"path": str(tmp_path / "x")}, what="等待", limits=limits
        )
    assert children[0].stdin.closed
