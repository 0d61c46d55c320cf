"""How errors are told: a page that says what happened and what to do, or a fragment for HTMX."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ballast.errors import BallastError
from ballast_web.errors import PlatformError


class Lapsed(PlatformError):
    """页面停留过久或来自其他网站，为防止冒用，本次提交没有受理。请刷新页面后重新提交。"""

    status = 403


class Missing(PlatformError):
    """没有这个页面。请检查网址，或从菜单进入。"""

    status = 404


class Broken(PlatformError):
    """平台内部出现故障，已记录。您填写的内容没有提交成功，请稍后重试。"""

    status = 500


def errors_told(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an error of Ballast becomes its message, with its status."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return answer(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        return told(request, error) if isinstance(error, BallastError) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def told(request: HttpRequest, error: BallastError) -> HttpResponse:
    """The error as a page; as an alert alone where HTMX asks."""
    status = getattr(error, "status", 400)
    part = getattr(request, "htmx", False)
    template = "components/alert.html" if part else "components/failure.html"
    response = render(request, template, {"error": error, "status": status}, status=status)
    if part:
        response["HX-Retarget"] = "#alerts"
        response["HX-Reswap"] = "innerHTML"
    return response


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django gives it
    """Django's view for a failed check of a form's origin."""
    return told(request, Lapsed())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler404."""
    return told(request, Missing())


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler500."""
    return told(request, Broken())
