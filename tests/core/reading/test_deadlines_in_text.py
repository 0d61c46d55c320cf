"""Deadlines: what the text states, what the context adds, and what stays open."""

from __future__ import annotations

from datetime import date

import pytest

from ballast.documents.decode import decode
from ballast.documents.reader import read_bytes
from ballast.measures.deadlines import deadlines
from ballast.measures.extract import measures
from ballast.measures.model import Deadline
from ballast.measures.times import Context

ISSUED = Context(date(2022, 3, 24), 2022, True, None)
UNDATED = Context(None, 2022, False, None)


def read(sentence: str, context: Context = ISSUED) -> list[Deadline]:
    return list(deadlines(decode(sentence.encode(), "here"), context))


def one(sentence: str, context: Context = ISSUED) -> tuple[str | None, str | None]:
    (found,) = read(sentence, context)
    return (found.start and found.start.isoformat(), found.end and found.end.isoformat())


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("2022年10月底前完成", None, "2022-10-31"),
        ("10月底前完成", None, "2022-10-31"),
        ("2022年10月15日前报送", None, "2022-10-15"),
        ("二〇二三年十月底前完成", None, "2023-10-31"),
        ("从2022年7月1日起执行", "2022-07-01", None),
        ("2023年1月1日至12月31日", "2023-01-01", "2023-12-31"),
        ("2022年5月至2023年4月", "2022-05-01", "2023-04-30"),
        ("2022年度内购置", "2022-01-01", "2022-12-31"),
        ("2022年底前建成", None, "2022-12-31"),
        ("到2025年达到", None, "2025-12-31"),
        ("2025—2026年", "2025-01-01", "2026-12-31"),
        ("年底前办结", None, "2022-12-31"),
        ("年内下达资金", "2022-01-01", "2022-12-31"),
        ("明年年底前", None, "2023-12-31"),
        ("四季度安排", "2022-10-01", "2022-12-31"),
        ("2023年一季度末", None, "2023-03-31"),
        ("从2022年下半年开始", "2022-07-01", None),
        ("在8、9月份开展", "2022-08-01", "2022-09-30"),
        ("9月中旬举办", "2022-09-11", "2022-09-20"),
        ("“十四五”期间推动", "2021-01-01", "2025-12-31"),
        ("到“十五五”末", None, "2030-12-31"),
        ("暂定执行至2024年3月底", None, "2024-03-31"),
        ("自印发之日起30日内制定", None, "2022-04-23"),
    ],
)
def test_a_date_or_a_window_is_read(sentence: str, start: str | None, end: str | None):
    assert one(sentence) == (start, end)


def test_before_a_year_has_two_readings_and_says_so():
    (found,) = read("2027年前建成")
    assert found.end == date(2026, 12, 31)
    assert found.ambiguous is not None
    assert "2027年底" in found.ambiguous


def test_a_month_before_the_day_of_issue_is_next_years_and_says_so():
    (found,) = read("2月底前报送")
    assert found.end == date(2023, 2, 28)
    assert found.ambiguous is not None


def test_in_an_undated_document_a_year_from_the_context_says_so():
    (found,) = read("10月底前完成", UNDATED)
    assert found.end == date(2022, 10, 31)
    assert found.ambiguous == "没有写明年份，按上下文取2022年"


def test_without_any_year_nothing_is_invented():
    assert read("10月底前完成", Context(None, None, False, None)) == []


def test_within_some_years_counts_from_the_year_that_the_document_names():
    assert one("5年内引进100名人才", Context(None, 2012, False, 2012)) == (None, "2016-12-31")
    (found,) = read("2年内建成")
    assert (found.end, found.ambiguous) == (date(2024, 3, 24), "没有写明起算日，按印发之日起算")


def test_a_date_that_recurs_has_no_single_day():
    found = read("由每年3月底、9月底改为当年6月底、次年1月底")
    assert [(one.start, one.end) for one in found] == [(None, None)] * 3
    assert all(one.ambiguous for one in found)


def test_what_was_over_when_the_document_was_issued_is_no_deadline():
    assert read("将2021年四季度实施的政策延续") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "《2025年行动方案》",
        "实施2022年第三批项目",
        "“十四五”规划重大项目",
        "近3年内无违法",
        "开展2022年“三品”活动",
        "5个月",
        "2022年13月",
        "全年任务",
        "每年评估",
        "2022年2月30日前",
    ],
)
def test_names_and_impossible_dates_are_no_deadlines(sentence: str):
    assert read(sentence) == []


def test_the_year_comes_from_the_document():
    dated = "江东市关于支持企业的通知\n一、清欠。10月底前完成。\n江东市人民政府\n2023年5月6日"
    undated = (
        "关于支持企业的措施\n一、清欠。2021年已部署，2021年10月开始，2022年继续。10月底前完成。"
    )
    (first,) = measures(read_bytes(dated.encode(), "a.txt"))
    (second,) = measures(read_bytes(undated.encode(), "a.txt"))
    assert first.deadlines[0].end == date(2023, 10, 31)
    assert second.deadlines[-1].end == date(2021, 10, 31)
