"""企业信息: facts with source and date; corrected, objected to, added."""

from __future__ import annotations

import pytest
from enterprise_facts import DAY, fact_rows

from ballast_web.enterprises.models import Objection, Supplied
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/my/facts/"


@pytest.fixture
def client(settings, enterprise, acting, signed_in):
    settings.BALLAST_TODAY = DAY
    fact_rows(enterprise)
    return signed_in(acting(Role.OWNER, enterprise))


def rent(**more):
    return {"table": "lease", "key": "ZL1", "name": "monthly_rent", **more}


def test_each_fact_stands_with_its_source_and_day(client):
    body = client.get(ADDRESS).content.decode()
    assert "月租金" in body
    assert "1万元" in body
    assert "测试登记" in body
    assert "2022-06-30" in body


def test_a_fact_is_corrected_in_place(client):
    assert "更正为（元）" in client.get(ADDRESS, rent()).content.decode()
    client.post(ADDRESS, rent(do="supply", value="1.2万", note="合同已变更"))
    assert Supplied.objects.get().value == "12000.00"
    body = client.get(ADDRESS).content.decode()
    assert "1.2万元" in body
    assert "企业填报" in body


def test_a_wrong_value_is_told_beside_its_field(client):
    body = client.post(ADDRESS, rent(do="supply", value="面议")).content.decode()
    assert "应为数字，至多2位小数（元）" in body
    assert 'value="面议"' in body


def test_an_objection_is_made_and_withdrawn(client):
    client.post(ADDRESS, rent(do="object", text="已经降租"))
    made = Objection.objects.get()
    assert "已经降租" in client.get(ADDRESS).content.decode()
    client.post(ADDRESS, {"do": "withdraw", "objection": made.pk})
    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_a_row_is_added(client):
    assert "租约编号" in client.get(ADDRESS, {"add": "lease"}).content.decode()
    given = {"do": "add", "table": "lease", "key": "ZL7", "fact-monthly_rent": "8000"}
    client.post(ADDRESS, given)
    assert "ZL7" in client.get(ADDRESS).content.decode()
    assert "尚未登记的编号" in client.post(ADDRESS, given).content.decode()
