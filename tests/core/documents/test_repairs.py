"""Repairs: each kind of dirt goes, and what only looks like it stays."""

from __future__ import annotations

import pytest

from ballast.documents.decode import decode
from ballast.documents.passes import repair
from ballast.documents.reader import read_bytes
from ballast.documents.view import folded, simplified


def clean(value: str) -> str:
    return repair(decode(value.encode(), "here").strip()).value


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("強(qiáng)化(huà)(huà)科(kē)技(jì)的(de)支(zhī)撑", "強化科技的支撑"),
        ("市（shì）場（chǎng）主（zhǔ）體", "市場主體"),
        ("通報(bào)三(sān)次,見江東日?qǐng)?bào)", "通報三次,見江東日報"),
    ],
)
def test_pronunciations_go_and_lost_characters_return(dirty: str, plain: str):
    assert clean(dirty) == plain


def test_a_lost_character_that_nothing_teaches_leaves_a_mark():
    assert clean("強(qiáng)化(huà)科(kē)技?wèn)") == "強化科技\ufffd"


@pytest.mark.parametrize(
    "kept", ["贷款市场报价利率(LPR)", "发展基金(REITs)", "手机应用(app)", "首台(套)", "见附表(a)"]
)
def test_brackets_that_are_no_pronunciation_stay(kept: str):
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("加快建设产业园区，推动企业\n— 12 —\n尽快投产。", "加快建设产业园区，推动企业尽快投产。"),
        ("支持企业上云 — 3 — 用数。", "支持企业上云用数。"),
        ("甲。\n第 3 页 共 9 页\n乙。", "甲。\n乙。"),
    ],
)
def test_page_numbers_go(dirty: str, plain: str):
    assert clean(dirty) == plain


def test_a_range_with_dashes_is_no_page_number():
    assert clean("培训期为3—5个月。") == "培训期为3—5个月。"


@pytest.mark.parametrize(
    ("dirty", "plain"),
    [
        ("加快建设产业园区，逐步完善道\n\n路和管网。", "加快建设产业园区，逐步完善道路和管网。"),
        ("（责任\n单位：省财政厅）", "（责任单位：省财政厅）"),
        ("举办“江东好物\n节”，扩大销售。", "举办“江东好物节”，扩大销售。"),
        ("营造良好环境，促进发展\n。（二）优化服务", "营造良好环境，促进发展。（二）优化服务"),
    ],
)
def test_a_sentence_broken_over_lines_is_whole_again(dirty: str, plain: str):
    assert clean(dirty) == plain


@pytest.mark.parametrize(
    "kept",
    [
        "一、支持企业，优化服务\n加大投放。",
        "江东市财政局\n江东市发展改革委\n2023年5月6日",
        "落实好政策，加大投放力度，优化服务\n（二）降低成本",
        "配合单位：市财政局、市商务局\n江东市人民政府\n2023年5月6日",
        "江东市关于扶持伞厂发展的若干措施\n江政〔2023〕5号\n一、支持政策\n（一）技改\n1.设备补助。按投资的一成补助\n2.贴息。按利息的一成补助\n二、保障措施\n（一）加强组织",
    ],
)
def test_lines_that_end_on_purpose_stay_apart(kept: str):
    assert clean(kept) == kept


def test_a_text_cut_at_one_width_is_joined_wherever_it_was_cut():
    paragraph = (
        "加快建设一批具有区域特色和竞争优势的先进制造业集群并且推动上下游企业协同发展共同提升"
    )
    lines = [paragraph[i : i + 5] for i in range(0, len(paragraph), 5)]
    assert clean("\n".join([*lines[:-1], lines[-1] + "。"])) == paragraph + "。"


def test_punctuation_replaces_its_lookalikes_and_invisible_characters_go():
    assert clean("工业母机､机器人\u200b等ꎬ加快发展ꎮ") == "工业母机、机器人等，加快发展。"


def test_footnotes_go():
    assert clean("机械行业[1]方案\n[Note 1] 不含汽车。\n正文。") == "机械行业方案\n正文。"


@pytest.mark.parametrize(
    "chrome",
    [
        "您的当前位置：首页 >> 政策 >> 文件",
        "【打印】 【关闭】",
        "分享让更多人看到",
        "（责编：某某）",
        "小字号",
        "返回首页",
    ],
)
def test_lines_of_the_site_go(chrome: str):
    assert clean(f"正文。\n{chrome}") == "正文。"


@pytest.mark.parametrize(
    "kept", ["中小企业促进办法", "下载量超过1万次的应用给予奖励。", "分享经济发展方案"]
)
def test_lines_that_share_words_with_a_site_stay(kept: str):
    assert clean(f"正文。\n{kept}") == f"正文。\n{kept}"


def test_simplified_is_a_view_of_the_same_length():
    assert (
        simplified("強化對企業的服務，著力擴大銷售，品牌卓著")
        == "强化对企业的服务，着力扩大销售，品牌卓著"
    )


def test_folding_brings_digits_brackets_and_chinese_years_to_one_form():
    assert folded("（５００）［二〇二五年］２０２５－２０２６") == "(500)〔2025年〕2025-2026"


def test_spaces_that_stand_throughout_a_recognised_text_are_taken_out():
    spaced = "为 支持 制伞 业 发展 ， 给予 伞厂 最高 500 万元 补助 （市 财政局）。\n" * 4
    read = read_bytes(f"关于 伞业 的 措施\n{spaced}".encode(), "a.txt").text.value
    assert read.split("\n")[1] == "为支持制伞业发展，给予伞厂最高500万元补助（市财政局）。"


def test_a_few_spaces_are_kept_where_they_part_names():
    source = "关于伞业的措施\n为支持制伞业发展，制定措施。\n市财政局 市商务局\n2022年3月1日"
    assert "市财政局 市商务局" in read_bytes(source.encode(), "a.txt").text.value
