"""Why a rule says what it says, and the wish to have a person look at it."""

from __future__ import annotations

import pytest
from enterprise_facts import DAY, RENT, fact_rows

from ballast_web.enterprises.models import Objection
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(settings, enterprise, acting, signed_in):
    settings.BALLAST_TODAY = DAY
    fact_rows(enterprise, staff=370)
    return signed_in(acting(Role.OWNER, enterprise))


def test_each_condition_is_told_with_value_limit_and_clause(client):
    body = client.get(f"/my/policies/{RENT}/ZL1/").content.decode()
    assert "✗ 不符合" in body
    assert "从业人员 370人" in body
    assert "条款（五）" in body
    assert "测试登记" in body


def test_a_person_is_asked_to_review_it(client, enterprise):
    response = client.post(f"/my/policies/{RENT}/ZL1/", {"text": "人数统计有误"})
    assert response.status_code == 302
    made = Objection.objects.get()
    assert (made.rule, made.key, made.state) == (RENT, "ZL1", "open")
    assert "不符合" in made.held
    assert "人数统计有误" in client.get(response.url).content.decode()


@pytest.mark.parametrize("address", [f"{RENT}/ZL9/", "nobody/2022-nothing/01-none/ZL1/"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(f"/my/policies/{address}").status_code == 404
