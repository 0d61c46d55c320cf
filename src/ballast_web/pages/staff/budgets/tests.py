"""The budget board: proposals, decisions by another person, what each city sees."""

from __future__ import annotations

import pytest
from money_fixtures import RULE, somebody_else

from ballast_web.kernel.roles import Role
from ballast_web.payments.models import Budget, CapChange

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/budgets/"


def form(**changes):
    given = {
        "name": "技改奖励",
        "year": 2022,
        "cap": "500万元",
        "rules": [RULE],
        "reason": "批复",
        "key": "k",
    }
    return {**given, **changes}


@pytest.fixture
def rule_in_library(monkeypatch):
    monkeypatch.setattr("ballast_web.payments.uses.choices", lambda: [("政策", [(RULE, "奖补")])])


def test_a_budget_is_proposed_by_one_and_opened_by_another(
    city, acting, signed_in, rule_in_library
):
    assert signed_in(acting(Role.FINANCE, city)).post(ADDRESS, form()).status_code == 302
    change = CapChange.objects.get()
    decision = {"change": change.pk, "decision": "approve"}
    same = signed_in(acting(Role.FINANCE, city)).post(ADDRESS, decision)
    assert (same.status_code, Budget.objects.get().cap_fen) == (403, 0)
    signed_in(somebody_else(Role.APPROVER, city)).post(ADDRESS, decision)
    assert Budget.objects.get().cap_fen == 500_000_000


def test_a_form_sent_twice_proposes_once(city, acting, signed_in, rule_in_library):
    client = signed_in(acting(Role.FINANCE, city))
    for _ in range(2):
        client.post(ADDRESS, form())
    assert Budget.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"cap": "很多"}, {"cap": "1.001"}, {"cap": "-5"}, {"rules": []}, {"year": "x"}]
)
def test_a_wrong_form_is_told_and_proposes_nothing(city, acting, signed_in, rule_in_library, wrong):
    answer = signed_in(acting(Role.FINANCE, city)).post(ADDRESS, form(**wrong))
    assert answer.status_code == 422
    assert not Budget.objects.exists()


def test_the_board_shows_the_own_territory_and_its_bars(
    city, other_city, enterprise, funded, reserved, acting, signed_in
):
    reserved(funded(city, 1000), enterprise, 400)
    funded(other_city)
    page = signed_in(acting(Role.APPROVER, city)).get(ADDRESS).content.decode()
    assert "已预留未核定40.0%" in page
    assert "深圳" not in page


def test_nobody_decides_for_another_city(city, other_city, acting, signed_in, rule_in_library):
    signed_in(acting(Role.FINANCE, city)).post(ADDRESS, form())
    decision = {"change": CapChange.objects.get().pk, "decision": "approve"}
    assert signed_in(acting(Role.FINANCE, other_city)).post(ADDRESS, decision).status_code == 404
