"""The ladder: urged, answered, extended, climbed, settled."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ballast_web.applications.errors import WrongFile
from ballast_web.errors import BadValue, NotAllowed, NotHere, WrongState
from ballast_web.kernel.roles import Role
from ballast_web.supervision import services
from ballast_web.supervision.access import access_orders
from ballast_web.supervision.errors import ReasonNeeded, StillOpen
from ballast_web.supervision.models import Order, OrderStep
from ballast_web.supervision.states import LADDER, Rung

pytestmark = pytest.mark.usefixtures("on_the_day")
LATER = date(2022, 11, 30)


@pytest.fixture
def urged(make_task, supervisor):
    def make(rung=Rung.ORDER, **fields) -> Order:
        task = make_task(**fields)
        return services.open_order(supervisor, task.unit, [task], "请说明滞后原因", rung)

    return make


def test_an_order_has_a_number_and_a_limit_on_the_working_calendar(urged):
    order = urged()
    assert (order.number, order.get_rung_display()) == ("督办〔2022〕1号", "督办单")
    assert order.limit == date(2022, 11, 14)
    assert urged().number == "督办〔2022〕2号"


def test_a_unit_is_urged_about_its_own_running_tasks(make_task, supervisor, units):
    task = make_task()
    with pytest.raises(NotHere):
        services.open_order(supervisor, units["440000-commerce"], [task], "请说明")
    with pytest.raises(NotHere):
        services.open_order(supervisor, task.unit, [make_task(state="proposed")], "请说明")


def test_a_task_is_not_urged_twice_at_once(urged, supervisor):
    order = urged()
    with pytest.raises(StillOpen, match="督办〔2022〕1号"):
        services.open_order(supervisor, order.unit, order.tasks.all(), "请说明")
    services.close_order(supervisor, order, "已完成整改")
    assert services.open_order(supervisor, order.unit, order.tasks.all(), "再次请说明").pk


def test_it_begins_with_a_reminder_or_an_order_and_climbs_rung_by_rung(urged, supervisor):
    order = urged(Rung.REMINDER)
    climbed = [order.rung]
    for _ in LADDER[1:]:
        services.escalate(supervisor, order, "逾期未整改")
        climbed.append(order.rung)
    assert climbed == list(LADDER)
    with pytest.raises(StillOpen, match="已到问责"):
        services.escalate(supervisor, order, "仍未整改")
    labels = [step.label for step in OrderStep.objects.filter(order=order)]
    assert labels[0] == "发出提醒"
    assert labels[-1] == "升级为问责"


def test_nobody_begins_at_the_top(make_task, supervisor):
    task = make_task()
    with pytest.raises(BadValue, match="提醒或者督办单"):
        services.open_order(supervisor, task.unit, [task], "请说明", Rung.INTERVIEW)


def test_the_unit_answers_and_the_supervisor_accepts(urged, officer, supervisor):
    order = urged()
    with pytest.raises(ReasonNeeded):
        services.reply(officer, order, " ")
    paper = SimpleUploadedFile("整改报告.pdf", b"%PDF-1.4\n%%EOF")
    services.reply(officer, order, "已增派人员，12月底前完成", [paper])
    assert order.state == "replied"
    (file,) = order.steps.get(step="reply").files.all()
    assert file.name == "整改报告.pdf"
    services.close_order(supervisor, order, "同意销号")
    assert (order.state, order.closed_on) == ("closed", date(2022, 10, 31))


def test_an_answer_with_an_unsafe_file_is_not_taken(urged, officer):
    order = urged()
    with pytest.raises(WrongFile):
        services.reply(officer, order, "见附件", [SimpleUploadedFile("附件.exe", b"MZ")])
    order.refresh_from_db()
    assert order.state == "awaiting"


def test_an_answer_that_is_not_enough_goes_back_with_a_new_limit(urged, officer, supervisor):
    order = urged()
    services.reply(officer, order, "正在推进")
    services.send_order_back(supervisor, order, "没有写明完成时间", LATER)
    assert (order.state, order.limit) == ("awaiting", LATER)


def test_an_extension_is_asked_for_and_granted_or_not(urged, officer, supervisor):
    order = urged()
    limit = order.limit
    with pytest.raises(BadValue, match="晚于现时限"):
        services.ask_extension(officer, order, limit, "材料未齐")
    services.ask_extension(officer, order, LATER, "材料未齐")
    with pytest.raises(WrongState):
        services.escalate(supervisor, order, "逾期")
    services.refuse_extension(supervisor, order, "事项紧急")
    assert (order.limit, order.asked_until, order.state) == (limit, None, "awaiting")
    services.ask_extension(officer, order, LATER, "材料仍未齐")
    services.grant_extension(supervisor, order)
    assert (order.limit, order.asked_until) == (LATER, None)


def test_another_unit_neither_sees_nor_answers_it(urged, acting, units, supervisor):
    order = urged()
    other = acting(Role.OPERATIONS, units["440000-commerce"])
    assert not access_orders(other).exists()
    with pytest.raises(NotHere):
        services.reply(other, order, "与我无关")
    with pytest.raises(NotAllowed):
        services.reply(supervisor, order, "代为回复")


def test_only_a_supervisor_urges(make_task, officer):
    task = make_task()
    with pytest.raises(NotAllowed):
        services.open_order(officer, task.unit, [task], "请说明")


def test_a_limit_lies_ahead(make_task, supervisor, on_the_day):
    task = make_task()
    with pytest.raises(BadValue, match="以后的日期"):
        services.open_order(supervisor, task.unit, [task], "请说明", limit=on_the_day)


def test_an_answer_puts_out_the_lamp_of_an_overdue_order(urged, officer, settings, on_the_day):
    order = urged(progress="0.99")
    settings.BALLAST_TODAY = order.limit + timedelta(days=1)
    services.name_person(officer, order.tasks.get(), officer.person)
    task = order.tasks.get()
    task.order_overdue = True
    task.save()
    services.reply(officer, order, "已整改")
    task.refresh_from_db()
    assert (task.order_overdue, task.lamp) == (False, "green")
