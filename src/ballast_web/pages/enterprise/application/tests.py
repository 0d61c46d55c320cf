"""A case as the enterprise follows it: what is next, what is asked, what was decided and why."""

from __future__ import annotations

import pytest
from application_fixtures import upload

from ballast_web.applications import services
from ballast_web.applications.models import Evidence
from ballast_web.applications.states import State
from ballast_web.kernel.roles import Role
from ballast_web.pages.enterprise.application.view import NEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(people, signed_in):
    def page(found) -> str:
        client = signed_in(people["owner"])
        return client.get(f"/enterprise/application/{found.pk}/").content.decode()

    return page


def test_every_state_says_what_is_next():
    assert set(NEXT) == set(State)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REVIEWING, State.RECOMMENDED])
def test_the_page_says_what_is_next(state, until, shown):
    assert NEXT[state] in shown(until(state))


def test_a_supplement_is_asked_handed_in_and_leaves_the_page(until, people, shown, signed_in):
    found = until(State.REVIEWING)
    services.request_supplement(people["officer"], found, "请补租赁合同首页")
    assert "请补租赁合同首页" in shown(found)
    client, address = signed_in(people["owner"]), f"/enterprise/application/{found.pk}/"
    client.post(address, {"action": "attach", "upload": upload("首页.pdf")})
    assert Evidence.objects.get().name == "首页.pdf"
    client.post(address, {"action": "supply", "text": "已补"})
    found.refresh_from_db()
    assert found.state == State.REVIEWING


def test_it_is_withdrawn_from_the_page_and_only_while_it_may_be(until, people, signed_in):
    found = until(State.SUBMITTED)
    client, address = signed_in(people["owner"]), f"/enterprise/application/{found.pk}/"
    assert client.post(address, {"action": "withdraw", "text": "改报"}).status_code == 302
    found.refresh_from_db()
    assert (found.state, found.reason) == (State.WITHDRAWN, "改报")
    assert client.post(address, {"action": "withdraw"}).status_code == 409
    assert client.post(address, {"action": "approve"}).status_code == 422


def test_a_refusal_stands_with_its_reason_and_the_officers_names_do_not(until, people, shown):
    found = until(State.RECOMMENDED)
    services.refuse(people["approver"], found, "租赁物业不属国有房屋")
    page = shown(found)
    assert "租赁物业不属国有房屋" in page
    assert people["officer"].person.name not in page.partition("<main")[2]


def test_another_enterprise_does_not_see_it(until, acting, other_enterprise, signed_in):
    found = until(State.SUBMITTED)
    stranger = signed_in(acting(Role.OWNER, other_enterprise))
    assert stranger.get(f"/enterprise/application/{found.pk}/").status_code == 404
