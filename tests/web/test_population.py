"""A snapshot loaded in bulk, and the whole population judged: as the core judges the snapshot."""

from __future__ import annotations

from pathlib import Path

import pytest
from enterprise_facts import DAY

from ballast.assessment.verdicts import connect
from ballast.facts.synthetic import Order, make
from ballast.vocabulary.codes import load
from ballast_web.catalogue import library
from ballast_web.enterprises.loading import load_snapshot
from ballast_web.enterprises.models import FactRow, Run, Snapshot
from ballast_web.enterprises.tasks import start_run
from ballast_web.errors import NotAllowed
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
LOADING = platform("载入")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    vocabulary = library.vocabulary()
    order = Order(province="440000", enterprises=40, seed=3, as_of=DAY)
    regions = load(vocabulary.folder, "regions")
    path = tmp_path_factory.mktemp("facts")
    make(order, path, vocabulary.entities, regions, lambda _done: None)
    return path


def test_every_row_of_an_enterprise_is_loaded_once(folder):
    told = []
    load_snapshot(LOADING, folder, lambda what, share: told.append((what, share)))
    loaded = load_snapshot(LOADING, folder)
    assert Organisation.objects.filter(kind="enterprise").count() == 40
    assert FactRow.objects.count() == sum(loaded.tables.values())
    assert set(FactRow.objects.values_list("snapshot", flat=True)) == {loaded.snapshot.pk}
    assert ("企业", 100.0) in told
    regions = Organisation.objects.filter(kind="enterprise").values_list("region", flat=True)
    assert {len(region) for region in regions} == {6}


def test_a_city_loads_the_enterprises_of_its_territory_alone(folder, acting, city):
    loaded = load_snapshot(acting(Role.OPERATIONS, city), folder)
    regions = Organisation.objects.filter(kind="enterprise").values_list("region", flat=True)
    assert loaded.refused > 0
    assert all(region.startswith("4401") for region in regions)


def test_an_enterprise_loads_nothing(folder, acting, enterprise):
    with pytest.raises(NotAllowed):
        load_snapshot(acting(Role.OWNER, enterprise), folder)
    assert not Snapshot.objects.exists()


def test_everybody_stands_where_the_core_says(folder):
    load_snapshot(LOADING, folder)
    run = start_run(LOADING, DAY)
    run.refresh_from_db()
    assert (run.state, run.enterprises) == ("finished", 40)
    query = (
        "SELECT owner, rule, key, verdict, CAST(payable * 100 AS BIGINT) FROM verdicts "
        "WHERE verdict <> 'ineligible'"
    )
    codes = set(Organisation.objects.values_list("code", flat=True))
    told = {row for row in connect(Path(run.folder)).execute(query).fetchall() if row[0] in codes}
    columns = ("enterprise__code", "rule", "key", "verdict", "payable_fen")
    standings = run.standings_of
    assert set(standings.exclude(verdict="ineligible").values_list(*columns)) == told
    assert told
    assert not standings.filter(verdict="ineligible", near="").exists()


def test_a_run_that_breaks_off_says_so(folder, monkeypatch):
    load_snapshot(LOADING, folder)
    monkeypatch.setattr("ballast_web.enterprises.tasks.judged", None)
    start_run(LOADING, DAY)
    run = Run.objects.get()
    assert run.state == "failed"
    assert "not callable" in run.stage
