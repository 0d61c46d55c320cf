"""我能享受哪些政策: a handful of facts, no account, nothing stored."""

from __future__ import annotations

import pytest
from django.test import Client
from enterprise_facts import DAY

from ballast_web.enterprises.models import Supplied
from ballast_web.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
ADDRESS = "/try/"
FACTS = {"kind": "企业", "city": "广州市", "industry": "C3985", "staff": "37", "revenue": "5000万"}


@pytest.fixture(autouse=True)
def day(settings):
    settings.BALLAST_TODAY = DAY


def body(**given):
    return Client().get(ADDRESS, given).content.decode()


def test_at_first_a_handful_of_facts_is_asked():
    assert body().count("<select") + body().count('inputmode="') == 5


def test_the_answers_say_what_is_open_and_ask_for_the_next_fact():
    told = body(**FACTS)
    assert "可能享受：还缺信息" in told
    assert "再答几项，结果更准" in told


def test_a_further_answer_gives_an_entitlement_with_its_amount():
    told = body(**FACTS, injury_insured="是", injury_premium="29685.34")
    assert "工伤保险费率阶段性下调" in told
    assert "可以享受" in told
    assert "5,937.07元" in told


def test_a_question_that_is_left_out_is_not_asked_again():
    asked = body(**FACTS).split("再答几项")[1]
    name = asked.split('id="x-')[1].split('"')[0]
    assert f'id="x-{name}"' not in body(**FACTS, skip=name).split("再答几项")[1]


def test_a_wrong_answer_is_told_at_its_field():
    assert "应为整数（人）" in body(staff="几十个")


def test_nothing_is_stored():
    response = Client().get(ADDRESS, FACTS)
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies.get("sessionid")
    assert not Supplied.objects.exists()
    # What the first visitor of all leaves is the library itself, put on its shelf.
    assert not AuditEntry.objects.exclude(subject_type__startswith="catalogue.").exists()
