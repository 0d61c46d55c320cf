"""The list of rules."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(small_library, province, acting, signed_in):
    return signed_in(acting(Role.OPERATIONS, province))


@pytest.mark.parametrize(
    ("day", "state"), [("2023-10-11", "later"), ("2023-10-12", "now"), ("2026-10-13", "over")]
)
def test_a_rule_is_in_force_from_its_first_to_its_last_day(client, settings, day, state):
    settings.BALLAST_TODAY = date.fromisoformat(day)
    page = client.get(reverse("staff.rules"), {"state": state, "words": "质量奖"}).content.decode()
    assert "质量奖工作资助" in page


def test_a_search_without_result_says_what_to_do(client):
    page = client.get(reverse("staff.rules"), {"words": "没有这样的规则"}).content.decode()
    assert "请放宽筛选条件" in page


def test_the_list_goes_out_as_a_sheet(client):
    response = client.get(reverse("staff.rules"), {"export": "xlsx"})
    page = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert page.max_row == 23
