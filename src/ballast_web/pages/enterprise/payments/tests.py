"""An enterprise's money: its own alone, and the account that it goes to."""

from __future__ import annotations

import pytest
from money_fixtures import ACCOUNT

from ballast_web.kernel.roles import Role
from ballast_web.payments import services
from ballast_web.payments.models import BankAccount, PaymentOrder

pytestmark = pytest.mark.django_db
ADDRESS = "/enterprise/payments/"


def test_an_approval_waits_for_the_account_and_is_ordered_with_it(
    city, enterprise, funded, reserved, acting, signed_in
):
    made = reserved(funded(city), enterprise, 50_000)
    services.commit(acting(Role.APPROVER, city), made)
    client = signed_in(acting(Role.OWNER, enterprise))
    assert "请先登记收款账户" in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, {**ACCOUNT, "holder": enterprise.name})
    assert PaymentOrder.objects.get().enterprise == enterprise
    page = client.get(ADDRESS).content.decode()
    assert "4400****1234" in page
    assert ACCOUNT["number"] not in page


def test_an_account_of_somebody_else_is_refused(enterprise, acting, signed_in):
    client = signed_in(acting(Role.CLERK, enterprise))
    answer = client.post(ADDRESS, {**ACCOUNT, "holder": "别家企业"})
    assert (answer.status_code, BankAccount.objects.count()) == (422, 0)


def test_an_enterprise_sees_nothing_of_another(
    city, enterprise, other_enterprise, sent, acting, signed_in
):
    order = sent(city, enterprise)
    page = signed_in(acting(Role.OWNER, other_enterprise)).get(ADDRESS).content.decode()
    assert order.number not in page
