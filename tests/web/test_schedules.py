"""What is done by the clock: reminders of deadlines, old answers forgotten; each once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ballast_web.applications import services
from ballast_web.applications.states import State
from ballast_web.applications.tasks import serve_queues
from ballast_web.jobs.periodic import PERIODIC
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.keys.models import GivenAnswer, Scope
from ballast_web.keys.services import make_key
from ballast_web.keys.tasks import forget_answers
from ballast_web.push.models import Message
from ballast_web.push.tasks import remind

pytestmark = pytest.mark.django_db
#: 20 working days after Thursday, 1 September 2022, over Mid-Autumn and the National Day weeks.
DUE = date(2022, 9, 30)


def reminded() -> int:
    return remind.enqueue().return_value


def told(organisation) -> list[str]:
    found = Message.objects.filter(enterprise=organisation, channel="in_app").order_by("pk")
    return list(found.values_list("title", flat=True))


def test_every_schedule_is_known():
    assert {task.label for task, _ in PERIODIC.values()} >= {
        "申报期限提醒",
        "核准排队等候预算的申报",
        "清理接口写入的答复",
        "清理已完成的后台任务",
        "补发滞留消息",
    }
    assert serve_queues.enqueue().return_value == 0


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2022, 9, 26), None),
        (date(2022, 9, 27), "申报办理期限提醒：已逾期0件，3个工作日内到期1件"),
        (date(2022, 9, 30), "申报办理期限提醒：已逾期0件，3个工作日内到期1件"),
        (date(2022, 10, 8), "申报办理期限提醒：已逾期1件，3个工作日内到期0件"),
    ],
)
def test_officers_are_reminded_three_working_days_before_and_when_it_is_late(
    day, title, until, city, business_day
):
    assert until(State.REVIEWING).due == DUE
    business_day(day)
    assert (reminded(), told(city)) == ((1, [title]) if title else (0, []))


def test_a_reminder_is_written_once_a_day_however_often_it_is_asked_for(until, city, business_day):
    until(State.REVIEWING)
    business_day(date(2022, 9, 29))
    assert (reminded(), reminded()) == (1, 0)
    business_day(date(2022, 9, 30))
    assert (reminded(), len(told(city))) == (1, 2)


def test_nobody_is_reminded_on_a_holiday(until, business_day):
    until(State.REVIEWING)
    business_day(date(2022, 10, 1))
    assert reminded() == 0


def test_what_is_due_soon_is_for_the_nearest_unit_and_what_is_late_for_all(
    until, city, other_city, province, acting, business_day
):
    acting(Role.POLICY, province)
    acting(Role.POLICY, other_city)
    found = until(State.REVIEWING)
    business_day(DUE)
    assert (reminded(), told(province)) == (1, [])
    business_day(date(2022, 10, 8))
    assert (reminded(), len(told(province)), told(other_city)) == (2, 1, [])
    text = Message.objects.get(enterprise=province).text
    assert f"{found.number} 合成企业甲“{found.label}”（审核中）" in text
    assert "期限2022年09月30日，已逾期1个工作日" in text


def test_an_enterprise_is_reminded_of_a_supplement_before_and_after_it_is_due(
    until, people, enterprise, business_day
):
    found = until(State.REVIEWING)
    services.request_supplement(people["officer"], found, "请补租赁合同")
    titles = []
    for day in (date(2022, 9, 9), date(2022, 9, 13), date(2022, 9, 15), date(2022, 9, 20)):
        business_day(day)
        titles.append((reminded(), len(told(enterprise))))
    assert titles == [(0, 0), (1, 1), (0, 1), (1, 2)]
    assert told(enterprise) == [f"补正期限将至：{found.label}", f"补正期限已过：{found.label}"]
    assert "请补租赁合同" in Message.objects.filter(enterprise=enterprise)[0].text


def test_a_settled_case_reminds_nobody(until, business_day):
    until(State.APPROVED)
    business_day(date(2022, 12, 30))
    assert reminded() == 0


def test_answers_to_writes_are_kept_for_the_days_that_the_installation_says(acting, city, settings):
    admin = acting(Role.ADMINISTRATOR, city)
    key, _ = make_key(admin, admin.membership, "测试", [Scope.ASSESS])
    settings.BALLAST_ANSWER_DAYS = 7
    for age in (1, 6, 8, 30):
        row = GivenAnswer.objects.create(
            key=key, idempotency_key=str(age), request_digest="", status=200, body=""
        )
        GivenAnswer.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=age))
    assert [forget_answers.enqueue().return_value for _ in range(2)] == [2, 0]
    assert set(GivenAnswer.objects.values_list("idempotency_key", flat=True)) == {"1", "6"}
    assert AuditEntry.objects.filter(action="answers.forgotten").count() == 1
