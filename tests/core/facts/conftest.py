"""A small synthetic snapshot for the tests of facts."""

from __future__ import annotations

from pathlib import Path

import pytest
from import_support import DECLARED

from ballast.facts.synthetic import Order, make


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic")
    make(Order("440000", 400, 3), folder, DECLARED.entities, DECLARED.codelists["regions"])
    return folder
