"""The page of distributions, from the group that waits to the money that is granted."""

from __future__ import annotations

from datetime import date

import pytest
from application_fixtures import REFUND, REFUNDED
from django.urls import reverse
from money_fixtures import somebody_else

from ballast.rules.budgets import Budget
from ballast_web.applications.models import Distribution
from ballast_web.applications.services import funding
from ballast_web.applications.states import State
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
RULE = {"appropriation": {"label": "额度", "unit": "CNY", "values": {date(2022, 1, 1): "1元"}}}


@pytest.fixture
def waiting(until, settings, tmp_path, monkeypatch, known, funded, province):
    """One application with both votes, whose window has ended."""
    written = Budget.model_validate({**RULE, "when_short": "prorate", "clause": "一"})
    monkeypatch.setattr(funding, "budget_of", lambda _rule: written)
    text = settings.BALLAST_PROCEDURE.read_text(encoding="utf-8")
    settings.BALLAST_PROCEDURE = tmp_path / "procedure.yaml"
    line = "default:\n  window_until: {2020-01-01: 2022-09-05}"
    settings.BALLAST_PROCEDURE.write_text(text.replace("default:", line, 1), encoding="utf-8")
    funded(province, cap_fen=REFUNDED // 2, rule=REFUND, year=2022)
    return until(State.PAYABLE, REFUND, known.code)


def test_one_proposes_and_another_carries_out_from_the_pages(waiting, acting, province, signed_in):
    address = reverse("staff.distributions")
    maker = signed_in(acting(Role.POLICY, province))
    shown = maker.get(address).content.decode()
    assert '1件已核准，合计<span class="text-nowrap" title="9,000.00元">' in shown
    answer = maker.post(address, {"rule": REFUND})
    made = Distribution.objects.get()
    assert answer.url == reverse("staff.distribution", kwargs={"pk": made.pk})
    assert "须由编制单位的另一名审批人复核" in maker.get(answer.url).content.decode()
    checker = signed_in(somebody_else(Role.APPROVER, province))
    assert "4,500.00元" in checker.get(answer.url).content.decode()
    assert checker.post(answer.url, {"decision": "carry_out"}).status_code == 302
    waiting.refresh_from_db()
    assert (waiting.state, waiting.amount_fen) == (State.PAYABLE, REFUNDED // 2)
    assert "已分配" in checker.get(answer.url).content.decode()


def test_a_city_reads_why_it_cannot_share_out(waiting, people, signed_in):
    shown = signed_in(people["officer"]).get(reverse("staff.distributions")).content.decode()
    assert "须由同级单位统一分配" in shown
    assert "编制分配方案</button>" not in shown


def test_a_proposal_is_given_back_with_a_reason(waiting, acting, province, signed_in):
    signed_in(acting(Role.POLICY, province)).post(reverse("staff.distributions"), {"rule": REFUND})
    address = reverse("staff.distribution", kwargs={"pk": Distribution.objects.get().pk})
    checker = signed_in(somebody_else(Role.APPROVER, province))
    assert checker.post(address, {"decision": "refuse", "text": ""}).status_code == 422
    checker.post(address, {"decision": "refuse", "text": "等待追加预算"})
    assert "等待追加预算" in checker.get(address).content.decode()
