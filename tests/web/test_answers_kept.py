"""What browsers may keep, which cookies they take, and what they report of breaches."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs
from test_settings import PRODUCTION

from ballast_web.kernel.roles import Role
from ballast_web.operations import breaches

pytestmark = pytest.mark.django_db
ADDRESS = "/policy-breaches/"
CLASSIC = {
    "csp-report": {
        "document-uri": "https://ballast.example/calendar/?token=secret",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://user:secret@evil.example/x.js?a=secret#b",
        "line-number": 3,
        "script-sample": "secret",
    }
}
MODERN = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "https://ballast.example/x",
            "effectiveDirective": "img-src",
            "blockedURL": "inline",
        },
    }
]


def report(content: object, kind: str = "application/csp-report") -> list[dict]:
    """What the log holds after `content` was reported, by a browser without a token of forms."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    breaches._log = breaches.structlog.get_logger("ballast.breaches")
    with capture_logs() as lines:
        client = Client(enforce_csrf_checks=True)
        assert client.post(ADDRESS, data, content_type=kind).status_code == 204
    return [each for each in lines if each["event"] == "policy breached"]


@pytest.fixture(autouse=True)
def minute(monkeypatch, settings, tmp_path):
    settings.BALLAST_HOME = tmp_path
    monkeypatch.setattr(breaches.time, "time", lambda: 1_000_000_000.0)


def test_a_breach_is_one_line_without_secrets():
    (line,) = report(CLASSIC)
    assert line["directive"] == "script-src-elem"
    assert line["blocked"] == "https://evil.example/x.js"
    assert line["page"] == "https://ballast.example/calendar/"
    assert "secret" not in str(line)


def test_the_reporting_api_is_understood_too():
    (line,) = report(MODERN, "application/reports+json")
    assert (line["directive"], line["blocked"]) == ("img-src", "inline")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[" * 16000, b"[1, {}]", b'{"csp-report": 7}', {"csp-report": {"x": 1}}],
)
def test_nonsense_leaves_no_line(content):
    assert report(content) == []


def test_a_large_report_is_not_read():
    large = {"csp-report": {"blocked-uri": "x" * breaches.LARGEST}}
    assert report(large) == []


def test_values_are_cut_short():
    (line,) = report({"csp-report": {"blocked-uri": "xy" * 1000}})
    assert len(line["blocked"]) == 200


def test_few_reports_are_taken_a_minute():
    taken = [len(report(MODERN)) for _ in range(breaches.A_MINUTE + 2)]
    assert sum(taken) == breaches.A_MINUTE


def test_every_page_says_where_breaches_are_reported():
    answer = Client().get("/")
    assert f"report-uri {ADDRESS}" in answer["Content-Security-Policy"]
    assert "report-to breaches" in answer["Content-Security-Policy"]
    assert answer["Reporting-Endpoints"] == f'breaches="{ADDRESS}"'


def test_nothing_of_somebody_signed_in_is_kept_by_browsers(acting, enterprise, signed_in):
    client = signed_in(acting(Role.OWNER, enterprise))
    for address in (reverse("enterprise.home"), reverse("public.library"), "/nowhere/"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "private, no-store", address


def test_public_pages_may_be_kept():
    assert "no-store" not in Client().get(reverse("public.library")).get("Cache-Control", "")


def test_nothing_that_a_key_opens_is_kept():
    answer = Client().get("/api/v1/policies", headers={"Authorization": "Bearer blst_none"})
    assert answer["Cache-Control"] == "private, no-store"


def test_cookies_of_production_are_this_sites_alone(tmp_path):
    told = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME,"
        " s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE,"
        " {s.SESSION_COOKIE_PATH, s.CSRF_COOKIE_PATH, s.LANGUAGE_COOKIE_PATH} == {'/'},"
        " s.SESSION_COOKIE_DOMAIN or s.CSRF_COOKIE_DOMAIN or s.LANGUAGE_COOKIE_DOMAIN)"
    )
    environment = {**os.environ, **PRODUCTION, "BALLAST_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True
    )
    names = "__Host-sessionid __Host-csrftoken __Host-language"
    assert done.stdout.strip() == f"{names} True True True True None"
