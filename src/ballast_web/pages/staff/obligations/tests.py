"""周期任务: registered in place by the unit, excused by a supervisor."""

from __future__ import annotations

from datetime import date

import pytest
from tests.web.supervision_objects import task_of

from ballast_web.kernel.roles import Role
from ballast_web.supervision import services
from ballast_web.supervision.models import Event, Task

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/obligations/"


@pytest.fixture
def duty(city, settings):
    settings.BALLAST_TODAY = date(2022, 10, 20)
    made = task_of("own")
    Task.objects.filter(pk=made.pk).update(
        kind="duty", target_value=None, every="month", at_least=10, issued_on=date(2022, 9, 1)
    )
    services.open_obligations(date(2022, 10, 20))
    return made


def given(duty, label, **fields):
    return {"obligation": duty.obligations.get(label=label).pk, **fields}


def test_an_event_is_registered_where_the_duty_stands(duty, city, acting, signed_in):
    client = signed_in(acting(Role.OPERATIONS, city))
    page = client.get(ADDRESS).content.decode()
    assert "2022年10月" in page
    assert "2022年9月" not in page
    event = {"held_on": "2022-10-18", "what": "银企对接会", "times": "2"}
    sent = client.post(ADDRESS, given(duty, "2022年10月", **event), follow=True)
    page = sent.content.decode()
    assert "2022年10月已完成2次，应完成10次" in page
    assert "银企对接会" in page


@pytest.mark.parametrize(
    "wrong", [{"times": "多次"}, {"held_on": "昨天"}, {"held_on": "2022-09-30"}, {"what": ""}]
)
def test_what_makes_no_sense_is_told(duty, city, acting, signed_in, wrong):
    client = signed_in(acting(Role.OPERATIONS, city))
    event = {"held_on": "2022-10-18", "what": "对接会", "times": "1", **wrong}
    assert client.post(ADDRESS, given(duty, "2022年10月", **event)).status_code == 422
    assert duty.obligations.get(label="2022年10月").done == 0


def test_a_supervisor_sees_what_was_missed_and_excuses_it(duty, city, acting, signed_in):
    client = signed_in(acting(Role.SUPERVISOR, city))
    page = client.get(ADDRESS).content.decode()
    assert "2022年9月" in page
    assert "登记一次" not in page
    said = {"action": "excuse", "said": "防汛应急响应期间"}
    sent = client.post(ADDRESS, given(duty, "2022年9月", **said), follow=True)
    assert "没有未达标的周期" in sent.content.decode()
    assert duty.obligations.get(label="2022年9月").state == "excused"


def test_a_unit_of_another_city_has_nothing_to_register(duty, other_city, acting, signed_in):
    client = signed_in(acting(Role.OPERATIONS, other_city))
    assert "没有要办的周期任务" in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS, given(duty, "2022年10月")).status_code == 404


def test_who_registered_an_event_takes_it_back(duty, city, acting, signed_in):
    client = signed_in(acting(Role.OPERATIONS, city))
    client.post(ADDRESS, given(duty, "2022年10月", held_on="2022-10-18", what="银企对接会"))
    event = Event.objects.get()
    wrong = {"action": "withdraw_event", "event": event.pk, "said": "重复登记"}
    colleague = signed_in(acting(Role.POLICY, city))
    assert "登记有误" not in colleague.get(ADDRESS).content.decode()
    assert colleague.post(ADDRESS, wrong).status_code == 403
    page = client.post(ADDRESS, wrong, follow=True).content.decode()
    assert "已撤回：重复登记" in page
    assert duty.obligations.get(label="2022年10月").done == 0


def test_a_supervisor_takes_an_event_back_on_the_tasks_page(duty, city, acting, signed_in):
    client = signed_in(acting(Role.OPERATIONS, city))
    client.post(ADDRESS, given(duty, "2022年10月", held_on="2022-10-18", what="银企对接会"))
    wrong = {"action": "withdraw_event", "event": Event.objects.get().pk, "said": "核查未举办"}
    supervisor = signed_in(acting(Role.SUPERVISOR, city))
    page = supervisor.post(f"/staff/task/{duty.pk}/", wrong, follow=True).content.decode()
    assert "已撤回：核查未举办" in page
