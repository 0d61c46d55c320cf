"""Middleware that counts, times and logs every request, each under an identifier of its own."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

Answer = Callable[[HttpRequest], HttpResponse]
REQUESTS = Counter("ballast_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "ballast_request_seconds",
    "How long answers took",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10),
)
_log = structlog.get_logger("ballast.requests")
HEADER = "X-Request-ID"


def requests_watched(answer: Answer) -> Answer:
    """Count, time and log; the answer carries the identifier under which the log knows it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        identifier = uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=identifier)
        begin = time.perf_counter()
        try:
            response = answer(request)
        finally:
            structlog.contextvars.unbind_contextvars("request_id")
        _seen(request, response, time.perf_counter() - begin, identifier)
        response[HEADER] = identifier
        return response

    return middleware


def _seen(request: HttpRequest, response: HttpResponse, seconds: float, identifier: str) -> None:
    match = request.resolver_match
    route = match.route if match else "none"
    REQUESTS.labels(request.method, route, response.status_code).inc()
    SECONDS.labels(route).observe(seconds)
    _log.info(
        "request",
        request_id=identifier,
        method=request.method,
        route=route,
        status=response.status_code,
        address=request.META.get("REMOTE_ADDR", ""),
        milliseconds=round(seconds * 1000, 1),
        acting=str(getattr(request, "acting", None) or ""),
    )
