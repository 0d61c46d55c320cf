"""A worker loads the rules before its first request; without them it says that it is not ready."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx
import pytest
from django.db import connection
from django.template import engines

from ballast.simulation import outlines
from ballast_web import warming
from ballast_web.kernel.lamps import watch
from ballast_web.operations.health import CHECKS, wanting

pytestmark = pytest.mark.skipif(
    connection.vendor == "postgresql", reason="the server has a database of its own"
)
SERVED = [sys.executable, "-m", "gunicorn", "--config", "python:ballast_web.serving"]


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """An installation of its own, in which nothing is yet."""
    return {
        **{name: text for name, text in os.environ.items() if name != "BALLAST_DATABASE"},
        "DJANGO_SETTINGS_MODULE": "ballast_web.settings.embedded",
        "BALLAST_HOME": str(tmp_path),
    }


@pytest.fixture
def served(environment) -> Iterator[str]:
    """One worker of gunicorn on it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    server = subprocess.Popen([*SERVED, "--bind", address, "--threads", "2"], env=environment)
    yield f"http://{address}"
    server.terminate()
    server.wait(30)


def told(base: str, wanted: int) -> dict[str, str]:
    """What `/ready` says once it answers with that status."""
    for _ in range(600):
        try:
            answer = httpx.get(f"{base}/ready", timeout=60)
        except httpx.TransportError:
            answer = None
        if answer is not None and answer.status_code == wanted:
            return answer.json()
        time.sleep(0.2)
    raise AssertionError(f"never {wanted}")


def test_a_worker_that_could_not_load_its_rules_is_not_ready(served):
    assert told(served, 503)["library"] == "the rules are being loaded"


@pytest.fixture
def cold() -> Iterator[None]:
    """A process in which nobody has looked at a lamp, and that is left as it was."""
    watch.cache_clear()
    yield
    gc.unfreeze()
    wanting("library", "")


@pytest.mark.django_db
def test_a_worker_begins_with_its_lamps_at_hand_and_is_ready(cold):
    warming.begin()
    assert CHECKS["library"]() == ""
    assert watch.cache_info().currsize == 2  # of tasks and of projects


@pytest.mark.django_db
def test_a_worker_begins_with_the_outlines_and_every_template_of_a_page_at_hand(cold):
    outlines.cities.cache_clear()
    (loader,) = engines["django"].engine.template_loaders
    loader.reset()
    warming.begin()
    assert outlines.cities.cache_info().currsize == 1
    assert "staff/overview/page.html" in warming.templates()
    assert set(warming.templates()) <= set(loader.get_template_cache)
