"""Payments: prepared by one, released by another, sent once, reconciled, returned, clawed back."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from money_fixtures import somebody_else

from ballast_web.errors import BadValue, CouldNotProcess, NotAllowed, WrongState
from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.payments import services, signals, verification
from ballast_web.payments.errors import (
    ContentChanged,
    KeyReused,
    NothingToPay,
    PersonNeeded,
    ReceiptUnreadable,
    SamePerson,
)
from ballast_web.payments.models import Batch, Budget, PaymentOrder, ReceiptLine
from ballast_web.payments.services.accounts import check_digit
from ballast_web.payments.sharing import Share

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books_are_right(db):
    yield
    assert list(verification.findings()) == []


@pytest.fixture
def ready(city, enterprise, funded, reserved, account, acting):
    """A payment order that is ready to go into a batch."""
    account(enterprise)
    made = reserved(funded(city), enterprise, 123_456)
    services.commit(acting(Role.APPROVER, city), made)
    return made.orders.get()


def prepared(acting, purse, channel="csv_file", key="b", orders=None):
    return services.prepare_batch(acting(Role.FINANCE, purse), purse, orders, channel, key)


def heard(signal):
    told = []

    def receive(sender, **details):
        told.append(details)

    signal.connect(receive, weak=False)
    return told, lambda: signal.disconnect(receive)


def test_nobody_releases_the_batch_that_they_prepared(city, ready, acting):
    batch = prepared(acting, city)
    with pytest.raises(SamePerson):
        services.approve_batch(acting(Role.FINANCE, city), batch)
    ready.refresh_from_db()
    assert ready.state == "batched"


def test_the_database_refuses_a_batch_released_by_whoever_prepared_it(city, ready, acting):
    batch = prepared(acting, city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(released_by=batch.prepared_by)


def test_the_platform_itself_prepares_no_batch(city, ready):
    with pytest.raises(PersonNeeded):
        services.prepare_batch(platform("测试"), city, None, "csv_file", "b")


def test_another_city_prepares_no_batch_of_this_purse(city, other_city, ready, acting):
    with pytest.raises(NotAllowed):
        services.prepare_batch(acting(Role.FINANCE, other_city), city, None, "csv_file", "b")


def test_a_batch_under_the_same_key_is_the_same_batch(city, ready, acting):
    assert prepared(acting, city) == prepared(acting, city)
    with pytest.raises(KeyReused):
        prepared(acting, city, channel="excel_file")
    with pytest.raises(NothingToPay):
        prepared(acting, city, key="another")


def test_a_channel_that_does_not_exist_is_refused(city, ready, acting):
    with pytest.raises(BadValue, match="csv_file"):
        prepared(acting, city, channel="carrier_pigeon")


def test_a_batch_whose_content_changed_is_not_released(city, ready, acting):
    batch = prepared(acting, city)
    PaymentOrder.objects.filter(pk=ready.pk).update(account_number="4400000000000000")
    with pytest.raises(ContentChanged):
        services.approve_batch(somebody_else(Role.FINANCE, city), batch)
    assert Budget.objects.get().sent_fen == 0


def test_a_batch_given_back_makes_its_orders_ready(city, ready, acting):
    batch = prepared(acting, city)
    services.refuse_batch(somebody_else(Role.APPROVER, city), batch, "账号待核")
    ready.refresh_from_db()
    assert (ready.state, ready.batch) == ("ready", None)
    assert prepared(acting, city, key="again").orders_count == 1


def content(batch):
    with default_storage.open(batch.sent_as) as file:
        return file.read()


def test_a_released_batch_becomes_a_bank_file_in_csv(city, ready, acting):
    batch = services.approve_batch(somebody_else(Role.APPROVER, city), prepared(acting, city))
    rows = list(csv.reader(io.StringIO(content(batch).decode("utf-8-sig"))))
    assert rows[0][:3] == ["拨付单号", "收款户名", "收款账号"]
    assert rows[1][:6] == [
        ready.number,
        "合成企业甲",
        "4400123412341234",
        "合成银行广州支行",
        "104581000001",
        "1234.56",
    ]
    assert batch.state == "sent"


def test_a_bank_file_in_excel_holds_text_alone(city, enterprise, ready, acting):
    PaymentOrder.objects.update(holder="=HYPERLINK(1)")
    batch = prepared(acting, city, channel="excel_file")
    batch = services.approve_batch(somebody_else(Role.APPROVER, city), batch)
    sheet = openpyxl.load_workbook(io.BytesIO(content(batch))).active
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 7
    assert sheet[2][1].value == "'=HYPERLINK(1)"


def test_a_batch_is_sent_once(city, ready, acting):
    batch = services.approve_batch(somebody_else(Role.APPROVER, city), prepared(acting, city))
    assert services.send(platform("送银行"), batch).sent_as == batch.sent_as
    with pytest.raises(WrongState):
        services.approve_batch(somebody_else(Role.APPROVER, city), batch)
    assert Budget.objects.get().sent_fen == 123_456


def test_what_the_bank_confirms_is_paid_and_told_upwards(city, enterprise, sent, receipt):
    order = sent(city, enterprise)
    told, deaf = heard(signals.paid)
    receipt(city, (order.number, "500.00", "成功"))
    deaf()
    order.refresh_from_db()
    assert (order.state, Budget.objects.get().paid_fen) == ("paid", 50_000)
    assert [(each["claim_reference"], each["complete"], each["amount_fen"]) for each in told] == [
        (order.reservation.claim_reference, True, 50_000)
    ]
    assert Batch.objects.get().state == "settled"


def test_a_claim_is_complete_when_the_last_purse_has_paid(
    province, city, enterprise, funded, account, acting, receipt
):
    account(enterprise)
    budgets = [funded(province), funded(city)]
    shares = [Share(each, 1, 2) for each in budgets]
    made = services.reserve(acting(Role.APPROVER, city), "c", enterprise, shares, 101, "c")
    services.commit(acting(Role.APPROVER, city), made)
    told, deaf = heard(signals.paid)
    for place, purse in enumerate((province, city)):
        batch = prepared(acting, purse, key=f"b{place}")
        services.approve_batch(somebody_else(Role.FINANCE, purse), batch)
        order = batch.orders.get()
        receipt(purse, (order.number, f"0.{order.amount_fen}", "成功"))
    deaf()
    assert [(each["amount_fen"], each["complete"]) for each in told] == [(50, False), (51, True)]


def test_the_same_receipt_counts_once(city, enterprise, sent, receipt):
    order = sent(city, enterprise)
    line = (order.number, "500.00", "成功")
    first = receipt(city, line)
    assert receipt(city, line) == first
    receipt(city, line, ("", "", ""), ("无", "1", "成功"))
    assert Budget.objects.get().paid_fen == 50_000
    fates = list(ReceiptLine.objects.order_by("pk").values_list("fate", flat=True))
    assert fates == ["applied", "repeated", "unmatched"]


@pytest.mark.parametrize(
    ("reference", "amount", "result", "reason"),
    [
        ("BZ0000000000", "500.00", "成功", "没有这个拨付单号"),
        ("", "500.01", "成功", "金额与拨付单不符"),
        ("", "五百", "成功", "金额与拨付单不符"),
        ("", "500.00", "处理中", "结果“处理中”不认识，应为成功或退回"),
    ],
)
def test_a_line_that_does_not_match_is_listed_and_moves_nothing(
    city, enterprise, sent, receipt, reference, amount, result, reason
):
    order = sent(city, enterprise)
    receipt(city, (reference or order.number, amount, result))
    assert ReceiptLine.objects.get().reason == reason
    assert Budget.objects.get().sent_fen == 50_000


def test_a_receipt_settles_nothing_of_another_purse(city, other_city, enterprise, sent, receipt):
    order = sent(city, enterprise)
    receipt(other_city, (order.number, "500.00", "成功"))
    assert Budget.objects.get().paid_fen == 0


def test_a_receipt_in_excel_with_a_title_above_its_table(city, enterprise, sent, acting, tmp_path):
    order = sent(city, enterprise)
    book = openpyxl.Workbook()
    for row in (
        ["合成银行代付回单"],
        ["客户参考号", "交易金额", "交易状态"],
        [order.number, 500, "成功"],
    ):
        book.active.append(row)
    path = tmp_path / "回单.xlsx"
    book.save(path)
    services.import_receipt(acting(Role.FINANCE, city), city, path, path.name)
    assert Budget.objects.get().paid_fen == 50_000


def test_a_file_without_the_columns_of_a_receipt_is_refused(city, acting, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("甲,乙\n1,2", encoding="utf-8")
    with pytest.raises(ReceiptUnreadable):
        services.import_receipt(acting(Role.FINANCE, city), city, path, "x.csv")


def test_a_file_that_is_no_workbook_is_refused(city, acting, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(CouldNotProcess):
        services.import_receipt(acting(Role.FINANCE, city), city, path, "x.xlsx")


@pytest.mark.parametrize("paid_first", [False, True])
def test_what_the_bank_returns_is_paid_anew_to_the_corrected_account(
    city, enterprise, sent, receipt, account, acting, paid_first
):
    order = sent(city, enterprise)
    if paid_first:
        receipt(city, (order.number, "500.00", "成功"))
    told, deaf = heard(signals.returned)
    receipt(city, (order.number, "500.00", "退汇"))
    deaf()
    assert [each["order"].pk for each in told] == [order.pk]
    assert (Budget.objects.get().returned_fen, Budget.objects.get().paid_fen) == (50_000, 0)
    account(enterprise, number="4400777766665555")
    who = acting(Role.FINANCE, city)
    new = services.reissue(who, order)
    assert services.reissue(who, order) == new
    assert (new.account_number, new.attempt, new.state) == ("4400777766665555", 2, "ready")
    assert Budget.objects.get().returned_fen == 0


def test_a_returned_payment_that_is_given_up_is_left_in_the_budget(
    city, enterprise, sent, receipt, acting
):
    order = sent(city, enterprise)
    receipt(city, (order.number, "500.00", "退汇"))
    for _ in range(2):
        services.cancel_returned(acting(Role.FINANCE, city), order, "企业已注销")
    assert Budget.objects.get().reserved_fen == 0


def test_a_claim_whose_payment_came_back_can_be_released(city, enterprise, sent, receipt, acting):
    order = sent(city, enterprise)
    receipt(city, (order.number, "500.00", "退汇"))
    services.release(acting(Role.APPROVER, city), order.reservation, "撤回")
    assert Budget.objects.get().reserved_fen == 0


def test_money_of_a_payment_that_was_given_up_is_not_given_back_again(
    city, enterprise, sent, reserved, receipt, acting
):
    order = sent(city, enterprise)
    services.commit(acting(Role.APPROVER, city), reserved(order.budget, enterprise, 70_000))
    receipt(city, (order.number, "500.00", "退汇"))
    services.cancel_returned(acting(Role.FINANCE, city), order, "企业已注销")
    for _ in range(2):
        released = services.release(acting(Role.APPROVER, city), order.reservation, "撤回")
    assert released.state == "released"
    assert Budget.objects.get().reserved_fen == 70_000
    assert list(verification.findings()) == []


def test_money_asked_back_is_back_when_another_person_says_so(
    city, enterprise, sent, receipt, acting
):
    order = sent(city, enterprise)
    receipt(city, (order.number, "500.00", "成功"))
    who = acting(Role.FINANCE, city)
    asked = services.claw_back(who, order, 20_000, "虚报", "claw")
    assert services.claw_back(who, order, 20_000, "虚报", "claw") == asked
    with pytest.raises(SamePerson):
        services.confirm_clawback(who, asked)
    told, deaf = heard(signals.clawed_back)
    services.confirm_clawback(somebody_else(Role.FINANCE, city), asked)
    deaf()
    assert [each["amount_fen"] for each in told] == [20_000]
    budget = Budget.objects.get()
    assert (budget.paid_fen, budget.clawed_back_fen) == (30_000, 20_000)
    with pytest.raises(BadValue, match=r"300\.00元"):
        services.claw_back(who, order, 30_001, "虚报", "more")


def test_what_was_not_paid_is_not_asked_back(city, enterprise, sent, acting):
    order = sent(city, enterprise)
    with pytest.raises(WrongState):
        services.claw_back(acting(Role.FINANCE, city), order, 1, "虚报", "claw")


def test_a_payment_clawed_back_in_part_is_not_returned_whole(
    city, enterprise, sent, receipt, acting
):
    order = sent(city, enterprise)
    receipt(city, (order.number, "500.00", "成功"))
    asked = services.claw_back(acting(Role.FINANCE, city), order, 20_000, "虚报", "claw")
    services.confirm_clawback(somebody_else(Role.FINANCE, city), asked)
    receipt(city, (order.number, "500.00", "退汇"))
    assert ReceiptLine.objects.get(outcome="退汇").reason == "该笔资金已追回"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("holder", "别家企业"),
        ("number", "44001234"[:7]),
        ("bank_code", "12345"),
        ("bank_name", " "),
    ],
)
def test_an_account_that_cannot_be_the_enterprises_is_refused(enterprise, account, field, value):
    with pytest.raises(BadValue):
        account(enterprise, **{field: value})


def test_an_account_shows_the_ends_of_its_number_alone(enterprise, account):
    assert account(enterprise).masked == "4400****1234"


def test_a_reference_with_one_digit_mistyped_is_none_of_ours(city, enterprise, sent):
    digits = sent(city, enterprise).number[2:]
    for place, digit in enumerate(digits):
        wrong = digits[:place] + str((int(digit) + 1) % 10) + digits[place + 1 :]
        assert check_digit(wrong[:-1]) != wrong[-1]


def test_what_is_done_with_money_is_dated_by_the_platforms_day(
    settings, city, enterprise, sent, receipt
):
    settings.BALLAST_TODAY = date(2022, 9, 13)
    order = sent(city, enterprise)
    imported = receipt(city, (order.number, "500.00", "成功"))
    assert {each.astimezone().year for each in (imported.at, order.made_at)} == {2022}
