"""Engines are found by their place; what keeps one from working is said plainly."""

from __future__ import annotations

import importlib
import sys
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from golden_support import plan, rows, tables
from test_duckdb_guards import CODE, snapshot

from ballast.cli import app
from ballast.engine import backends
from ballast.engine.compiled.function import compiled
from ballast.errors import (
    EngineNotInstalled,
    EngineUnreachable,
    FactsOutOfBounds,
    FactTooFine,
    NoAddress,
)


def test_each_file_of_the_folder_is_an_engine():
    folder = Path(backends.__file__).parent
    assert backends.names() == sorted(path.stem for path in folder.glob("[a-z]*.py"))


@pytest.mark.parametrize(("name", "package"), [("postgresql", "psycopg"), ("spark", "pyspark")])
def test_an_engine_that_is_not_installed_says_what_to_install(monkeypatch, name, package):
    monkeypatch.setitem(sys.modules, package, None)
    for module in [each for each in sys.modules if each.startswith(f"{package}.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.delitem(sys.modules, f"ballast.engine.backends.{name}", raising=False)
    with pytest.raises(EngineNotInstalled, match=rf"{package}.*\n\n.*ballast\[{name}\]"):
        backends.connect(name, {}, Path(), None)


def test_the_embedded_engine_takes_no_address():
    with pytest.raises(NoAddress, match="Leave out --address"):
        backends.connect("duckdb", {}, Path(), "somewhere")


def test_a_database_that_does_not_answer_is_named_without_its_password():
    pytest.importorskip("psycopg")
    address = "postgresql://somebody:secret@127.0.0.1:1/nowhere"
    with pytest.raises(EngineUnreachable, match="dbname=nowhere") as caught:
        backends.connect("postgresql", {}, Path(), address)
    assert "secret" not in str(caught.value)


def test_an_address_that_is_none_is_refused():
    pytest.importorskip("psycopg")
    with pytest.raises(EngineUnreachable, match="cannot be read"):
        backends.connect("postgresql", {}, Path(), "not an address")


def test_what_was_loaded_into_postgresql_goes_with_the_connection(postgresql, tmp_path):
    engine = backends.connect("postgresql", tables(tmp_path), tmp_path, postgresql)
    schema = engine.owned
    engine.close()
    assert schemas(postgresql, schema) == []


def test_tables_that_cannot_be_loaded_leave_nothing_behind(postgresql, tmp_path, monkeypatch):
    module = importlib.import_module("ballast.engine.schemas")
    mine = uuid4()  # others load tables into the same server at the same time
    monkeypatch.setattr(module, "uuid4", lambda: mine)
    with pytest.raises(FileNotFoundError):
        backends.connect("postgresql", {"row": tmp_path / "none.parquet"}, tmp_path, postgresql)
    assert schemas(postgresql, f"{module.PREFIX}{mine.hex}") == []


def schemas(address, pattern):
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(address) as connection:
        found = "SELECT nspname FROM pg_namespace WHERE nspname LIKE %s"
        return connection.execute(found, [pattern]).fetchall()


def test_tables_that_stand_in_postgresql_are_judged_where_they_are(postgresql, tmp_path):
    module = importlib.import_module("ballast.engine.backends.postgresql")
    loaded = backends.connect("postgresql", tables(tmp_path), tmp_path, postgresql)
    standing = module.PostgreSQL(postgresql, schema=loaded.owned)
    found = standing.rows(plan())
    standing.close()
    assert loaded.rows(plan()) == found
    loaded.close()
    assert len(found) == len(rows())


@pytest.mark.parametrize("name", ["duckdb", "postgresql"])
def test_facts_outside_their_bounds_are_refused_by_every_database(request, tmp_path, name):
    paths, narrow = tables(tmp_path), plan()
    fact = narrow.vocabulary.entities["workshop"].facts["staff"]
    object.__setattr__(fact, "maximum", Decimal(1000))
    address = None if name == "duckdb" else request.getfixturevalue("postgresql")
    engine = backends.connect(name, paths, tmp_path, address)
    with pytest.raises(
        FactsOutOfBounds, match=r"workshop.staff holds values from 0 to 1000000000000"
    ):
        engine.check_bounds(narrow)
    engine.close()


def test_the_compiled_function_refuses_a_fact_finer_than_its_declaration():
    row = {("workshop", "cost"): Decimal("1.005")}
    with pytest.raises(FactTooFine, match=r"workshop.cost is 1.005; .* 2 digit"):
        compiled(plan())(row)


def test_the_compiled_function_refuses_a_fact_outside_its_bounds():
    with pytest.raises(FactsOutOfBounds, match=r"workshop.staff holds values from -1 to -1"):
        compiled(plan())({("workshop", "staff"): -1})


def test_the_compiled_function_takes_absent_facts_as_unknown():
    verdicts = compiled(plan())({})
    assert {verdict.outcome for verdict in verdicts} == {"unknown"}
    assert "workshop.staff" in verdicts[0].missing


def test_a_command_names_an_address_that_no_engine_wants(tmp_path):
    snapshot(tmp_path, enterprise=[{"uscc": CODE}])
    given = ["--facts", str(tmp_path), "--as-of", "2022-12-31", "--out", str(tmp_path / "out")]
    found = CliRunner().invoke(app, ["assess", *given, "--address", "somewhere"])
    assert isinstance(found.exception, NoAddress)
