"""The bank's HTTP interface: signed, under one key, tried again until it answers."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from money_fixtures import somebody_else

from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.keys.signatures import signature
from ballast_web.payments import services
from ballast_web.payments.errors import BankRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(settings):
    """A bank that answers with the statuses put into `answers`, then with 200."""
    heard, answers = [], []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((dict(self.headers), body))
            self.send_response(answers.pop(0) if answers else 200)
            self.end_headers()
            self.wfile.write(json.dumps({"number": "BANK-1"}).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.BALLAST_BANK_URL = f"http://127.0.0.1:{server.server_port}/payments"
    settings.BALLAST_BANK_SECRET = "tests only"
    yield heard, answers
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def batch(city, enterprise, funded, reserved, account, acting):
    account(enterprise)
    services.commit(acting(Role.APPROVER, city), reserved(funded(city), enterprise, 50_000))
    return services.prepare_batch(acting(Role.FINANCE, city), city, None, "http", "b")


def test_a_batch_is_posted_signed_under_its_number(city, batch, bank):
    services.approve_batch(somebody_else(Role.FINANCE, city), batch)
    batch.refresh_from_db()
    ((headers, body),) = bank[0]
    assert headers["Idempotency-Key"] == batch.number
    assert headers["Ballast-Signature"] == signature("tests only", headers["Ballast-Time"], body)
    assert json.loads(body)["payments"][0]["amount_fen"] == 50_000
    assert (batch.state, batch.sent_as) == ("sent", "BANK-1")


def test_a_bank_that_fails_is_asked_again_under_the_same_number(city, batch, bank):
    heard, answers = bank
    answers += [503, 500]
    services.approve_batch(somebody_else(Role.FINANCE, city), batch)
    batch.refresh_from_db()
    assert batch.state == "released"
    with pytest.raises(BankRefused):
        services.send(platform("送银行"), batch)
    assert services.send(platform("送银行"), batch).state == "sent"
    assert {headers["Idempotency-Key"] for headers, _ in heard} == {batch.number}
    services.send(platform("送银行"), batch)
    assert len(heard) == 3


def test_without_an_address_nothing_is_sent_and_the_trouble_is_told(city, batch, settings):
    settings.BALLAST_BANK_URL = ""
    services.approve_batch(somebody_else(Role.FINANCE, city), batch)
    batch.refresh_from_db()
    assert batch.state == "released"
    assert "BALLAST_BANK_URL" in batch.trouble
