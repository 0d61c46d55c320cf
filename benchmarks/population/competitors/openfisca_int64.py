"""OpenFisca-Core with its whole numbers widened to 64 bits and money in 分: exact.

`int` in OpenFisca is 32 bits; the width is changed in its own table of types, which its
documentation does not offer.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from openfisca_core.variables import config

from benchmarks.population import vectors
from benchmarks.population.competitors import openfisca

LIMIT = openfisca.LIMIT
EXPRESSES = frozenset({"verdict", "amount", "failed"})


def widen() -> None:
    """Change what OpenFisca holds whole numbers and money in, in this process."""
    config.VALUE_TYPES[int]["dtype"] = np.int64
    vectors.UNIT = 100


def judge(facts: Path, out: Path) -> None:
    widen()
    openfisca.judge(facts, out)


def verdicts(table: pa.Table) -> dict[str, Any]:
    """The columns of the answer for every row of `table`."""
    widen()
    return openfisca.verdicts(table)


def answers(out: Path) -> str:
    return openfisca.answers(out, "{}")
