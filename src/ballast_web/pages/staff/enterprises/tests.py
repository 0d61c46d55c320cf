"""企业: the list of one's territory."""

from __future__ import annotations

import pytest
from enterprise_facts import DAY, fact_rows

from ballast_web.enterprises.models import Run
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/enterprises/"


@pytest.fixture
def client(settings, enterprise, other_enterprise, city, acting, signed_in):
    settings.BALLAST_TODAY = DAY
    fact_rows(enterprise, staff=37)
    return signed_in(acting(Role.POLICY, city))


def test_a_city_lists_its_own_enterprises(client):
    body = client.get(ADDRESS).content.decode()
    assert "合成企业甲" in body
    assert "合成企业乙" not in body


def test_the_filters_work_in_the_database(client):
    assert "合成企业甲" in client.get(ADDRESS, {"q": "甲"}).content.decode()
    assert "没有符合条件的企业" in client.get(ADDRESS, {"q": "丙"}).content.decode()
    assert "合成企业甲" in client.get(ADDRESS, {"city": "440100"}).content.decode()
    assert "没有符合条件的企业" in client.get(ADDRESS, {"waits": "objection"}).content.decode()


def test_everybody_is_judged_anew_and_the_list_says_so(client, enterprise):
    assert "尚未做过全量判定" in client.get(ADDRESS).content.decode()
    client.post(ADDRESS)
    run = Run.objects.get()
    assert run.state == "finished", run.stage
    standing = run.standings_of.get(enterprise=enterprise, key="ZL1", verdict="eligible")
    assert standing.payable_fen == 30_000_00
    assert "3.00万元" in client.get(ADDRESS).content.decode()


def test_the_list_goes_out_as_a_sheet(client):
    response = client.get(ADDRESS, {"export": "xlsx"})
    assert b"".join(response.streaming_content).startswith(b"PK")
