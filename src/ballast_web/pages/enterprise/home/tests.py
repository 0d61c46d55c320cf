"""我的政策: what is missing is asked in place and judged at once."""

from __future__ import annotations

import pytest
from django.urls import reverse
from enterprise_facts import DAY, RENT, fact_rows

from ballast_web.enterprises.models import FactRow, Supplied
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/my/policies/"


@pytest.fixture
def client(settings, enterprise, acting, signed_in):
    settings.BALLAST_TODAY = DAY
    fact_rows(enterprise)
    return signed_in(acting(Role.CLERK, enterprise))


def test_an_open_verdict_asks_for_the_fact_that_it_waits_for(client):
    body = client.get(ADDRESS).content.decode()
    assert "补充这几项，可判定更多政策" in body
    assert "国有房屋租金减免" in body
    assert 'name="name" value="staff"' in body


def test_a_fact_that_is_supplied_in_place_gives_the_amount_at_once(client, enterprise):
    given = {"table": "enterprise", "key": enterprise.code, "name": "staff", "value": "37人"}
    response = client.post(ADDRESS, given, headers={"HX-Request": "true"})
    body = response.content.decode()
    assert "<html" not in body
    assert "3.00万元" in body
    assert Supplied.objects.get().value == 37


def test_without_scripts_the_form_works_as_well(client, enterprise):
    given = {"table": "enterprise", "key": enterprise.code, "name": "staff", "value": "37"}
    assert client.post(ADDRESS, given).url == ADDRESS
    assert "3.00万元" in client.get(ADDRESS).content.decode()


def test_a_wrong_value_is_told_at_its_field(client, enterprise):
    given = {"table": "enterprise", "key": enterprise.code, "name": "staff", "value": "很多"}
    body = client.post(ADDRESS, {**given, "place": RENT}, headers={"HX-Request": "true"})
    assert "应为整数（人）" in body.content.decode()
    assert "is-invalid" in body.content.decode()
    assert not Supplied.objects.exists()


def test_what_one_number_is_short_of_and_what_is_not_met_are_told(client):
    body = client.get(ADDRESS).content.decode()
    assert "不符合：" in body
    assert "个人信息保护法" in body


def test_what_is_due_is_applied_for_from_the_list_and_then_followed_there(client, enterprise):
    FactRow.objects.filter(table="enterprise").update(
        values={**FactRow.objects.get(table="enterprise").values, "staff": 37}
    )
    address = reverse("enterprise.apply", kwargs={"rule": RENT, "key": "ZL1"})
    assert address in client.get(ADDRESS).content.decode()
    assert "查看申报" not in client.get(ADDRESS).content.decode()
    client.post(address, {"action": "submit"})
    assert "查看申报" in client.get(ADDRESS).content.decode()
    assert client.get(address).url.startswith("/enterprise/application/")
