"""Account numbers stand sealed in the database, open under any key at hand, and rotate."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from money_fixtures import ACCOUNT

from ballast_web.kernel import sealed, sealing
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.kernel.sealed import reseal, unopened
from ballast_web.operations import backup
from ballast_web.payments.models import BankAccount, PaymentOrder
from ballast_web.push.models import Contact

NUMBER = ACCOUNT["number"]
OLD, NEW = "o" * 40, "n" * 40


def stored(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{column}" FROM "{table}"')
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_numbers_stand_sealed_and_are_read_whole(sent, city, enterprise):
    order = sent(city, enterprise)
    for table, column in (
        ("payments_bankaccount", "number"),
        ("payments_paymentorder", "account_number"),
    ):
        assert NUMBER not in stored(table, column)
        assert sealing.unseal(stored(table, column)) == NUMBER
    assert (order.account_number, BankAccount.objects.get().number) == (NUMBER, NUMBER)
    assert order.masked == "4400****1234"


@pytest.mark.django_db
def test_the_audit_log_and_the_journal_never_hold_a_number(sent, city, enterprise):
    sent(city, enterprise)
    assert not AuditEntry.objects.filter(details__contains=NUMBER).exists()
    assert NUMBER not in str(list(connection.introspection.table_names()))


def test_the_same_number_is_sealed_differently_each_time():
    assert sealing.seal(NUMBER) != sealing.seal(NUMBER)


@pytest.mark.parametrize("place", [10, 40, -5])
def test_a_sealed_number_that_was_changed_does_not_open(place):
    sealed = sealing.seal(NUMBER)
    other = "A" if sealed[place] != "A" else "B"
    with pytest.raises(sealing.NoKeyOpens):
        sealing.unseal(sealed[:place] + other + sealed[place:][1:])


@pytest.mark.django_db
def test_a_new_key_stands_before_the_old_one_until_all_is_sealed_anew(
    sent, city, enterprise, settings
):
    settings.BALLAST_DATA_KEYS = [OLD]
    order = sent(city, enterprise)
    settings.BALLAST_DATA_KEYS = [NEW]
    with pytest.raises(sealing.NoKeyOpens):
        order.refresh_from_db()
    assert len(list(unopened())) == 2
    assert any("no key of BALLAST_DATA_KEYS" in flaw for flaw in backup.PROOFS[-1]())
    settings.BALLAST_DATA_KEYS = [NEW, OLD]
    assert [reseal(platform("测试")) for _ in range(2)] == [2, 2]
    settings.BALLAST_DATA_KEYS = [NEW]
    order.refresh_from_db()
    assert (order.account_number, list(unopened())) == (NUMBER, [])


@pytest.mark.django_db
def test_the_command_says_how_many_were_sealed_anew(sent, city, enterprise, capsys):
    sent(city, enterprise)
    call_command("reseal")
    assert capsys.readouterr().out == "2 values sealed anew\n"


@pytest.mark.django_db
def test_secrets_of_webhooks_are_sealed_anew_with_the_account_numbers(enterprise, settings):
    settings.BALLAST_DATA_KEYS = [OLD]
    Contact.objects.create(enterprise=enterprise, webhook="https://example.com/", secret="s" * 43)
    assert "sss" not in stored("push_contact", "secret")
    settings.BALLAST_DATA_KEYS = [NEW, OLD]
    assert reseal(platform("测试")) == 1
    settings.BALLAST_DATA_KEYS = [NEW]
    assert (Contact.objects.get().secret, list(unopened())) == ("s" * 43, [])


@pytest.mark.django_db
def test_an_empty_value_is_left_empty(enterprise):
    Contact.objects.create(enterprise=enterprise)
    assert reseal(platform("测试")) == 0
    assert (stored("push_contact", "secret"), list(unopened())) == ("", [])


@pytest.mark.django_db
def test_a_value_that_changes_while_all_is_sealed_anew_stays_changed(enterprise):
    contact = Contact.objects.create(enterprise=enterprise, secret="before")
    field = Contact._meta.get_field("secret")
    rows = sealed._rows(field, None)
    Contact.objects.filter(pk=contact.pk).update(secret="after")
    sealed._written(field, rows)
    contact.refresh_from_db()
    assert contact.secret == "after"


def test_every_sealed_column_is_known_by_its_field():
    names = {sealed.name(field) for field in sealed.columns()}
    assert names >= {
        "payments.bankaccount.number",
        "payments.paymentorder.account_number",
        "push.contact.secret",
    }


@pytest.mark.django_db(transaction=True)
def test_the_migration_seals_the_secrets_that_stand_there_and_opens_them_again(enterprise):
    Contact.objects.create(enterprise=enterprise, secret="s" * 43)

    def migrated(name: str) -> None:
        MigrationExecutor(connection).migrate([("push", name)])

    try:
        migrated("0003_several_regions")
        assert stored("push_contact", "secret") == "s" * 43
    finally:
        migrated("0004_secrets_are_sealed")
    assert "sss" not in stored("push_contact", "secret")
    assert Contact.objects.get().secret == "s" * 43


@pytest.mark.django_db(transaction=True)
def test_the_migration_seals_what_stands_there_and_opens_it_again(sent, city, enterprise):
    sent(city, enterprise)

    def migrated(name: str) -> None:
        MigrationExecutor(connection).migrate([("payments", name)])

    try:
        migrated("0002_ledger_is_append_only")
        assert stored("payments_bankaccount", "number") == NUMBER
        assert stored("payments_paymentorder", "account_number") == NUMBER
    finally:
        migrated("0003_accounts_are_sealed")
    assert NUMBER not in stored("payments_paymentorder", "account_number")
    assert PaymentOrder.objects.get().account_number == NUMBER


@pytest.mark.django_db
def test_the_whole_number_is_for_whoever_pays_it(sent, city, enterprise, acting, signed_in):
    order = sent(city, enterprise)
    shown = {}
    for role in (Role.FINANCE, Role.APPROVER, Role.AUDITOR):
        page = signed_in(acting(role, city)).get(f"/staff/payment/{order.pk}/")
        shown[role] = NUMBER in page.content.decode()
    assert shown == {Role.FINANCE: True, Role.APPROVER: False, Role.AUDITOR: False}
    client = signed_in(acting(Role.FINANCE, city))
    assert NUMBER not in client.get("/staff/payments/").content.decode()
