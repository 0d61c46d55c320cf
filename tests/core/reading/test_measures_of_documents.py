"""Measures: which clauses they are, where their bytes lie, and that dirt changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.documents.reader import Document, read_bytes
from ballast.documents.text import Span
from ballast.documents.view import folded
from ballast.errors import BallastError
from ballast.measures.extract import measures
from ballast.measures.fingerprints import fingerprint
from ballast.measures.model import Measure

POLICY = """云川省人民政府关于支持工业企业发展的若干措施
云府〔2023〕12号
各市、县（区）人民政府，省政府各部门：
为支持工业企业发展，现提出以下措施，请认真贯彻执行。
一、加大信贷支持
（一）扩大贷款规模。落实云发〔2022〕3号文件，2023年新增制造业贷款300亿元以上，对单户不超过1000万元的贷款给予财政贴息。（省金融办牵头，省财政厅、人民银行云川分行配合）
（二）降低融资成本。从2023年下半年开始，将担保费率从1.5%降低至1%，单户最高补助50万元。（责任单位：省财政厅、省工业和信息化厅，各县（市、区）人民政府）
二、优化企业服务
（三）推行专员制度。每月至少组织一场政银企对接活动，10月底前完成全部走访工作，及时解决企业困难。（责任单位：省工业和信息化厅，第一个为牵头单位，下同）
（四）清理拖欠账款。建立拖欠账款清理台账，年底前全部清偿，对进展缓慢的地区进行约谈。（省审计厅、省财政厅，各市人民政府）
云川省人民政府
2023年5月6日
"""


def read(source: str, name: str = "here.txt") -> tuple[Measure, ...]:
    return measures(read_bytes(source.encode(), name))


def labels(source: str) -> list[str]:
    return [measure.label for measure in read(source)]


def test_the_lowest_numbered_clauses_that_order_something_are_measures():
    found = read(POLICY)
    assert [(m.label, m.section, m.heading) for m in found] == [
        ("（一）", "一、加大信贷支持", "扩大贷款规模"),
        ("（二）", "一、加大信贷支持", "降低融资成本"),
        ("（三）", "二、优化企业服务", "推行专员制度"),
        ("（四）", "二、优化企业服务", "清理拖欠账款"),
    ]
    assert found[3].text == "建立拖欠账款清理台账，年底前全部清偿，对进展缓慢的地区进行约谈。"
    assert found[0].cites == ("云发〔2022〕3号",)


@pytest.mark.parametrize(
    "heading", ["总体要求", "指导思想", "基本原则", "主要目标", "发展目标", "重要意义", "适用范围"]
)
def test_purposes_principles_and_goals_are_no_measures(heading: str):
    assert labels(
        f"一、{heading}\n（一）坚持创新。推动发展。\n（二）坚持开放。扩大合作。\n二、主要任务\n（一）加大投放。扩大贷款。"
    ) == ["（一）"]


def test_articles_that_ground_define_or_put_in_force_are_no_measures():
    source = "第一条 为支持企业发展，制定本办法。\n第二条 本办法所称企业，是指规模以上工业企业。\n第三条 对新购设备给予20%补助。\n第四条 分档奖励：\n（一）一档10万元；\n（二）二档5万元。\n第五条 本办法自2023年6月1日起施行，有效期2年。"
    assert labels(source) == ["第三条", "（一）", "（二）"]


def test_a_section_of_unnumbered_remarks_is_no_measure_unless_it_names_who_is_responsible():
    source = "一、支持企业\n（一）加大投放。扩大贷款。\n二、组织实施\n加强协调。\n定期督查。"
    assert labels(source) == ["（一）"]
    assert labels(source + "（责任单位：市财政局）") == ["（一）", "二、"]


def test_sections_without_any_clause_below_are_the_measures():
    assert labels("一、加大投放。扩大贷款。\n二、降低成本。减免租金。") == ["一、", "二、"]


def test_recurring_duties_are_found_and_limits_are_none():
    (measure,) = read(
        "一、做好服务。每月至少组织一场对接活动，每半个月接待一次企业，实施季度通报，补贴每年只享受一次。"
    )
    assert [(c.period, c.every, c.times, c.comparator) for c in measure.cadences] == [
        ("month", 1, 1, ">="),
        ("half_month", 1, 1, "="),
        ("quarter", 1, None, "="),
    ]


def test_a_fingerprint_counts_letters_and_digits_and_nothing_else():
    assert fingerprint("给予 50万元，补助。") == fingerprint("给予\n５０万元,补助")
    assert fingerprint("給予50萬元補助") == fingerprint("给予50万元补助")
    assert fingerprint("给予50万元补助") != fingerprint("给予60万元补助")


def _spans(thing: object) -> Iterator[tuple[str, Span]]:
    """Every printed text with its span in a measure."""
    for name in ("text", "name"):
        if isinstance(span := getattr(thing, "span", None), Span) and hasattr(thing, name):
            yield getattr(thing, name), span
    for item in thing if isinstance(thing, tuple) else ():
        yield from _spans(item)


def _in_order(characters: str, text: str) -> bool:
    rest = iter(text)
    return all(character in rest for character in characters)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_bytes_at_every_span_hold_the_characters_in_order(encoding: str):
    data = POLICY.encode(encoding)
    found = measures(read_bytes(data, "here.txt"))
    pairs = [pair for measure in found for pair in _spans(measure)]
    assert len(pairs) > 20
    for words, span in pairs:
        plain = encoding.replace("16", "16-le")
        assert _in_order(words.replace(" ", ""), data[span.start : span.end].decode(plain)), words


def _plain(found: tuple[Measure, ...]) -> list[Measure]:
    """The measures without their places."""
    nowhere = Span(0, 0)

    def bare(thing: Any) -> Any:
        return thing._replace(span=nowhere)

    return [
        measure._replace(
            span=nowhere,
            responsible=tuple(map(bare, measure.responsible)),
            quantities=tuple(map(bare, measure.quantities)),
            deadlines=tuple(map(bare, measure.deadlines)),
            cadences=tuple(map(bare, measure.cadences)),
            targets=tuple(
                target._replace(span=nowhere, due=bare(target.due) if target.due else None)
                for target in measure.targets
            ),
        )
        for measure in found
    ]


CLEAN = _plain(read(POLICY))
#: Places inside the sentences and brackets of measures, behind each heading, on Chinese characters.
PLACES = [
    i
    for i in range(1, len(POLICY))
    if "。" in POLICY[:i].rsplit("\n", 1)[-1]
    and all("\u3400" <= c <= "\u9fff" for c in POLICY[i - 1 : i + 1])
    and POLICY[i - 1] != "第"
]
places = st.sets(st.sampled_from(PLACES), min_size=1, max_size=12)


def _with(inserted: str, at: set[int]) -> str:
    pieces, last = [], 0
    for place in sorted(at):
        pieces += [POLICY[last:place], inserted]
        last = place
    return "".join([*pieces, POLICY[last:]])


@given(places)
def test_pronunciations_change_nothing_but_places(at: set[int]):
    dirty = _with("(hàn)", at | set(PLACES[:3]))
    assert _plain(read(dirty)) == CLEAN


@given(places)
def test_injected_links_change_nothing_but_places(at: set[int]):
    dirty = _with('<span id="q"></span>', at)
    page = "".join(f"<p>{line}</p>" for line in dirty.split("\n"))
    assert _plain(read(page, "here.html")) == CLEAN


@given(places)
def test_links_in_markdown_change_nothing_but_places(at: set[int]):
    pieces = set(at)
    dirty, last = "", 0
    for place in sorted(pieces):
        dirty += (
            POLICY[last : place - 1] + f'<a href="http://q.cn/{place}">{POLICY[place - 1]}</a>'
            if place - 1 >= last
            else POLICY[last:place]
        )
        last = place
    assert _plain(read("---\ntitle: 转载\n---\n" + dirty + POLICY[last:], "here.md")) == CLEAN


@given(places)
def test_line_and_page_breaks_in_sentences_change_nothing_but_places(at: set[int]):
    assert _plain(read(_with("\n", at))) == CLEAN
    assert _plain(read(_with("\n\n— 3 —\n", at))) == CLEAN


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.md", "a.bin", ""]))
def test_arbitrary_bytes_are_read_or_refused_with_a_message(data: bytes, name: str):
    _read_or_refuse(data, name)


_PIECES = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "第一条",
        "。",
        "，",
        "\n",
        "（",
        "）",
        "《",
        "》",
        "责任单位：",
        "牵头",
        "第一个为牵头单位，下同",
        "省财政厅、",
        "500",
        "万元",
        "%",
        "以上",
        "2022年",
        "13月",
        "底前",
        "十四五",
        "期间",
        "自印发之日起",
        "九百九十年",
        "内",
        "百",
        "分之",
        "折",
        "<p>",
        "</p>",
        "<table><td>",
        "<!--",
        "&#x110000;",
        "&#0;",
        "#",
        " ",
        "---\n",
        "title:",
        "[a](b)",
        "(hàn)",
        "?bào)",
        "二〇二五年",
        "关于",
        "通知",
        "各市：",
        "每",
        "两次",
        "云府〔2023〕9号",
        "\ufffd",
        "9999",
        "年",
        "日前",
        "印发《",
        "有效期",
        "\t",
        "|",
        "减半",
        "从",
        "提高至",
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join), st.sampled_from(["a.txt", "a.html", "a.md"]))
def test_any_jumble_of_the_genre_is_read_or_refused_with_a_message(source: str, name: str):
    _read_or_refuse(source.encode(), name)


def _read_or_refuse(data: bytes, name: str) -> None:
    try:
        document: Document = read_bytes(data, name)
    except BallastError:
        return
    for measure in measures(document):
        for _, span in _spans(measure):
            assert 0 <= span.start <= span.end <= len(data)
    assert len(folded(document.text.value)) == len(document.text)


def texts(*lines: str) -> list[tuple[str, str | None, str, list[str]]]:
    """Label, heading, text and units of each measure."""
    found = read("\n".join(("关于伞业的方案", *lines)))
    return [(m.label, m.heading, m.text, [unit.name for unit in m.responsible]) for m in found]


def test_the_items_of_a_box_are_no_clauses_and_the_units_below_it_are_those_of_the_clause():
    assert texts(
        "一、实施强链行动",
        "引进伞厂20家。",
        "专栏1 强链工程",
        "1.伞骨工程。建设平台2个。",
        "2.伞面工程。支持攻关。",
        "（责任单位：市科技局）",
        "二、实施数字行动",
        "推动伞厂上云。",
    ) == [
        (
            "一、",
            "实施强链行动",
            "引进伞厂20家。专栏1强链工程1.伞骨工程。建设平台2个。2.伞面工程。支持攻关。",
            ["市科技局"],
        ),
        ("二、", "实施数字行动", "推动伞厂上云。", []),
    ]


def test_an_annex_that_lists_things_takes_nothing_from_the_last_clause():
    assert texts(
        "一、发券。发放券2000万元。（市商务局）",
        "二、办展。举办伞展30场。（市商务局）",
        "附件2",
        "伞展清单",
        "1.伞文化节",
        "2.雨伞大赛",
    ) == [
        ("一、", "发券", "发放券2000万元。", ["市商务局"]),
        ("二、", "办展", "举办伞展30场。", ["市商务局"]),
    ]


def test_a_sentence_with_nothing_but_units_below_it_is_the_order_and_no_heading():
    (first, second) = texts(
        "一、对引进的伞匠，给予5万元补贴。",
        "二、对获奖的伞匠，给予9万元奖励。",
        "责任单位：市财政局",
    )
    assert first[1:3] == (None, "对引进的伞匠，给予5万元补贴。")
    assert second == ("二、", None, "对获奖的伞匠，给予9万元奖励。", ["市财政局"])
