"""The register of organisations: names to organisations, peers, successors."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ballast.content import home
from ballast.errors import Invalid, NotFound, Problem
from ballast.vocabulary.organisations import COLUMNS, FILE, Organisation, load_register

GUANGDONG, GUANGXI, SHENZHEN, COUNTRY = "440000", "450000", "440300", "100000"
REGISTER = load_register(home("vocabulary"))


def known(name: str, region: str) -> Organisation:
    found = REGISTER.resolve(name, region)
    assert found is not None, f"{name} in {region}"
    return found


@pytest.mark.parametrize(
    ("name", "region", "official"),
    [
        ("省工业和信息化厅", GUANGDONG, "广东省工业和信息化厅"),
        ("广东省工信厅", GUANGXI, "广东省工业和信息化厅"),
        ("自治区工业和信息化厅", GUANGXI, "广西壮族自治区工业和信息化厅"),
        ("财政厅", GUANGXI, "广西壮族自治区财政厅"),
        ("省税务局", GUANGDONG, "国家税务总局广东省税务局"),
        ("深圳市税务局", GUANGDONG, "国家税务总局深圳市税务局"),
        ("市税务局", SHENZHEN, "国家税务总局深圳市税务局"),
        ("广东银保监局", GUANGDONG, "中国银行保险监督管理委员会广东监管局"),
        ("人民银行南宁中心支行", COUNTRY, "中国人民银行南宁中心支行"),
        ("国家发改委", GUANGDONG, "国家发展和改革委员会"),
        ("发改委", COUNTRY, "国家发展和改革委员会"),
        ("发改委", GUANGDONG, "广东省发展和改革委员会"),
        (" 省财政厅 ", GUANGDONG, "广东省财政厅"),
    ],
)
def test_a_name_means_the_organisation_of_its_region(name: str, region: str, official: str) -> None:
    assert known(name, region).name == official


def test_a_city_s_document_may_name_the_province_s_departments() -> None:
    assert known("省财政厅", SHENZHEN).name == "广东省财政厅"


@pytest.mark.parametrize(
    ("name", "region"),
    [("省财政厅", COUNTRY), ("市税务局", GUANGDONG), ("省纸伞局", GUANGDONG), ("", GUANGDONG)],
)
def test_a_name_that_means_nobody_certain_is_not_resolved(name: str, region: str) -> None:
    assert REGISTER.resolve(name, region) is None


def test_a_region_that_is_not_listed_has_no_departments_but_the_country_s_are_known() -> None:
    assert REGISTER.resolve("省财政厅", "330000") is None
    assert known("财政部", "330000").level == "national"


def test_departments_of_one_function_in_two_provinces_are_peers() -> None:
    ours, theirs = known("工信厅", GUANGDONG), known("自治区工业和信息化厅", GUANGXI)
    assert REGISTER.peers(ours, theirs)
    assert REGISTER.peers(theirs, ours)


@pytest.mark.parametrize(
    "name",
    [
        "发展改革委",
        "财政厅",
        "商务厅",
        "国资委",
        "税务局",
        "市场监管局",
        "地方金融监管局",
        "证监局",
    ],
)
def test_a_department_has_its_peer_in_each_province_that_is_covered(name: str) -> None:
    ours, *others = (known(name, region) for region in (GUANGDONG, GUANGXI, "350000"))
    assert all(REGISTER.peers(ours, other) for other in others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("广东省工业和信息化厅", "广东省财政厅"),
        ("广东省财政厅", "广东省财政厅"),
        ("广东省财政厅", "财政部"),
        ("广东省税务局", "深圳市税务局"),
        ("广东银保监局", "国家金融监督管理总局广东监管局"),
    ],
    ids=["another function", "itself", "another level", "province and city", "its own successor"],
)
def test_others_are_no_peers(one: str, other: str) -> None:
    assert not REGISTER.peers(known(one, COUNTRY), known(other, COUNTRY))


def test_groups_of_cities_are_peers_across_provinces() -> None:
    ours = known("各地级以上市人民政府", GUANGDONG)
    assert ours.kind == "group"
    assert REGISTER.peers(ours, known("各设区市人民政府", GUANGXI))


def test_the_financial_regulator_succeeded_the_banking_regulator_in_july_2023() -> None:
    old, new = known("广西银保监局", GUANGXI), known("国家金融监督管理总局广西监管局", GUANGXI)
    assert REGISTER.current(old, date(2023, 7, 19)) == old
    assert REGISTER.current(old, date(2023, 7, 20)) == new
    assert (old.exists_on(date(2023, 7, 19)), new.exists_on(date(2023, 7, 19))) == (True, False)
    assert (old.exists_on(date(2023, 7, 20)), new.exists_on(date(2023, 7, 20))) == (False, True)


def test_the_nearest_names_are_those_of_the_region() -> None:
    assert "省工信厅" in REGISTER.nearest("省工信局", GUANGDONG)
    assert "自治区工信厅" in REGISTER.nearest("自治区工信局", GUANGXI)
    assert REGISTER.nearest("qwerty", GUANGDONG) == []


def test_every_organisation_is_found_by_each_of_its_names() -> None:
    for each in REGISTER.organisations.values():
        for name in (each.name, *each.aliases, *each.shorts):
            assert REGISTER.resolve(name, each.region) == each, name


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes a vocabulary with a register of two rows, after `changes` to the second."""

    def write(**changes: str) -> Path:
        rows = [
            dict.fromkeys(COLUMNS, "")
            | {
                "id": f"{region}-finance",
                "name": f"{label}财政厅",
                "shorts": "财政厅",
                "level": "province",
                "region": region,
                "function": "finance",
                "kind": "department",
            }
            for region, label in ((GUANGDONG, "广东省"), (GUANGXI, "广西壮族自治区"))
        ]
        rows[1] |= changes
        regions = (home("vocabulary") / "regions.csv").read_text("utf-8")
        (tmp_path / "regions.csv").write_text(regions, encoding="utf-8")
        with (tmp_path / FILE).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return tmp_path

    return write


def only_problem(folder: Path) -> Problem:
    with pytest.raises(Invalid) as caught:
        load_register(folder)
    (problem,) = caught.value.problems
    return problem


def test_a_register_of_one_s_own_is_read(folder: Callable[..., Path]) -> None:
    assert len(load_register(folder()).organisations) == 2


@pytest.mark.parametrize(
    ("changes", "given", "allowed"),
    [
        ({"id": "Finanz"}, "id “Finanz”", "a-z"),
        ({"name": ""}, "name “”", "official name"),
        ({"level": "town"}, "level “town”", "national, province"),
        ({"region": "999999"}, "region “999999”", "regions.csv"),
        ({"function": "财政"}, "function “财政”", "finance"),
        ({"kind": "club"}, "kind “club”", "party_organ"),
        ({"valid_from": "2023"}, "valid_from “2023”", "a date"),
        ({"valid_to": "bald"}, "valid_to “bald”", "a date"),
        ({"valid_from": "2024-01-02", "valid_to": "2024-01-01"}, "2024-01-02", "2024-01-01"),
        ({"successor": "440000-finance"}, "440000-finance", "valid_to"),
        ({"successor": "nobody", "valid_to": "2024-01-01"}, "nobody", "after 2024-01-01"),
        ({"successor": "450000-finance", "valid_to": "2024-01-01"}, "450000", "after 2024-01-01"),
        ({"aliases": "广东省财政厅"}, "already means 440000-finance", "one organisation"),
    ],
)
def test_a_wrong_row_is_told_with_its_line(
    folder: Callable[..., Path], changes: dict[str, str], given: str, allowed: str
) -> None:
    problem = only_problem(folder(**changes))
    assert given in problem.given
    assert allowed in problem.allowed
    assert (problem.file.name, problem.line) == (FILE, 3)


def test_an_identifier_stands_once(folder: Callable[..., Path]) -> None:
    with pytest.raises(Invalid) as caught:
        load_register(folder(id="440000-finance"))
    assert [problem.line for problem in caught.value.problems] == [2, 3]
    assert "each id once" in caught.value.problems[0].allowed


def test_a_register_without_its_columns_or_its_file_is_refused(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    folder()
    (tmp_path / FILE).write_text("id,name\n", encoding="utf-8")
    assert only_problem(tmp_path).given == "id,name"
    (tmp_path / FILE).unlink()
    with pytest.raises(NotFound, match="--vocabulary"):
        load_register(tmp_path)
