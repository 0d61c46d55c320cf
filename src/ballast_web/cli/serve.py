"""`ballast serve`: the web and a worker on one machine, until interrupted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ballast_web.manage import SETTINGS


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--threads", type=click.IntRange(1, 64), default=8, show_default=True)
def command(port: int, address: str, threads: int) -> None:
    """Serve the platform with its background work on one machine, until interrupted.

    The database is brought up to date first. For a province's own servers see docs/operate.md.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    web = [sys.executable, "-m"]
    subprocess.run([*web, "django", "migrate", "--verbosity", "0"], check=True)  # noqa: S603
    click.echo(f"压舱石在 http://{address}:{port}/ 提供服务，按 Ctrl-C 结束")
    gunicorn = [
        *("gunicorn", "--config", "python:ballast_web.serving", "--bind", f"{address}:{port}"),
        *("--workers", "1", "--threads", str(threads)),
        *("--log-level", "warning"),
    ]
    with _worker([*web, "django", "worker"]):
        sys.exit(subprocess.run([*web, *gunicorn], check=False).returncode)  # noqa: S603


@contextmanager
def _worker(order: list[str]) -> Iterator[None]:
    """The background work beside it; it hands back what it had begun when it ends."""
    child = subprocess.Popen(order)  # noqa: S603 - our own command
    try:
        yield
    except KeyboardInterrupt:
        click.echo("正在结束……")
    finally:
        child.terminate()
        child.wait()
