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


def loan(**facts):
    return {"row": "loan.1", **{f"loan.1.{name}": value for name, value in facts.items()}}


def test_what_an_enterprise_owns_is_offered_with_the_number_of_measures_that_judge_it():
    told = body(**FACTS)
    assert 'name="add" value="loan"' in told
    assert 'name="add" value="bank"' not in told
    assert 'name="add" value="enterprise"' not in told


def test_a_row_that_is_added_is_asked_for_its_own_facts_and_judged():
    page = Client().get(ADDRESS, {**FACTS, "add": "loan"})
    ((row, fields),) = page.context["rows"]
    assert (row.table, row.number) == ("loan", 1)
    assert fields
    assert all(each.name.startswith("loan.1.") for each in fields)
    assert any(each.finding.subject == "loan" for each in page.context["board"].likely)


def test_the_facts_of_a_row_change_its_verdict_and_a_wrong_one_is_told_at_its_field():
    client = Client()
    before = client.get(ADDRESS, {**FACTS, **loan()}).context["board"]
    asked = next(q for q in before.questions if q.table == "loan" and q.fact.type == "bool")
    after = client.get(ADDRESS, {**FACTS, **loan(**{asked.name: "否"})}).context["board"]
    assert asked.name not in {q.name for q in after.questions if q.table == "loan"}
    assert len(after.likely) < len(before.likely)
    assert "“是”或“否”" in body(**FACTS, **loan(**{asked.name: "也许"}))


def test_a_row_is_dropped_and_no_more_are_entered_than_fit():
    client = Client()
    many = {"row": [f"loan.{n}" for n in (1, 2, 3)]}
    full = client.get(ADDRESS, {**many, "add": "loan"})
    assert len(full.context["rows"]) == 3
    assert "loan" not in {each.table for each in full.context["kinds"]}
    left = client.get(ADDRESS, {**many, "drop": "loan.2"}).context["rows"]
    assert [row.number for row, _fields in left] == [1, 3]


@pytest.mark.parametrize("row", ["bank.1", "loan.9", "loan.0", "loan", "x.1", "loan.①", ""])
def test_rows_that_nobody_can_own_are_not_entered(row):
    page = Client().get(ADDRESS, {**FACTS, "row": row, "add": row})
    assert page.status_code == 200
    assert len(page.context["rows"]) == (1 if row == "loan" else 0)
