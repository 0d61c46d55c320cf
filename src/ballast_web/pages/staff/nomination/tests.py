"""A nomination from its draft to the list."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Membership, Person
from ballast_web.kernel.roles import Role
from ballast_web.scorecards.models import Nomination

pytestmark = pytest.mark.usefixtures("on_the_day")
LIST = "/staff/nominations/"


@pytest.fixture
def second(units):
    person = Person.objects.create_user("second", None, name="督查专员乙")
    fields = {"organisation": units["440000-government"], "role": Role.SUPERVISOR}
    return Acting(Membership.objects.create(person=person, since=date(2020, 1, 1), **fields))


@pytest.fixture
def submitted(signed_in, city_officer):
    client = signed_in(city_officer)
    begun = client.post(LIST, {"kind": "growth", "text": "规上工业增加值增长"})
    file = SimpleUploadedFile("佐证.pdf", b"%PDF-1.4\n%%EOF")
    assert client.post(begun.url, {"action": "attach", "file": file}).status_code == 302
    assert client.post(begun.url, {"action": "submit"}).status_code == 302
    return begun.url


def score(client, address, points):
    return client.post(address, {"action": "score", "points": points, "text": "成效突出"})


def decide(client, address, action="list"):
    return client.post(address, {"action": action, "text": "符合条件"})


def test_a_draft_is_the_citys_own(signed_in, city_officer, supervisor):
    begun = signed_in(city_officer).post(LIST, {"kind": "growth", "text": "增长"})
    assert signed_in(supervisor).get(begun.url).status_code == 404


def test_a_city_applies_once_a_year_for_one_thing(signed_in, city_officer, officer, submitted):
    client = signed_in(city_officer)
    assert client.post(LIST, {"kind": "growth", "text": "再申报"}).status_code == 422
    assert client.post(LIST, {"kind": "vehicles", "text": "试点"}).status_code == 302
    assert signed_in(officer).post(LIST, {"kind": "growth", "text": "省"}).status_code == 403


def test_two_score_one_proposes_and_the_other_confirms(
    signed_in, supervisor, second, city_officer, submitted
):
    one, two = signed_in(supervisor), signed_in(second)
    assert decide(one, submitted).status_code == 409
    assert score(one, submitted, "90.5").status_code == 302
    assert score(one, submitted, "100").status_code == 422
    assert decide(one, submitted).status_code == 409
    assert score(two, submitted, "80").status_code == 302
    assert "平均85.25分" in one.get(submitted).content.decode()
    assert decide(one, submitted).status_code == 302
    assert Nomination.objects.get().state == "scored"
    assert decide(one, submitted).status_code == 403
    assert "等待另一位督查专员确认" in two.get(submitted).content.decode()
    assert decide(two, submitted).status_code == 302
    held = Nomination.objects.get()
    assert (held.state, held.decided_on) == ("listed", date(2022, 10, 31))
    labels = [step.label for step in held.steps.order_by("pk")]
    assert labels[-2:] == ["拟定：列入名单", "列入名单"]
    assert "已列入名单" in signed_in(city_officer).get(submitted).content.decode()


def test_another_view_is_a_new_proposal(signed_in, supervisor, second, submitted):
    one, two = signed_in(supervisor), signed_in(second)
    score(one, submitted, "60")
    score(two, submitted, "50")
    decide(one, submitted)
    decide(two, submitted, "leave_out")
    assert Nomination.objects.get().state == "scored"
    decide(one, submitted, "leave_out")
    assert Nomination.objects.get().state == "not_listed"


@pytest.mark.parametrize("points", ["101", "-1", "a", "NaN", "1.234", ""])
def test_points_are_out_of_a_hundred(signed_in, supervisor, submitted, points):
    assert score(signed_in(supervisor), submitted, points).status_code == 422


def test_a_citys_own_supervisor_scores_nothing(signed_in, acting, units, submitted):
    client = signed_in(acting(Role.SUPERVISOR, units["440100-government"]))
    assert score(client, submitted, "100").status_code == 403
    assert 'name="points"' not in client.get(submitted).content.decode()


def test_what_was_sent_in_changes_only_after_it_was_sent_back(
    signed_in, city_officer, supervisor, submitted
):
    client = signed_in(city_officer)
    change = {"action": "change", "text": "更正"}
    assert client.post(submitted, change).status_code == 409
    back = {"action": "return", "text": "缺数据"}
    assert signed_in(supervisor).post(submitted, back).status_code == 302
    assert client.post(submitted, change).status_code == 302
    assert Nomination.objects.get().statement == "更正"
