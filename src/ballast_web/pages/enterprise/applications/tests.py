"""The enterprise's list of its applications."""

from __future__ import annotations

import pytest

from ballast_web.applications.states import State
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db


def test_the_list_holds_ones_own_and_leads_to_each(
    until, people, acting, other_enterprise, signed_in
):
    found = until(State.SUBMITTED)
    own = signed_in(people["owner"]).get("/enterprise/applications/").content.decode()
    assert found.number in own
    assert f"/enterprise/application/{found.pk}/" in own
    stranger = signed_in(acting(Role.OWNER, other_enterprise))
    assert found.number not in stranger.get("/enterprise/applications/").content.decode()


def test_it_is_filtered_by_state(until, people, signed_in):
    found = until(State.SUBMITTED)
    client = signed_in(people["owner"])
    for state, there in ((State.SUBMITTED, True), (State.PAID, False)):
        page = client.get("/enterprise/applications/", {"state": state}).content.decode()
        assert (found.number in page) == there


def test_an_empty_list_says_where_to_begin(people, signed_in):
    page = signed_in(people["owner"]).get("/enterprise/applications/").content.decode()
    assert "请在“我的政策”中选择" in page
