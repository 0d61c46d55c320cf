"""OpenFisca-Core in numpy arrays, as far as it can express the rules.

It has no missing value, so each fact that may be absent has a second variable that says whether it
is known, and a condition is 0 (false), 1 (unknown) or 2 (true). Its money is float32, its whole
numbers int32: limits and 分 are inexact. It writes verdict, amount and failed conditions; no
missing facts, for which it has no place. Texts are numbered before the clock of the formulas.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.population import vectors
from benchmarks.population.vectors import CONDITIONS, FALSE, RULES, TRUE, Firm

LIMIT = 5_000_000
EXPRESSES: frozenset[str] = frozenset()
PERIOD = "2022"


def judge(facts: Path, out: Path) -> None:
    """Read, calculate, write; everything in memory, as OpenFisca works."""
    table = pq.read_table(facts, columns=["uscc", *vectors.FACTS])
    pq.write_table(pa.table(verdicts(table)), out)


def verdicts(table: pa.Table) -> dict[str, Any]:
    """The columns of the answer for every row."""
    values, codes = arrays(table)
    simulation = built(codes, len(table), values)
    columns: dict[str, Any] = {"key": table["uscc"]}
    for place in range(1, len(RULES) + 1):
        verdict, known = (simulation.calculate(f"{n}_{place}", PERIOD) for n in ("v", "known"))
        amount = simulation.calculate(f"a_{place}", PERIOD)
        columns[f"v_{place}"] = pa.array(verdict.astype(np.int8))
        columns[f"a_{place}"] = pa.array(amount, mask=(verdict != 0) | ~known)
        columns[f"f_{place}"] = pa.array(simulation.calculate(f"f_{place}", PERIOD))
    return columns


def answers(out: Path, fen: str = "CAST(round(CAST({} AS DOUBLE) * 100) AS BIGINT)") -> str:
    parts = ", ".join(
        f"v_{i}, {fen.format(f'a_{i}')} AS a_{i}, f_{i}" for i in range(1, len(RULES) + 1)
    )
    return f"SELECT key, {parts} FROM read_parquet('{out}')"


def arrays(table: pa.Table) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """Each fact and whether it is known, as numpy; texts by number, with the texts."""
    found: dict[str, Any] = {}
    codes: dict[str, list[str]] = {}
    for name in vectors.FACTS:
        column = table[name].combine_chunks()
        found[f"{name}_known"] = column.is_valid().to_numpy(zero_copy_only=False)
        if name in vectors.TEXTS:
            column = column.dictionary_encode()
            codes[name] = column.dictionary.to_pylist()
            column = column.indices
        elif name in vectors.MONEY_FACTS:
            column = money(column)
        elif name == "founded_on":
            column = column.cast(pa.int32())
        found[name] = column.fill_null(False if name in vectors.FLAGS else 0).to_numpy(
            zero_copy_only=False
        )
    return found, codes


def money(column: pa.Array) -> pa.Array:
    """Yuan in floats, or 分 in whole numbers."""
    if vectors.UNIT == 1:
        return column.cast(pa.float32())
    return pa.compute.multiply(column, pa.scalar(100)).cast(pa.int64())


def built(codes: dict[str, list[str]], count: int, values: dict[str, Any]) -> Any:
    """A simulation of `count` firms in which the facts are set."""
    entity = build_entity("firm", "firms", "An enterprise", is_person=True)
    system = TaxBenefitSystem([entity])
    for made in variables(entity, codes):
        system.add_variable(made)
    simulation = SimulationBuilder().build_default_simulation(system, count)
    for name, each in values.items():
        simulation.set_input(name, PERIOD, each)
    return simulation


def variables(entity: Any, codes: dict[str, list[str]]) -> Iterator[type[Variable]]:
    """Every fact, condition and result as a variable of the year."""
    kind_of_money = float if vectors.UNIT == 1 else int
    for name in vectors.FACTS:
        is_money = name in vectors.MONEY_FACTS
        kind = kind_of_money if is_money else bool if name in vectors.FLAGS else int
        yield variable(entity, name, kind)
        yield variable(entity, f"{name}_known", bool)
    for name, formula in CONDITIONS.items():
        yield variable(entity, name, int, asking(formula, codes))
    for place, (conditions, amount) in enumerate(RULES, 1):
        names = conditions.split()
        yield variable(entity, f"v_{place}", int, asking(verdict(names), codes))
        yield variable(entity, f"f_{place}", int, asking(failed(names), codes))
        yield variable(entity, f"a_{place}", kind_of_money, asking(part(amount, 0), codes))
        yield variable(entity, f"known_{place}", bool, asking(part(amount, 1), codes))


def variable(entity: Any, name: str, kind: type, formula: Any = None) -> type[Variable]:
    body = {"value_type": kind, "entity": entity, "definition_period": DateUnit.YEAR}
    return type(name, (Variable,), body | ({"formula": formula} if formula else {}))


def asking(formula: Any, codes: dict[str, list[str]]) -> Any:
    return lambda population, period: formula(Firm(population, period, codes))


def verdict(names: list[str]) -> Any:
    def formula(firm: Firm) -> Any:
        return TRUE - vectors.both(*(firm(name) for name in names))

    return formula


def failed(names: list[str]) -> Any:
    def formula(firm: Firm) -> Any:
        return sum((firm(name) == FALSE).astype(np.int32) << at for at, name in enumerate(names))

    return formula


def part(amount: Any, place: int) -> Any:
    def formula(firm: Firm) -> Any:
        found = amount(firm)[place]
        return np.broadcast_to(found, (firm.population.count,))

    return formula
