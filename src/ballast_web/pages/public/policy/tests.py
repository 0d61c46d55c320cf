"""One policy: measures, dates, rules in Chinese; the text beside where it is at hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from ballast_web.catalogue.library import current
from ballast_web.pages.public.policy.view import _texts

pytestmark = pytest.mark.django_db
ADDRESS = "/policies/guangdong/2022-industrial-growth/"


@pytest.fixture(autouse=True)
def without_text(settings, tmp_path):
    settings.BALLAST_DOCUMENTS = tmp_path
    settings.BALLAST_TODAY = date(2024, 1, 1)


def body(**asked):
    return Client().get(ADDRESS, asked).content.decode()


def test_a_measure_is_told_with_units_figures_and_dates():
    told = body()
    assert "<strong>省税务局</strong>（牵头）" in told
    assert "设备单位价值：≥ 500万元" in told
    assert "2022年1月1日至2022年12月31日" in told


def test_a_rule_is_told_in_chinese():
    assert "判定规则：国有房屋租金减免" in body()
    assert "同时符合下列条件：" in body()


def test_a_law_that_has_changed_since_is_told():
    assert "法规变化：" in body()


def test_the_clause_that_was_asked_for_is_marked():
    assert body(clause="（五）").count('id="clause"') == 1
    assert body(clause="（九十）").count('id="clause"') == 0


def test_the_text_stands_beside_where_it_is_the_packages_own():
    folder = Path("../shared/documents").resolve()
    package = current().packages["guangdong/2022-industrial-growth"].folder
    assert "以文件原文为准" in body()
    file = folder / "000_2ba9a06e7fbf71f9.txt"
    assert (len(_texts(package, file)) == 32) is file.is_file()


def test_a_document_that_is_not_there_is_not_found():
    assert Client().get("/policies/guangdong/2099-nothing/").status_code == 404
