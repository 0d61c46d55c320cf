"""Errors as problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ballast.errors import BallastError
from ballast_web.errors import TooMany
from ballast_web.keys.errors import Unsigned
from ballast_web.keys.signatures import SIGNATURE

TYPE = "application/problem+json"
#: Where every answer that is an error is a problem, whoever gives it.
ROOT = "/api/"


class Problem(Schema):
    """What went wrong: `title` by kind, `detail` in words, `errors` by field."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[dict[str, str], ...] = ()


#: What reading may be answered beside the thing itself, and what writing may be.
READING = dict.fromkeys((400, 401, 403, 404, 422, 429), Problem)
WRITING = {**READING, 409: Problem}
_WORDS = {
    404: ("NotHere", "没有这个接口。接口清单见 /api/v1/openapi.json。"),
    405: ("MethodNotAllowed", "这个接口不支持该请求方法，可用的方法见 Allow。"),
    500: ("Broken", "平台内部出现故障，已记录。请稍后用同一个 Idempotency-Key 重试。"),
}
_OTHERWISE = ("Refused", "请求没有受理。请对照 /api/v1/openapi.json 检查后重试。")


def problem(status: int, title: str, detail: str, errors: Any = ()) -> HttpResponse:
    """A problem as an answer."""
    told = Problem(title=title, status=status, detail=detail, errors=tuple(errors))
    # What was given is told back, and may hold halves of characters.
    body = json.dumps(told.model_dump(), ensure_ascii=False).encode(errors="replace")
    return HttpResponse(body, content_type=TYPE, status=status)


def problems_alone(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: below /api/ every error is a problem, that of an unknown path too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ROOT):
            return answer(request)
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return problem(422, "Invalid", "网址中不能有空字符（%00）。")
        response = answer(request)
        if response.status_code < 400 or response.get("Content-Type") == TYPE:
            return response
        told = problem(response.status_code, *_WORDS.get(response.status_code, _OTHERWISE))
        if "Allow" in response:
            told["Allow"] = response["Allow"]
        return told

    return middleware


def install(api: NinjaAPI) -> None:
    """Answer every kind of error of `api` with a problem."""

    @api.exception_handler(BallastError)
    def of_ballast(_request: HttpRequest, error: BallastError) -> HttpResponse:
        told = getattr(error, "errors", ())
        answer = problem(getattr(error, "status", 400), type(error).__name__, str(error), told)
        if isinstance(error, TooMany):
            answer["Retry-After"] = str(error.facts["seconds"])
        if isinstance(error, Unsigned):
            answer["WWW-Authenticate"] = SIGNATURE
        return answer

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
