"""Editing a rule with live checking."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from lxml import html
from web_fixtures import SMALL

from ballast_web.catalogue import drafts
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
RULE = f"{SMALL}/10-quality-award.yaml"
#: Two English words one after the other.
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,}")
LIVE = {"HX-Request": "true"}


@pytest.fixture
def desk(small_library, province, acting, signed_in):
    officer = acting(Role.POLICY, province)
    tests = RULE.replace(".yaml", ".tests.yaml")
    draft = drafts.begin_with(officer, "调整", [RULE, tests])
    address = reverse("staff.draft_file", kwargs={"pk": draft.pk, "path": RULE})
    texts = [draft.files.get(path=path).text for path in (RULE, tests)]
    return signed_in(officer), address, *texts, draft


def test_a_mistake_is_told_with_line_and_carets_while_typing(desk):
    client, address, text, cases, draft = desk
    wrong = text.replace("prize in", "prise in")
    page = client.post(address, {"text": wrong, "cases": cases}, headers=LIVE).content.decode()
    line = next(i for i, each in enumerate(wrong.splitlines(), 1) if "prise in" in each)
    assert f'data-line="{line}"' in page
    assert "^^^^^" in page
    assert draft.files.get(path=RULE).text == text


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("prize in", "prise in", "“prise”，它不是quality_award的事实"),
        ("effect:", "effekt:", "effect：没有填写"),
        ("effect:", "effekt:", "不允许有这一项"),
        ("effect: {from: ", "effect: {to: 2001-01-01, from: ", "键“to”第二次出现"),
        ("conditions:", "conditions: [", "此处缺少“,”或“]”"),
        ("is: ", "is: 5 > '2022-01-01' and ", "文字'2022-01-01'与没有单位的数比较"),
        ("is: ", "is: year(prize) = 2 and ", "对枚举值用 year()"),
        ("is: ", "is: case when true then 1 end = 1 and ", "case 缺少 else"),
        ("from: 2023-10-12", "from: x", "日期，如 2022-12-31"),
    ],
)
def test_what_is_wrong_is_told_in_chinese(desk, right, wrong, said):
    client, address, text, cases, _ = desk
    typed = text.replace(right, wrong, 1)
    told = problems_of(client.post(address, {"text": typed, "cases": cases}, headers=LIVE))
    assert any(said in each for each in told), told
    assert [each for each in told if ENGLISH.search(each)] == []


def test_to_a_reader_of_english_the_core_speaks_for_itself(desk):
    client, address, text, cases, _ = desk
    client.cookies["django_language"] = "en"
    typed = {"text": text.replace("prize in", "prise in"), "cases": cases}
    told = problems_of(client.post(address, typed, headers=LIVE))
    assert "“prise”, which is no fact of quality_award" in told


def problems_of(answer) -> list[str]:
    """What was given and what is allowed, of each problem shown."""
    lines = html.fromstring(answer.text).xpath("//div[@class='ballast-fault']/div")
    return [each.text_content() for each in lines if "ballast-path" not in each.get("class", "")]


def test_a_good_rule_is_read_out_and_its_cases_hold(desk):
    client, address, text, cases, _ = desk
    page = client.post(address, {"text": text, "cases": cases}, headers=LIVE).content.decode()
    assert "规则读作" in page
    assert "不符0个" in page


def test_a_case_that_fails_says_what_came_out(desk):
    client, address, text, cases, _ = desk
    wrong = cases.replace("eligible, amount: 1234567.89元", "eligible, amount: 1元", 1)
    page = client.post(address, {"text": text, "cases": wrong}, headers=LIVE).content.decode()
    assert "金额为1,234,567.89元，预期1.00元" in page


def test_what_no_case_tries_is_named_in_words(desk):
    client, address, text, cases, _ = desk
    few = cases[: cases.index("  - case: 获得中国质量奖的同样资助")]
    page = client.post(address, {"text": text, "cases": few}, headers=LIVE).content.decode()
    assert "没有用例使“列明的奖项”不成立" in page
    assert "没有用例使“列明的奖项”待定" in page
    assert "（quality_award.prize）" in page
    assert " is never " not in page


@pytest.mark.parametrize("text", ["", "[", "a: &x [1]\nb: *x\n", "label: 1", "- " * 5000, "\x00"])
def test_whatever_is_typed_is_answered(desk, text):
    client, address, _, cases, _ = desk
    response = client.post(address, {"text": text, "cases": cases}, headers=LIVE)
    assert response.status_code == 200
    assert "个问题" in response.content.decode()


def test_saving_writes_the_draft_and_verifies_if_asked(at_once, desk):
    client, address, text, cases, draft = desk
    data = {
        "text": text.replace("质量奖工作资助", "质量奖资助"),
        "cases": cases,
        "action": "verify",
    }
    page = client.post(address, data, follow=True).content.decode()
    assert "label: 质量奖资助" in draft.files.get(path=RULE).text
    assert draft.examinations.get().kind == "verify"
    assert "已对1项规则作形式验证" in page


def test_a_simulation_without_facts_says_what_to_do(at_once, settings, tmp_path, desk):
    settings.BALLAST_FACTS = tmp_path
    client, address, text, cases, _ = desk
    data = {"text": text, "cases": cases, "action": "simulate"}
    assert "还没有可供测算的企业数据" in client.post(address, data, follow=True).content.decode()


def test_who_only_reads_changes_nothing(desk, province, acting, signed_in):
    _, address, text, _, draft = desk
    client = signed_in(acting(Role.OPERATIONS, province))
    assert "readonly" in client.get(address).content.decode()
    assert client.post(address, {"text": "label: x\n"}).status_code == 403
    assert draft.files.get(path=RULE).text == text
