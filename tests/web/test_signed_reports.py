"""Reports of gateways and the bank: signed, fresh, once; anything else is refused and does nothing."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from money_fixtures import somebody_else
from tests.web.api_samples import keyed, signed

from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.keys.models import SeenSignature
from ballast_web.keys.signatures import SIGNATURE, TIME, signature
from ballast_web.keys.tasks import forget_signatures
from ballast_web.payments import services
from ballast_web.payments.models import PaymentOrder
from ballast_web.payments.verification import findings
from ballast_web.push.models import Contact, Message

pytestmark = pytest.mark.django_db
SMS, WECOM, BANK = "secret of the sms gateway", "secret of wecom", "secret of the bank"
BODY = {"token": "t", "state": "delivered"}


@pytest.fixture(autouse=True)
def secrets(settings):
    settings.BALLAST_SMS_SECRET, settings.BALLAST_WECOM_SECRET = SMS, WECOM
    settings.BALLAST_BANK_SECRET = BANK


@pytest.fixture
def message(enterprise):
    return Message.objects.create(
        enterprise=enterprise, channel="sms", title="标题", text="正文", token="t", state="sent"
    )


@pytest.fixture
def send(acting, city):
    """Post to the API as an officer of the city, or as the unit's finance officer."""

    def post(path, body, headers, role=Role.OPERATIONS):
        key = keyed(acting(role, city)) if role not in keys else keys[role]
        keys[role] = key
        client = Client(headers={"Authorization": f"Bearer {key}"})
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return client.post(
            f"/api/v1/{path}", content, content_type="application/json", headers=headers
        )

    keys = {}
    return post


def reported(send, headers, body=BODY):
    return send("pushes/receipts", body, headers)


def at(moment: float, secret: str = SMS, body=BODY) -> dict[str, str]:
    content, told = json.dumps(body).encode(), str(int(moment))
    return {TIME: told, SIGNATURE: signature(secret, told, content)}


def test_a_signed_report_is_taken_once_and_signed_anew_again(message, send):
    headers = at(time.time())
    assert reported(send, headers).json() == {"state": "delivered"}
    again = reported(send, headers)
    assert (again.status_code, again["Content-Type"]) == (401, "application/problem+json")
    assert "已经用过" in again.json()["detail"]
    assert reported(send, signed(json.dumps(BODY).encode(), SMS)).status_code == 200
    assert AuditEntry.objects.filter(action="message.receipt").count() == 1


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        (lambda: {}, "缺少"),
        (lambda: {TIME: str(int(time.time()))}, "缺少"),
        (lambda: at(time.time(), WECOM), "不符"),
        (lambda: at(time.time(), ""), "不符"),
        (lambda: {**at(time.time()), TIME: str(int(time.time()) + 1)}, "不符"),
        (lambda: at(time.time() - 301), "相差超过"),
        (lambda: at(time.time() + 302), "相差超过"),
        (
            lambda: {TIME: "1e9", SIGNATURE: signature(SMS, "1e9", json.dumps(BODY).encode())},
            "秒数",
        ),
        (lambda: {**at(time.time()), SIGNATURE: "é" * 64}, "不符"),
    ],
)
def test_an_unsigned_or_stale_report_is_refused_and_changes_nothing(headers, why, message, send):
    answer = reported(send, headers())
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer["WWW-Authenticate"] == SIGNATURE
    assert why in answer.json()["detail"]
    message.refresh_from_db()
    assert message.state == "sent"
    assert not SeenSignature.objects.exists()


def test_another_body_under_the_same_signature_is_refused(message, send):
    answer = reported(send, at(time.time()), {**BODY, "state": "opened"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("channel", "secret", "status"),
    [("wecom", WECOM, 200), ("wecom", SMS, 401), ("webhook", "own", 200), ("email", SMS, 401)],
)
def test_each_channel_signs_with_its_own_secret(channel, secret, status, message, send):
    Contact.objects.create(enterprise=message.enterprise, secret="own")
    Message.objects.update(channel=channel)
    assert reported(send, at(time.time(), secret)).status_code == status


def test_a_channel_without_a_secret_takes_no_reports(message, send, settings):
    settings.BALLAST_SMS_SECRET = ""
    assert reported(send, at(time.time(), "")).status_code == 401


def test_old_signatures_are_forgotten(message, send):
    reported(send, at(time.time()))
    SeenSignature.objects.update(at=timezone.now() - timedelta(days=2))
    assert [forget_signatures.enqueue().return_value for _ in range(2)] == [1, 0]


@pytest.fixture
def order(city, enterprise, funded, reserved, account, acting, never_worked):
    """A payment that is with the bank, sent through its interface."""
    account(enterprise)
    services.commit(acting(Role.APPROVER, city), reserved(funded(city), enterprise, 50_000))
    batch = services.prepare_batch(acting(Role.FINANCE, city), city, None, "http", "b")
    services.approve_batch(somebody_else(Role.FINANCE, city), batch)
    return PaymentOrder.objects.get()


def report_of(order, **changes):
    line = {"reference": order.number, "amount_fen": 50_000, "outcome": "paid", "serial": "S1"}
    return {"payer": order.budget.purse.code, "payments": [{**line, **changes}]}


def banked(send, body, secret=BANK, role=Role.FINANCE):
    return send("payments/receipts", body, signed(json.dumps(body).encode(), secret), role)


def test_the_bank_reports_a_payment_and_the_books_follow_once(order, send):
    for fates in ("applied", "applied"):
        answer = banked(send, report_of(order))
        assert [each["fate"] for each in answer.json()["payments"]] == [fates], answer.content
    order.refresh_from_db()
    assert (order.state, order.bank_serial) == ("paid", "S1")
    assert banked(send, report_of(order, note="补报")).json()["payments"][0]["fate"] == "repeated"
    order.budget.refresh_from_db()
    assert (order.budget.paid_fen, list(findings())) == (50_000, [])


def test_an_unsigned_word_of_the_bank_moves_no_money(order, send):
    body = report_of(order)
    for secret in ("", SMS):
        assert banked(send, body, secret).status_code == 401
    assert send("payments/receipts", body, {}, Role.FINANCE).status_code == 401
    order.refresh_from_db()
    assert order.state == "sent"


def test_the_banks_interface_settles_nothing_that_went_out_as_a_file(order, send):
    order.batch.channel = "csv_file"
    order.batch.save()
    assert banked(send, report_of(order)).json()["payments"][0]["fate"] == "unmatched"
    order.refresh_from_db()
    assert order.state == "sent"


def test_another_amount_or_unit_is_not_entered(order, send, other_city):
    assert banked(send, report_of(order, amount_fen=49_999)).json()["payments"] == [
        {"reference": order.number, "fate": "unmatched", "reason": "金额与拨付单不符"}
    ]
    body = {**report_of(order), "payer": other_city.code}
    assert banked(send, body).status_code == 404
    assert banked(send, report_of(order), role=Role.APPROVER).status_code == 403
