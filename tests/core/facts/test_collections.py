"""Several snapshots in one folder: the one that was known on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from import_support import DAY, DECLARED, FIRMS, run, write_csv

from ballast.errors import NoSnapshotKnown, NotFound, OtherSnapshot, SnapshotsOfOneDay
from ballast.facts.collection import snapshot_known
from ballast.facts.snapshot import Manifest, open_snapshot, write_manifest


def held(folder: Path, name: str, as_of: date, known_at: date | None = None) -> Path:
    path = folder / name
    path.mkdir(parents=True)
    write_manifest(
        path, Manifest(as_of=as_of, known_at=known_at, synthetic=True, source="试验", tables={})
    )
    return path


@pytest.fixture
def several(tmp_path: Path) -> Path:
    held(tmp_path, "first", date(2022, 6, 30))
    held(tmp_path, "corrected", date(2022, 6, 30), date(2022, 8, 1))
    (tmp_path / "notes").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("known_at", "name"),
    [
        (date(2022, 6, 30), "first"),
        (date(2022, 7, 31), "first"),
        (date(2022, 8, 1), "corrected"),
        (None, "corrected"),
    ],
)
def test_the_latest_snapshot_known_on_the_day_is_used(several, known_at, name):
    assert snapshot_known(several, known_at) == several / name


def test_where_none_was_known_yet_those_that_are_there_are_listed(several):
    with pytest.raises(NoSnapshotKnown) as caught:
        snapshot_known(several, date(2022, 6, 29))
    assert "first: known on 2022-06-30, facts of 2022-06-30" in str(caught.value)
    assert "corrected: known on 2022-08-01, facts of 2022-06-30" in str(caught.value)


def test_two_snapshots_known_on_the_same_day_are_not_chosen_between(several):
    held(several, "again", date(2022, 7, 31), date(2022, 8, 1))
    with pytest.raises(SnapshotsOfOneDay, match=r"2022-08-01(?s:.*)again(?s:.*)corrected"):
        snapshot_known(several, None)
    assert snapshot_known(several, date(2022, 7, 31)) == several / "first"


def test_a_snapshot_that_is_given_itself_is_used_whenever_it_was_known(several):
    assert snapshot_known(several / "corrected", date(2022, 1, 1)) == several / "corrected"


def test_a_folder_with_nothing_in_it_is_no_snapshot(tmp_path):
    with pytest.raises(NotFound, match="--facts"):
        open_snapshot(snapshot_known(tmp_path, None), {})


def test_an_import_states_when_its_facts_were_known(tmp_path):
    header = ("统一社会信用代码",)
    known = date(2023, 1, 10)
    run(tmp_path, write_csv(tmp_path / "x.csv", [header, (FIRMS[0],)]), known_at=known)
    manifest = open_snapshot(tmp_path / "out", DECLARED.entities).manifest
    assert (manifest.as_of, manifest.known) == (DAY, known)
    leases = write_csv(tmp_path / "y.csv", [("lease", "uscc"), ("L1", FIRMS[0])])
    run(tmp_path, leases, entity="lease")
    assert open_snapshot(tmp_path / "out", DECLARED.entities).manifest.known == known
    with pytest.raises(OtherSnapshot, match="facts known on 2023-01-10"):
        run(tmp_path, leases, entity="lease", replace=True, known_at=date(2023, 2, 1))
