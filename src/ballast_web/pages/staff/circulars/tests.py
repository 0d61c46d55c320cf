"""The list of circulars: a draft of a period, what was issued, what was received."""

from __future__ import annotations

import pytest

from ballast_web.circulars.models import Circular
from ballast_web.kernel.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
ADDRESS = "/staff/circulars/"


def test_one_button_drafts_the_period(supervisor, make_task, signed_in):
    make_task("440100-government")
    client = signed_in(supervisor)
    page = client.get(ADDRESS).content.decode()
    assert 'value="month:2022-10-01"' in page
    assert 'value="quarter:2022-07-01"' in page
    answer = client.post(ADDRESS, {"kind": "circular", "period": "quarter:2022-07-01"})
    made = Circular.objects.get()
    assert (made.period, answer.url) == ("2022年第三季度", f"/staff/circular/{made.pk}/")
    assert made.title in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "week:2022-10-01"},
        {"period": "month:gestern"},
        {"period": ""},
        {"period": "month:2022-12-01"},
        {"kind": "letter"},
    ],
)
def test_a_period_or_kind_that_is_none_drafts_nothing(supervisor, signed_in, wrong):
    given = {"kind": "circular", "period": "month:2022-10-01", **wrong}
    assert signed_in(supervisor).post(ADDRESS, given).status_code == 422
    assert not Circular.objects.exists()


def test_who_does_not_draft_sees_no_button_and_is_refused(units, acting, signed_in):
    client = signed_in(acting(Role.LEADER, units["440000-government"]))
    assert "起草本期通报" not in client.get(ADDRESS).content.decode()
    given = {"kind": "circular", "period": "month:2022-10-01"}
    assert client.post(ADDRESS, given).status_code == 403


def test_a_unit_without_circulars_of_its_own_sees_what_it_received(city_officer, signed_in):
    assert "还没有收到通报" in signed_in(city_officer).get(ADDRESS).content.decode()
