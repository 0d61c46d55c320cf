"""Codelists: the official classifications and how codes are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ballast.content import home
from ballast.errors import Invalid, NotFound
from ballast.vocabulary.codes import Codelist, load

HEAD = "code,label,parent,valid_from,valid_to,successor\n"


@pytest.fixture(scope="module")
def industries() -> Codelist:
    return load(home("vocabulary"), "industries")


@pytest.fixture(scope="module")
def regions() -> Codelist:
    return load(home("vocabulary"), "regions")


def test_the_classification_has_20_sections_97_divisions_and_473_groups(
    industries: Codelist,
) -> None:
    assert sum(len(code) == 4 for code in industries.entries) == 473
    assert "".join(code for code in industries.entries if len(code) == 1) == "ABCDEFGHIJKLMNOPQRST"
    divisions = [code[1:] for code in industries.entries if len(code) == 3]
    assert divisions == [f"{number:02}" for number in range(1, 98)]


@pytest.mark.parametrize(
    ("section", "first", "last"),
    [
        ("A", 1, 5),
        ("B", 6, 12),
        ("C", 13, 43),
        ("D", 44, 46),
        ("E", 47, 50),
        ("F", 51, 52),
        ("G", 53, 60),
        ("H", 61, 62),
        ("I", 63, 65),
        ("J", 66, 69),
        ("K", 70, 70),
        ("L", 71, 72),
        ("M", 73, 75),
        ("N", 76, 79),
        ("O", 80, 82),
        ("P", 83, 83),
        ("Q", 84, 85),
        ("R", 86, 90),
        ("S", 91, 96),
        ("T", 97, 97),
    ],
)
def test_each_section_holds_its_divisions(
    industries: Codelist, section: str, first: int, last: int
) -> None:
    held = [entry.code for entry in industries.children(section)]
    assert held == [f"{section}{number:02}" for number in range(first, last + 1)]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("C39", "计算机、通信和其他电子设备制造业"),
        ("K702", "物业管理"),
        ("K7010", "房地产开发经营"),
        ("C3912", "计算机零部件制造"),
        ("I65", "软件和信息技术服务业"),
        ("G60", "邮政业"),
    ],
)
def test_codes_have_their_official_labels(industries: Codelist, code: str, label: str) -> None:
    assert industries.label(code) == label


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("C3912", "C3912"),
        ("3912", "C3912"),
        ("c39", "C39"),
        ("39", "C39"),
        (" ３９ ", "C39"),
        ("C", "C"),
        ("0111", "A0111"),
        ("计算机零部件制造", "C3912"),
        ("7020", "K7020"),
    ],
)
def test_an_industry_has_one_form(industries: Codelist, text: str, code: str) -> None:
    assert industries.normalise(text) == code


def test_a_class_that_is_not_listed_is_a_code_of_its_group(industries: Codelist) -> None:
    assert "C4019" in industries
    assert industries.normalise("4019") == "C4019"
    assert industries.label("C4019") == "通用仪器仪表制造"


@pytest.mark.parametrize("text", ["D39", "C369", "C3699", "C3", "98", "C39123", "U", "", "制造"])
def test_a_wrong_industry_is_no_code(industries: Codelist, text: str) -> None:
    assert industries.normalise(text) is None


def test_all_34_provinces_are_listed(regions: Codelist) -> None:
    assert len(regions.children(None)) == 34
    assert {"710000", "810000", "820000"} <= {entry.code for entry in regions.children(None)}


@pytest.mark.parametrize(
    ("province", "cities", "counties"),
    [("440000", 21, 122), ("450000", 14, 111), ("350000", 9, 84)],
)
def test_the_cities_and_counties_of_three_provinces_are_listed(
    regions: Codelist, province: str, cities: int, counties: int
) -> None:
    today = date(2022, 12, 31)
    below = regions.children(province, today)
    assert len(below) == cities
    held = [entry for city in below for entry in regions.children(city.code, today)]
    assert sum(len(entry.code) == 6 for entry in held) == counties


@pytest.mark.parametrize(("city", "towns"), [("441900", 36), ("442000", 23)])
def test_dongguan_and_zhongshan_have_towns_and_no_counties(
    regions: Codelist, city: str, towns: int
) -> None:
    held = regions.children(city)
    assert len(held) == towns
    assert all(len(entry.code) == 9 for entry in held)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("440106", "440106"),
        ("44", "440000"),
        ("4401", "440100"),
        ("440100000000", "440100"),
        ("441900121000", "441900121"),
        ("广州市", "440100"),
        ("广东省广州市天河区", "440106"),
        ("广州市天河区", "440106"),
        ("虎门镇", "441900121"),
    ],
)
def test_a_region_has_one_form(regions: Codelist, text: str, code: str) -> None:
    assert regions.normalise(text) == code


@pytest.mark.parametrize("text", ["449999", "广州", "", "440106x"])
def test_a_wrong_region_is_no_code(regions: Codelist, text: str) -> None:
    assert regions.normalise(text) is None


def test_a_code_that_was_replaced_stays_readable_and_names_its_successor(regions: Codelist) -> None:
    old, new = regions.entries["441421"], regions.entries["441403"]
    assert (old.label, old.successor, new.label) == ("梅县", "441403", "梅县区")
    assert [old.valid_on(date(year, 6, 1)) for year in (2012, 2013, 2014)] == [True, True, False]
    assert [new.valid_on(date(year, 6, 1)) for year in (2012, 2013, 2014)] == [False, True, True]


def test_every_path_leads_up_to_a_province(regions: Codelist) -> None:
    assert [entry.label for entry in regions.path("440106")] == ["广东省", "广州市", "天河区"]
    assert all(len(regions.path(code)[0].code) == 6 for code in regions.entries)


def test_a_label_that_two_places_share_is_ambiguous(tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text(
        HEAD + "1,甲市,,,,\n2,乙市,,,,\n11,城区,1,,,\n21,城区,2,,,\n"
    )
    regions = load(tmp_path, "regions")
    assert regions.normalise("城区") is None
    assert regions.normalise("乙市城区") == "21"


def test_a_missing_codelist_is_reported(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"units\.csv"):
        load(tmp_path, "units")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("code,label\n", "code,label"),
        (HEAD + "1,,,,,\n", "label “”"),
        (HEAD + "1,甲,,2022,,\n", "2022"),
        (HEAD + "1,甲,,,,\n1,乙,,,,\n", "a second time"),
        (HEAD + "1,甲,9,,,\n", "1 names 9"),
    ],
)
def test_a_bad_codelist_is_reported_by_line(tmp_path: Path, text: str, given: str) -> None:
    (tmp_path / "regions.csv").write_text(text, encoding="utf-8")
    with pytest.raises(Invalid, match=given):
        load(tmp_path, "regions")
