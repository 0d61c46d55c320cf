"""`ballast draft`: from a document to a package that a person completes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from ballast.cli import app
from ballast.documents.reader import read_bytes
from ballast.errors import NoYear, PackageExists
from ballast.measures.check import CHECKS, Scope
from ballast.measures.draft import COUNTRY, Address, province
from ballast.measures.draft import draft as draft_package
from ballast.measures.package import Package, load_package
from ballast.measures.writing import written
from ballast.sources import read as read_yaml

NUMERALS = "一二三四五六七八九十"
Draft = Callable[..., Result]


@pytest.fixture
def draft(tmp_path: Path, umbrellas: Path) -> Draft:
    """Runs `ballast draft` on a document, by default the invented one."""

    def run(*options: str, file: Path = umbrellas) -> Result:
        given = ["draft", str(file), "--out", str(tmp_path / "policies"), *options]
        return CliRunner().invoke(app, given)

    return run


@pytest.fixture
def drafted(draft: Draft, tmp_path: Path) -> Package:
    """The package drafted from the invented document."""
    assert draft("--issuer", "haitang", "--slug", "umbrellas").exit_code == 0
    return load_package(tmp_path / "policies" / "haitang" / "2024-umbrellas")


def test_a_draft_has_the_documents_metadata(drafted: Package) -> None:
    policy = drafted.policy
    assert policy.number == "海棠政办〔2024〕7号"
    assert policy.issuers == ("海棠省人民政府办公厅",)
    assert policy.issued_on == date(2024, 5, 6)
    assert (policy.kind, policy.official, policy.status) == ("policy", True, "draft")
    assert [cited.number for cited in policy.cites] == ["海棠政办〔2023〕2号"]
    assert policy.source.file == "umbrellas.txt"


def test_a_draft_has_every_clause_with_its_units_and_lead(drafted: Package) -> None:
    first, second, third = drafted.measures
    assert drafted.clauses == ("（一）", "（二）", "（三）")
    assert [unit.unit for unit in first.units] == ["省工业和信息化厅", "省财政厅", "各市人民政府"]
    assert (first.leads, second.leads) == (("省工业和信息化厅",), ("省交通运输厅",))
    assert (third.leads, third.lead_ambiguous) == ((), True)
    assert drafted.policy.lead_convention


def test_a_draft_leaves_names_and_summaries_to_a_person(drafted: Package) -> None:
    assert {(measure.name, measure.summary) for measure in drafted.measures} == {(None, None)}
    assert drafted.policy.no_rule == {}


def test_counts_are_proposed_as_targets_and_money_and_shares_as_amounts(drafted: Package) -> None:
    first = drafted.measures[0]
    assert [(written(t.value), t.due) for t in first.targets] == [("300家", date(2024, 12, 31))]
    assert [written(amount.value) for amount in first.amounts] == ["80万元", "12%"]


def test_deadlines_and_recurring_duties_are_proposed(drafted: Package) -> None:
    _, second, third = drafted.measures
    assert date(2024, 9, 30) in {deadline.to for deadline in second.deadlines}
    assert [cadence.every for cadence in second.cadences] == ["month"]
    assert [cadence.every for cadence in third.cadences] == ["quarter"]


def test_a_draft_holds_no_long_piece_of_the_text(drafted: Package, umbrellas: Path) -> None:
    text = umbrellas.read_text("utf-8")
    body = text[text.index("一、") :]
    kept = (drafted.folder / "measures.yaml").read_text("utf-8")
    pieces = (body[start : start + 31] for start in range(len(body) - 31))
    assert not [piece for piece in pieces if piece in kept]


def test_a_draft_passes_the_check_against_its_document(drafted: Package, umbrellas: Path) -> None:
    given = ["--policies", str(drafted.folder.parents[1]), "--documents", str(umbrellas.parent)]
    result = CliRunner().invoke(app, ["check", *given])
    assert result.exit_code == 0, result.output
    assert "haitang/2024-umbrellas: draft policy, 3 measures" in result.output


def test_a_draft_reads_back_as_it_was_written(drafted: Package) -> None:
    lines = read_yaml(drafted.folder / "measures.yaml").lines
    assert lines[0].startswith("# A draft.")
    assert "      - {unit: 省工业和信息化厅, role: lead}" in lines


def test_the_command_says_what_to_do_next(draft: Draft) -> None:
    output = draft("--issuer", "haitang", "--slug", "2024-umbrellas").output
    assert "3 measures drafted from umbrellas.txt" in output
    assert "ballast check --policies" in output


def test_without_names_a_draft_goes_to_a_folder_of_drafts(draft: Draft, tmp_path: Path) -> None:
    assert draft().exit_code == 0
    assert load_package(tmp_path / "policies" / "drafts" / "2024-umbrellas").measures


def test_a_package_is_not_overwritten_unless_forced(draft: Draft, drafted: Package) -> None:
    measures = drafted.folder / "measures.yaml"
    measures.write_text("# the work of a person\nmeasures: []\n", encoding="utf-8")
    refused = draft("--issuer", "haitang", "--slug", "umbrellas")
    assert isinstance(refused.exception, PackageExists)
    assert "--force" in str(refused.exception)
    assert "the work of a person" in measures.read_text("utf-8")
    assert draft("--issuer", "haitang", "--slug", "umbrellas", "--force").exit_code == 0
    assert "the work of a person" not in measures.read_text("utf-8")


def test_a_document_without_dates_needs_its_year_in_the_slug(draft: Draft, tmp_path: Path) -> None:
    bare = tmp_path / "bare.txt"
    bare.write_text(
        "关于扶持竹篮产业的措施\n\n一、支持编织。鼓励广西竹篮厂招收学徒。（责任单位：广西竹业局）\n",
        encoding="utf-8",
    )
    refused = draft("--slug", "baskets", file=bare)
    assert isinstance(refused.exception, NoYear)
    assert "--slug 2022-baskets" in str(refused.exception)
    assert draft("--slug", "2023-baskets", file=bare).exit_code == 0
    policy = load_package(tmp_path / "policies" / "drafts" / "2023-baskets").policy
    assert (policy.official, policy.issued_on) == (False, None)
    assert policy.region == "450000"


@pytest.mark.parametrize("slug", ["Umbrellas", "纸伞", "a--b", "../up"])
def test_a_slug_that_is_no_folder_name_is_refused(draft: Draft, slug: str) -> None:
    result = draft("--slug", slug)
    assert result.exit_code == 2
    assert "a-z, 0-9 and hyphens" in result.output


def test_the_year_is_that_of_the_number_where_no_date_is_said(
    draft: Draft, tmp_path: Path, umbrellas: Path
) -> None:
    text = umbrellas.read_text("utf-8").replace("2024年5月6日\n", "")
    umbrellas.write_text(text, encoding="utf-8")
    assert draft("--slug", "umbrellas").exit_code == 0
    assert (tmp_path / "policies" / "drafts" / "2024-umbrellas" / "policy.yaml").is_file()


def test_quotes_are_whole_phrases_around_the_figures(drafted: Package) -> None:
    assert "按购价的12%给予补助" in drafted.measures[0].quotes
    assert "2024年推动300家企业完成更新" in drafted.measures[0].quotes


def test_two_clauses_of_one_label_stay_apart_by_their_sections(
    draft: Draft, tmp_path: Path, umbrellas: Path
) -> None:
    text = umbrellas.read_text("utf-8").replace("（三）举办", "（一）举办")
    umbrellas.write_text(text, encoding="utf-8")
    assert draft("--slug", "umbrellas").exit_code == 0
    package = load_package(tmp_path / "policies" / "drafts" / "2024-umbrellas")
    assert package.clauses == ("一、稳定生产（一）", "（二）", "二、扩大销路（一）")


PHRASES = st.sampled_from(
    [
        "对购置80万元以上新机器的纸伞厂补助12%",
        "推动300家企业换新机器",
        "每月至少组织一场对接会",
        "2024年9月30日前列出清单",
        "十月底前完成",
        "价格不低于基准的70%",
        "“纸伞”（竹骨）出口额增长5%以上",
        "参照海棠政办〔2023〕2号",
        "按《海棠省纸伞管理办法》办理",
        "年均培训1.5万人次",
        "用电300千瓦以上的工厂",
        "每两个月通报一次" + "纸伞" * 20,
    ]
)
CLAUSES = st.tuples(
    st.sampled_from(["支持换新", "畅通运输" * 9, ""]),
    st.lists(PHRASES, min_size=1, max_size=4).map("，".join),
    st.sampled_from(
        [
            "（省工业和信息化厅、省财政厅，第一个为牵头单位，下同）",
            "（省工业和信息化厅牵头，省财政厅、省工业和信息化厅配合）",
            "（责任单位：省工业和信息化厅、各市人民政府按职责分工负责）",
            "",
        ]
    ),
)


@given(st.lists(st.lists(CLAUSES, min_size=1, max_size=3), max_size=3), st.booleans())
@settings(max_examples=60, deadline=None)
def test_whatever_the_document_its_draft_passes_the_check(
    sections: list[list[tuple[str, str, str]]], restart: bool
) -> None:
    lines, count = ["关于提振纸伞产业的措施", ""], 0
    for section, clauses in enumerate(sections):
        lines.append(f"{NUMERALS[section]}、第{NUMERALS[section]}部分" + "纸伞" * 10 * section)
        count = 0 if restart else count
        for heading, body, units in clauses:
            lines.append(f"（{NUMERALS[count]}）{heading}{'。' if heading else ''}{body}。{units}")
            count += 1
    with TemporaryDirectory() as name:
        path = Path(name, "a.txt")
        path.write_text("\n".join(lines), encoding="utf-8")
        draft_package(path, Address(Path(name, "policies"), "haitang", "2024-umbrellas"))
        scope = Scope(Path(name, "policies"), Path(name))
        assert [str(problem) for check in CHECKS for problem in check(scope)] == []


def test_a_city_without_its_province_tells_the_province():
    lines = "关于扶持制伞业的措施\n一、支持伞厂。给予补助。\n{}\n2022年3月1日".format
    read = [read_bytes(lines(name).encode(), "a.txt") for name in ("广州市财政局", "海棠市财政局")]
    assert [province(document) for document in read] == ["440000", COUNTRY]
