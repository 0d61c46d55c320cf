"""`/health`: the process answers; `/ready`: it can work; `/metrics`: figures for Prometheus."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


def health(_request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(_request: HttpRequest) -> JsonResponse:
    """Every part that the work needs, with what is wrong; 503 where anything is."""
    found = {name: check() for name, check in CHECKS.items()}
    wrong = any(found.values())
    told = {name: problem or "ok" for name, problem in found.items()}
    return JsonResponse(told, status=503 if wrong else 200)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"does not answer ({type(error).__name__})"
    return ""


def _migrations() -> str:
    try:
        executor = MigrationExecutor(connection)
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"cannot be read ({type(error).__name__})"
    return f"{len(left)} to apply: run `ballast-web migrate`" if left else ""


def _files() -> str:
    probe = settings.BALLAST_HOME / ".ready"
    try:
        probe.touch()
    except OSError as error:
        return f"{settings.BALLAST_HOME} cannot be written ({error.strerror})"
    return ""


#: What is still to be done in this process before it can work, by the name of its check.
_wanting: dict[str, str] = {}


def wanting(name: str, problem: str) -> None:
    """Not ready for this reason, until it is told again without one."""
    _wanting[name] = problem


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "files": _files,
    "library": lambda: _wanting.get("library", ""),
}


def metrics(request: HttpRequest) -> HttpResponse:
    """The process's figures, as Prometheus reads them; for the machine itself and those listed."""
    if request.META.get("REMOTE_ADDR") not in settings.BALLAST_METRICS_FROM:
        return HttpResponse(status=403)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


urlpatterns = [
    path("health", health, name="health"),
    path("ready", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
]
