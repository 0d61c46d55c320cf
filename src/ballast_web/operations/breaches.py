"""Breaches of the content security policy, as browsers report them: one line of the log each.

Anybody may send them, and an attacked page tells its own: they are cut short, few are taken a
minute, and of addresses the log keeps neither query nor fragment.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ballast_web.keys.counting import counted

Answer = Callable[[HttpRequest], HttpResponse]
#: What one report may hold, in bytes; how many are taken a minute, by all processes together.
LARGEST, A_MINUTE = 16 * 1024, 60
_LONGEST = 200
#: What the log keeps, as `report-uri` and as the Reporting API name it.
_KEPT = {
    "directive": ("effective-directive", "violated-directive", "effectiveDirective"),
    "blocked": ("blocked-uri", "blockedURL"),
    "page": ("document-uri", "documentURL"),
    "source": ("source-file", "sourceFile"),
    "line": ("line-number", "lineNumber"),
}
_log = structlog.get_logger("ballast.breaches")


def reporting_told(answer: Answer) -> Answer:
    """Tell browsers which address the policy's `report-to` names."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response["Reporting-Endpoints"] = f'breaches="{settings.BREACHES}"'
        return response

    return middleware


@csrf_exempt
@require_POST
def breaches(request: HttpRequest) -> HttpResponse:
    """Log what the browser reports; it is told nothing, whatever it sent."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    if size.isdecimal() and 0 < int(size) <= LARGEST and _taken():
        for report in _reports(request.read(LARGEST)):
            _log.warning("policy breached", **report)
    return HttpResponse(status=204)


def _taken() -> bool:
    return counted("policy breaches", int(time.time()) // 60) <= A_MINUTE


def _reports(content: bytes) -> list[dict[str, str]]:
    """The reports of one request: a single one (`report-uri`) or several (Reporting API)."""
    try:
        given = json.loads(content)
    except (ValueError, RecursionError):
        return []
    parts = given if isinstance(given, list) else [given]
    bodies = [_body(each) for each in parts[:10] if isinstance(each, dict)]
    return [kept for body in bodies if (kept := _kept(body))]


def _body(report: dict[str, Any]) -> dict[str, Any]:
    found = report.get("csp-report") or report.get("body")
    return found if isinstance(found, dict) else {}


def _kept(body: dict[str, Any]) -> dict[str, str]:
    found = {
        kept: next((body[name] for name in names if name in body), None)
        for kept, names in _KEPT.items()
    }
    return {name: _short(value) for name, value in found.items() if value is not None}


def _short(value: Any) -> str:
    """A value as one short text; an address without what may be a secret of it."""
    text = str(value)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="")
    return (bare.geturl() if parts.netloc else text)[:_LONGEST]


urlpatterns = [path(settings.BREACHES.removeprefix("/"), breaches, name="policy_breaches")]
