"""One budget: another cap, the journal, the year's end."""

from __future__ import annotations

import pytest
from money_fixtures import somebody_else

from ballast_web.kernel.roles import Role
from ballast_web.payments.models import Budget, CapChange

pytestmark = pytest.mark.django_db


def test_a_cap_is_changed_by_two(city, funded, acting, signed_in):
    address = f"/staff/budget/{funded(city, 1000).pk}/"
    given = {"cap": "20", "reason": "追加", "key": "more"}
    assert signed_in(acting(Role.FINANCE, city)).post(address, given).status_code == 302
    change = CapChange.objects.get(key="more")
    client = signed_in(somebody_else(Role.FINANCE, city))
    client.post(address, {"change": change.pk, "decision": "approve"})
    assert Budget.objects.get().cap_fen == 2000


def test_the_journal_tells_what_moved(city, enterprise, funded, reserved, acting, signed_in):
    budget = funded(city)
    reserved(budget, enterprise, 400, "SB-1")
    page = signed_in(acting(Role.AUDITOR, city)).get(f"/staff/budget/{budget.pk}/").content.decode()
    assert "SB-1" in page
    assert "调整预算" not in page


def test_the_year_is_closed_from_the_page(city, funded, acting, signed_in):
    budget = funded(city, 1000)
    signed_in(acting(Role.APPROVER, city)).post(f"/staff/budget/{budget.pk}/", {"close": "1"})
    budget.refresh_from_db()
    assert (budget.state, budget.cap_fen) == ("closed", 0)
