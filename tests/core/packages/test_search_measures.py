"""Searching the measures of all packages."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from ballast.cli import app
from ballast.content import home
from ballast.errors import NotFound
from ballast.measures.package import load_package, load_packages
from ballast.measures.search import Hit, Index
from ballast.vocabulary.organisations import load_register

Write = Callable[..., Path]
Find = Callable[..., list[str]]
REGISTER = load_register(home("vocabulary"))
COMMITTED = list(load_packages(home("policies")).values())
INDEX = Index(COMMITTED, REGISTER)

#: Name, summary, kinds, units, quotes of invented measures.
UMBRELLAS: list[tuple[str | None, str | None, list[str], list[str], list[str]]] = [
    ("换新机器补助", "买新机器的纸伞厂可得一笔补助。", ["benefit"], ["省财政厅"], []),
    ("机器", "旧机器拆走，腾出厂房。", ["task"], ["省工业和信息化厅"], []),
    (
        "运伞对接",
        "每月让车主和货主见面，也谈机器。",
        ["matching"],
        ["省交通运输厅"],
        ["CARGO-9号专线"],
    ),
    (None, None, [], ["省商务厅"], ["力争出口额增长"]),
]


@pytest.fixture
def folder(package_folder: Write) -> Path:
    """A draft package of the invented measures; the last has a heading and no words of its own."""

    def fill(it: Any) -> None:
        it.measures[:] = [
            {
                "label": f"（{'一二三四'[i]}）",
                "section": "二、扩大销路",
                "heading": None if name else "举办纸伞展销",
                "name": name,
                "summary": summary,
                "kinds": kinds,
                "units": [{"unit": unit, "role": "lead"} for unit in units],
                "quotes": quotes,
                "fingerprint": f"{i}" * 64,
            }
            for i, (name, summary, kinds, units, quotes) in enumerate(UMBRELLAS)
        ]
        it.policy.update(status="draft", no_rule={}, lead_convention=None)

    return package_folder(fill)


@pytest.fixture
def find(folder: Path) -> Find:
    """The clauses that a search of the invented package finds, in order."""
    index = Index([load_package(folder)], REGISTER)
    return lambda words, limit=10: [hit.entry.clause for hit in index.search(words, limit)]


def test_the_name_itself_comes_first_then_names_that_hold_it_then_other_texts(find: Find) -> None:
    assert find("机器") == ["（二）", "（一）", "（三）"]


def test_what_holds_every_word_comes_before_what_holds_some(find: Find) -> None:
    assert find("车主 机器") == ["（三）", "（二）", "（一）"]


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("货主见面", "（三）"),
        ("对接", "（三）"),
        ("待遇", "（一）"),
        ("出口额", "（四）"),
        ("举办纸伞展销", "（四）"),
        ("cargo", "（三）"),
        ("ＣＡＲＧＯ", "（三）"),
        ("補助", "（一）"),
        ("省交通运输厅", "（三）"),
    ],
    ids=[
        "the summary",
        "a name",
        "a kind's label",
        "a draft's quote",
        "a draft's heading",
        "another case",
        "full width",
        "traditional characters",
        "a unit",
    ],
)
def test_a_measure_is_found_by_any_of_its_texts(find: Find, words: str, clause: str) -> None:
    assert find(words)[0] == clause


@pytest.mark.parametrize("words", ["工信厅", "广东省工信厅", "广东省工业和信息化厅"])
def test_a_unit_is_found_by_names_that_the_document_does_not_print(find: Find, words: str) -> None:
    assert find(words) == ["（二）"]


def test_a_unit_and_a_word_are_both_asked_for(find: Find) -> None:
    assert find("广东省财政厅 机器")[0] == "（一）"


def test_the_department_of_another_province_is_not_meant(find: Find) -> None:
    assert find("福建省工信厅") == []


def test_words_in_another_order_are_found_by_their_segments(find: Find) -> None:
    assert find("纸伞厂机器补助")[0] == "（一）"


@pytest.mark.parametrize("words", ["火星移民", "", "   ", "的", "，", "qwerty"])
def test_what_stands_nowhere_finds_nothing(find: Find, words: str) -> None:
    assert find(words) == []


def test_one_common_word_among_many_is_not_enough(find: Find) -> None:
    assert find("火星移民飞船燃料机器") == []


def test_no_more_than_the_limit_is_found(find: Find) -> None:
    assert find("机器", 2) == ["（二）", "（一）"]


def test_a_library_without_measures_is_searched_in_vain() -> None:
    assert Index([], REGISTER).search("机器") == []


def test_a_report_is_found_by_its_mechanisms() -> None:
    report = next(each for each in COMMITTED if each.policy.kind == "report")
    mechanism = report.policy.supervision[0]
    assert INDEX.search(mechanism.name, 1)[0].entry.measure == mechanism


def test_every_committed_measure_is_the_first_hit_of_its_own_name() -> None:
    for entry in INDEX.entries:
        first = INDEX.search(entry.title, 1)[0]
        assert (first.rank, first.entry.title) == (0, entry.title)


def sound(hit: Hit) -> bool:
    """Whether the spans of a hit lie in order inside its text and are not empty."""
    if hit.field is None:
        return hit.spans == ()
    flat = [place for span in hit.spans for place in span]
    return flat == sorted(set(flat)) and 0 <= flat[0] < flat[-1] <= len(hit.entry.fields[hit.field])


@given(st.text(alphabet="机器设备补助企业省财政厅 aA1０，（", max_size=12), st.integers(1, 5))
def test_whatever_is_asked_hits_are_ordered_and_their_spans_lie_in_their_texts(
    words: str, limit: int
) -> None:
    hits = INDEX.search(words, limit)
    assert len(hits) <= limit
    assert [hit.rank for hit in hits] == sorted(hit.rank for hit in hits)
    assert all(sound(hit) for hit in hits)


def test_thousands_of_measures_are_searched_as_few_are() -> None:
    index = Index(COMMITTED * (1 + 3000 // len(INDEX.entries)), REGISTER)
    assert len(index.entries) >= 3000
    many, few = (each.search("设备更新补贴 广东省工信厅", 1) for each in (index, INDEX))
    assert [hit.entry.measure for hit in many] == [hit.entry.measure for hit in few]


def search(*given: str) -> Result:
    return CliRunner().invoke(app, ["search", *given])


def test_the_command_tells_policy_clause_status_and_whether_there_is_a_rule() -> None:
    result = search("设备器具加速扣除", "--limit", "1")
    assert result.exit_code == 0, result.output
    first, second, *_ = result.output.splitlines()
    assert first == "1. （一）设备器具加速扣除　期限已满　有规则"
    assert second.strip() == "粤办函〔2022〕41号　guangdong/2022-industrial-growth"


def test_the_found_words_are_marked(folder: Path) -> None:
    given = ["search", "货主", "--policies", str(folder.parents[1])]
    result = CliRunner().invoke(app, given, color=True)
    assert click.style("货主", bold=True, fg="yellow") in result.output
    assert "草稿" in result.output


def test_words_may_be_given_apart(folder: Path) -> None:
    policies = str(folder.parents[1])
    assert "（三）" in search("车主", "机器", "--policies", policies).output


def test_nothing_found_is_told_with_advice(folder: Path) -> None:
    result = search("火星", "--policies", str(folder.parents[1]))
    assert result.exit_code == 0
    assert "没有找到“火星”（共1份文件）" in result.output
    assert "ballast draft" in result.output


def test_the_command_speaks_json(folder: Path) -> None:
    result = search("机器", "--json", "--limit", "1", "--policies", str(folder.parents[1]))
    told = json.loads(result.output)
    (hit,) = told["hits"]
    assert told["words"] == "机器"
    assert (hit["clause"], hit["policy"], hit["rank"]) == ("（二）", "海棠政办〔2024〕7号", 0)
    assert (hit["has_rule"], hit["package_status"], hit["status"]) == (False, "draft", "unknown")
    assert [hit["text"][start:end] for start, end in hit["spans"]] == ["机器"]


def test_a_package_that_does_not_load_is_left_out_and_told(folder: Path) -> None:
    other = folder.parent / "2025-fans"
    other.mkdir()
    (other / "policy.yaml").write_text("title: 扇\n", encoding="utf-8")
    result = search("机器", "--policies", str(folder.parents[1]))
    assert "（二）机器" in result.output
    assert "ballast check" in result.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert isinstance(search("机器", "--policies", str(tmp_path / "no")).exception, NotFound)
