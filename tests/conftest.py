"""Fixtures that every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

#: A busy machine makes an example slow, and no test wrong.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session")
def documents() -> Path:
    """The folder of policy documents, whose texts are not in the repository; skips without it."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "documents"
    folder = Path(os.environ.get("BALLAST_DOCUMENTS") or beside)
    if not folder.is_dir():
        pytest.skip("no policy documents: name their folder in BALLAST_DOCUMENTS")
    return folder
