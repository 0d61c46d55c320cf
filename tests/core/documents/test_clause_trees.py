"""Clauses: found by the continuity of their numbers, at any depth, with line breaks or without."""

from __future__ import annotations

from ballast.documents.clauses import Clause
from ballast.documents.reader import read_bytes


def tree(source: str, name: str = "here.txt") -> list[object]:
    return [_node(clause) for clause in read_bytes(source.encode(), name).clauses]


def _node(clause: Clause) -> object:
    heading = clause.heading.value if clause.heading else None
    return (
        (clause.label, heading, [_node(child) for child in clause.children])
        if clause.children
        else (clause.label, heading)
    )


def bodies(source: str, name: str = "here.txt") -> list[str]:
    return [
        str(clause.body)
        for clause in read_bytes(source.encode(), name).walk()
        if not clause.children
    ]


def test_labels_nest_in_the_order_in_which_they_open():
    source = "一、支持\n（一）信贷\n1.扩大。加大投放。\n2.降息。给予贴息。\n（二）用工\n3.培训。开展培训。\n二、保障\n4.督查。加强督查。"
    assert tree(source) == [
        (
            "一、",
            "支持",
            [
                ("（一）", "信贷", [("1.", "扩大"), ("2.", "降息")]),
                ("（二）", "用工", [("3.", "培训")]),
            ],
        ),
        ("二、", "保障", [("4.", "督查")]),
    ]


def test_numbers_may_run_on_or_restart_in_each_section():
    running = "一、甲类\n1.甲事。办好。\n二、乙类\n2.乙事。办好。"
    restarting = "一、甲类\n1.甲事。办好。\n二、乙类\n1.乙事。办好。"
    assert [c.number for c in read_bytes(running.encode(), "a.txt").walk() if c.kind == "1."] == [
        1,
        2,
    ]
    assert [
        c.number for c in read_bytes(restarting.encode(), "a.txt").walk() if c.kind == "1."
    ] == [1, 1]


def test_articles_chapters_and_circled_items_are_labels():
    source = "第一章 总则\n第一条 制定本办法。\n第二条 给予补助：\n①一档10万元；\n②二档5万元。\n第二章 附则\n第三条 本办法由市财政局解释。"
    assert [c.label for c in read_bytes(source.encode(), "a.txt").walk()] == [
        "第一章",
        "第一条",
        "第二条",
        "①",
        "②",
        "第二章",
        "第三条",
    ]


def test_a_heading_stands_on_its_own_line_or_ends_at_its_full_stop():
    assert bodies("一、加大投放\n扩大贷款。\n二、降低成本\n减免租金。") == [
        "扩大贷款。",
        "减免租金。",
    ]
    assert bodies("一、加大投放。扩大贷款。\n二、降低成本。减免租金。") == [
        "扩大贷款。",
        "减免租金。",
    ]


def test_clauses_without_headings_keep_their_first_sentence():
    long = "加大对中小企业新购置设备和器具的支持力度，符合条件的企业可以按照规定一次性享受全部的优惠政策。做好服务。"
    assert bodies(f"一、{long}\n二、{long}") == [long, long]


def test_sections_glued_to_both_neighbours_are_parted():
    source = (
        "一、广开销路,带动市场回暖守住增长这条底线,先要有人买。要线上线下一起办。\n"
        "（一）扩大投资。加快建设。二、育强企业,补齐链上短板守住增长这条底线,还要有人造。要大中小企业一起抓。\n"
        "（二）稳定出口。扩大订单。三、保障措施守住增长这条底线,终要有人管。要一级抓一级。（三）强化调度。定期通报。"
    )
    assert tree(source) == [
        ("一、", "广开销路,带动市场回暖", [("（一）", "扩大投资")]),
        ("二、", "育强企业,补齐链上短板", [("（二）", "稳定出口")]),
        ("三、", "保障措施", [("（三）", "强化调度")]),
    ]


def test_a_text_without_any_line_break_is_still_parted():
    source = "现提出以下意见：一、支持企业（一）加大投放。扩大贷款。（二）降低成本。减免租金。二、优化服务（三）建立机制。定期走访。"
    assert [c.label for c in read_bytes(source.encode(), "a.txt").walk()] == [
        "一、",
        "（一）",
        "（二）",
        "二、",
        "（三）",
    ]


def test_numbers_inside_sentences_are_no_labels():
    source = "一、支持企业\n1.用好2.0升以下车型政策。办好第132届展会，参与（WP.29）工作，一、二类企业同等对待。\n2.给予补助。补助3.5万元；其中（二）类企业减半。\n3.做好服务。加强服务。"
    assert [c.label for c in read_bytes(source.encode(), "a.txt").walk()] == [
        "一、",
        "1.",
        "2.",
        "3.",
    ]


def test_a_label_may_touch_a_number_that_begins_the_heading():
    source = "\n".join(
        [*(f"{i}.培养项目。开展培养。" for i in range(1, 11)), "11.365工匠培育项目。培养能工巧匠。"]
    )
    last = list(read_bytes(source.encode(), "a.txt").walk())[-1]
    assert (last.label, str(last.heading)) == ("11.", "365工匠培育项目")


def test_markdown_headings_without_numbers_are_sections():
    source = "# 关于支持企业的措施\n\n## 总体要求\n\n坚持发展。\n\n## 支持措施\n\n1. 扩大贷款。加大投放。\n2. 降低成本。减免租金。\n"
    assert tree(source, "a.md") == [
        ("", "总体要求"),
        ("", "支持措施", [("1.", "扩大贷款"), ("2.", "降低成本")]),
    ]


def test_a_table_of_contents_is_not_the_clauses():
    source = "目录\n一、支持企业\n二、优化服务\n一、支持企业\n扩大贷款。\n二、优化服务\n定期走访。"
    assert bodies(source) == ["扩大贷款。", "定期走访。"]


def test_signature_date_attachment_and_contact_are_no_part_of_the_last_clause():
    end = "\n江东市人民政府\n2023年5月6日\n附件：任务清单\n联系方式\n地址：江东市"
    assert bodies("一、做好服务。定期走访。" + end) == ["定期走访。"]


def test_putting_in_force_is_no_part_of_the_last_clause():
    assert (
        bodies(
            "一、扩大贷款。加大投放。\n二、做好服务。定期走访。\n本措施自印发之日起施行，有效期2年。"
        )[-1]
        == "定期走访。"
    )


def test_clauses_may_be_numbered_by_words_such_as_cuoshi():
    text = "关于扶持伞厂的若干措施\n措施一：扶持技改。给予补助。\n措施二：扶持展销。给予补助。\n"
    roots = read_bytes(text.encode(), "here.txt").clauses
    assert [root.label for root in roots] == ["措施一：", "措施二："]
    assert [root.heading.value for root in roots] == ["扶持技改", "扶持展销"]
