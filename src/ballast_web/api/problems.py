"""Errors as problem+json (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ballast.errors import BallastError

TYPE = "application/problem+json"


class Problem(Schema):
    """What went wrong: `title` by kind, `detail` in words, `errors` by field."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[dict[str, str], ...] = ()


def problem(status: int, title: str, detail: str, errors: Any = ()) -> HttpResponse:
    """A problem as an answer."""
    told = Problem(title=title, status=status, detail=detail, errors=tuple(errors))
    body = json.dumps(told.model_dump(), ensure_ascii=False)
    return HttpResponse(body, content_type=TYPE, status=status)


def install(api: NinjaAPI) -> None:
    """Answer every kind of error of `api` with a problem."""

    @api.exception_handler(BallastError)
    def of_ballast(_request: HttpRequest, error: BallastError) -> HttpResponse:
        return problem(getattr(error, "status", 400), type(error).__name__, str(error))

    @api.exception_handler(ValidationError)
    def of_validation(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        found = [
            {"field": ".".join(str(part) for part in each["loc"]), "what": each["msg"]}
            for each in error.errors
        ]
        return problem(422, "Invalid", "请求中有不符合要求的内容，见 errors。", found)

    @api.exception_handler(AuthenticationError)
    def of_authentication(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        answer = problem(401, "Unauthorized", "缺少有效的接口密钥（Authorization: Bearer …）。")
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Http404)
    def of_absence(_request: HttpRequest, _error: Http404) -> HttpResponse:
        return problem(404, "NotHere", "没有找到，或者不在您的权限范围内。")

    @api.exception_handler(HttpError)
    def of_http(_request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "HttpError", str(error))
