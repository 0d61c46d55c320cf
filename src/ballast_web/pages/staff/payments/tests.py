"""Payments from the pages: a batch prepared, released, downloaded, reconciled, returned, reissued."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from money_fixtures import somebody_else

from ballast_web.kernel.roles import Role
from ballast_web.payments import services
from ballast_web.payments.models import Batch, Budget, Clawback, PaymentOrder

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/payments/"


@pytest.fixture
def order(city, enterprise, funded, reserved, account, acting):
    account(enterprise)
    made = reserved(funded(city), enterprise, 50_000)
    services.commit(acting(Role.APPROVER, city), made)
    return made.orders.get()


@pytest.fixture
def maker(city, acting, signed_in):
    return signed_in(acting(Role.FINANCE, city))


@pytest.fixture
def checker(city, signed_in):
    return signed_in(somebody_else(Role.FINANCE, city))


def uploaded(order, word):
    text = f"拨付单号,金额,结果\n{order.number},500.00,{word}\nBZ1,1,成功\n"
    return {"receipt": SimpleUploadedFile("回单.csv", text.encode())}


def test_from_the_order_to_the_money_and_back_again(order, maker, checker, account, enterprise):
    maker.post(ADDRESS, {"channel": "csv_file", "key": "b"})
    address = f"/staff/batch/{Batch.objects.get().pk}/"
    assert maker.post(address, {"decision": "release"}).status_code == 403
    assert checker.post(address, {"decision": "release"}).status_code == 302
    file = b"".join(maker.get(address, {"file": "1"}).streaming_content).decode("utf-8-sig")
    assert order.number in file
    lines = maker.post(ADDRESS, uploaded(order, "退汇"), follow=True).content.decode()
    assert "没有这个拨付单号" in lines
    account(enterprise, number="4400777766665555")
    maker.post(f"/staff/payment/{order.pk}/", {"action": "reissue"})
    assert PaymentOrder.objects.get(attempt=2).account_number == "4400777766665555"


def test_a_batch_given_back_from_the_page(order, maker, checker):
    maker.post(ADDRESS, {"channel": "csv_file", "key": "b", "order": [order.pk]})
    address = f"/staff/batch/{Batch.objects.get().pk}/"
    checker.post(address, {"decision": "refuse", "reason": "账号待核"})
    assert PaymentOrder.objects.get().state == "ready"
    assert "账号待核" in maker.get(address).content.decode()


def test_money_is_asked_back_by_one_and_confirmed_by_another(
    city, enterprise, sent, receipt, maker, checker
):
    order = sent(city, enterprise)
    receipt(city, (order.number, "500.00", "成功"))
    address = f"/staff/payment/{order.pk}/"
    maker.post(address, {"action": "claw_back", "amount": "100", "reason": "虚报", "key": "c"})
    asked = {"action": "confirm", "clawback": Clawback.objects.get().pk}
    assert maker.post(address, asked).status_code == 403
    assert checker.post(address, asked).status_code == 302
    assert Budget.objects.get().clawed_back_fen == 10_000


def test_what_is_not_numbered_is_not_batched(order, maker):
    answer = maker.post(ADDRESS, {"channel": "csv_file", "key": "b", "order": ["x"]})
    assert answer.status_code == 422


def test_orders_go_out_as_a_sheet_with_masked_accounts(order, maker):
    page = maker.get(ADDRESS).content.decode()
    assert "4400****1234" in page
    assert "4400123412341234" not in page
    sheet = maker.get(ADDRESS, {"export": "xlsx"})
    assert sheet.status_code == 200
    assert b"".join(sheet.streaming_content).startswith(b"PK")
