"""Applying: what is known is shown, what is missing is asked, the rest is one button."""

from __future__ import annotations

import pytest
from application_fixtures import LEASE, change_fact, upload
from django.urls import reverse
from enterprise_facts import RENT

from ballast_web.applications import services
from ballast_web.applications.models import Application, Evidence
from ballast_web.applications.states import State
from ballast_web.enterprises.models import Supplied

pytestmark = pytest.mark.django_db
HERE = f"/enterprise/apply/{RENT}/{LEASE}/"


@pytest.fixture
def owner(known, people, signed_in):
    return signed_in(people["owner"])


def test_the_form_shows_verdict_amount_and_where_each_fact_comes_from(owner):
    page = owner.get(HERE).content.decode()
    for said in ("符合条件", "30,000.00元", "测试登记", "提交申报"):
        assert said in page
    assert not Application.objects.exists()


def test_one_button_hands_it_in(owner, people):
    answer = owner.post(HERE, {"action": "submit", "statement": "属实"})
    found = Application.objects.get()
    assert answer.url == reverse("enterprise.application", kwargs={"pk": found.pk})
    assert (found.state, found.statement, found.payable_fen) == (State.SUBMITTED, "属实", 3_000_000)
    assert owner.get(HERE).url == answer.url


def test_a_missing_fact_is_asked_for_and_judged_at_once(owner, known):
    change_fact(known, "lease", monthly_rent=None)
    assert "先补充缺少的数据" in owner.get(HERE).content.decode()
    owner.post(HERE, {"action": "supply", "lease.monthly_rent": "20000"})
    assert Supplied.objects.get().name == "monthly_rent"
    page = owner.get(HERE).content.decode()
    assert "先补充缺少的数据" not in page
    assert "60,000.00元" in page


def test_what_is_not_entitled_cannot_be_handed_in(owner, known):
    change_fact(known, "lease", state_owned=False)
    page = owner.get(HERE).content.decode()
    assert "按现有数据不符合条件，暂不能提交" in page
    assert owner.post(HERE, {"action": "submit"}).status_code == 422
    assert not Application.objects.exclude(state=State.DRAFT).exists()


def test_evidence_is_put_to_the_draft_and_taken_away(owner):
    owner.post(HERE, {"action": "attach", "upload": upload("合同.pdf"), "what": "租赁合同"})
    added = Evidence.objects.get()
    assert "合同.pdf" in owner.get(HERE).content.decode()
    owner.post(HERE, {"action": "remove", "evidence": added.pk})
    assert "已移除“合同.pdf”" in owner.get(HERE).content.decode()
    assert "合同.pdf" not in owner.get(HERE).content.decode()
    assert owner.post(HERE, {"action": "attach"}).status_code == 422
    assert owner.post(HERE, {"action": "steal"}).status_code == 422


def test_what_was_handed_in_already_is_not_begun_again(owner, people, known):
    found = services.begin(people["owner"], RENT, LEASE)
    services.submit(people["owner"], found)
    assert owner.post(HERE, {"action": "attach", "upload": upload()}).status_code == 409
    assert Application.objects.count() == 1
