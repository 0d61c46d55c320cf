"""政策库: searched, filtered, paged."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESS = "/policies/"


def body(**asked):
    return Client().get(ADDRESS, asked).content.decode()


def test_without_a_question_the_documents_come_first():
    assert "粤办函〔2022〕41号" in body()
    assert "政策文件" in body()


def test_the_words_that_were_found_are_marked():
    found = body(q="租金")
    assert "国有房屋<mark>租金</mark>减免" in found or "<mark>租金</mark>" in found
    assert "治理涉企乱收费" not in found


def test_the_filters_go_together(settings):
    settings.BALLAST_TODAY = date(2022, 12, 31)
    assert "国有房屋租金减免" in body(region="440000", kind="benefit", status="in_force")
    assert "国有房屋租金减免" not in body(region="450000", kind="benefit", status="in_force")
    settings.BALLAST_TODAY = date(2023, 1, 1)
    assert "国有房屋租金减免" not in body(region="440000", kind="benefit", status="in_force")


def test_the_units_work_is_found_by_the_unit():
    assert "国有房屋租金减免" in body(department="440000-finance")


def test_the_rest_stands_on_further_pages():
    assert "第21–40条" in body(page="2")


def test_nothing_found_says_what_to_do():
    assert "请换用更短的词" in body(q="航空母舰维修")


@pytest.mark.parametrize(
    "asked", [{"page": "x"}, {"region": "'"}, {"q": "\x00"}, {"q": "（" * 300}]
)
def test_nonsense_in_the_address_is_no_failure(asked):
    assert Client().get(ADDRESS, asked).status_code == 200
