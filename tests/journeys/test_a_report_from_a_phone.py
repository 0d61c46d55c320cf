"""A unit reports from a phone: one number, one photo; what is asked is answered at once."""

from datetime import date
from decimal import Decimal

import pytest
from tests.web.supervision_objects import task_of

from ballast_web.kernel.roles import Role
from ballast_web.supervision import services
from ballast_web.supervision.models import Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
JPEG = b"\xff\xd8\xffx\xff\xd9"
PHONE = {"width": 390, "height": 844}


def test_one_number_and_one_photo_make_a_report(city, acting, window_of, look, settings):
    settings.BALLAST_TODAY = date(2022, 10, 20)
    officer = acting(Role.OPERATIONS, city)
    task = task_of("own")
    Task.objects.filter(pk=task.pk).update(
        content="2022年开展数字化转型的工业企业", due=date(2022, 12, 31)
    )
    for day, figure in ((date(2022, 7, 1), 100), (date(2022, 8, 1), 120)):
        services.report(officer, task, day, Decimal(figure))
    window = window_of(officer)
    window.set_viewport_size(PHONE)
    window.goto(f"/staff/report/{task.pk}/")
    look(window, "report-empty")
    window.set_viewport_size(PHONE)
    window.fill("#figure", "400")
    window.set_input_files("#files", {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": JPEG})
    assert window.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    window.click("text=提交")
    window.wait_for_selector("text=本期增加280家")
    look(window, "report-asked")
    window.fill("textarea[name=said] >> nth=0", "两个产业园集中验收")
    window.click("button:has-text('答复')")
    window.wait_for_selector("text=已答复")
    task.refresh_from_db()
    assert (task.figure, task.questions_open) == (400, 0)
    window.goto("/staff/reports/")
    look(window, "reports")


def test_an_event_is_registered_where_the_duty_stands(city, acting, window_of, look, settings):
    settings.BALLAST_TODAY = date(2022, 10, 20)
    task = task_of("own")
    fields = {"kind": "duty", "target_value": None, "every": "month", "at_least": 10}
    fields |= {"name": "产销对接", "content": "每月至少组织十场产销对接活动", "times_unit": "场"}
    Task.objects.filter(pk=task.pk).update(**fields, issued_on=date(2022, 9, 1))
    services.open_obligations(date(2022, 10, 20))
    window = window_of(acting(Role.OPERATIONS, city))
    window.set_viewport_size(PHONE)
    window.goto("/staff/obligations/")
    window.click("summary:has-text('登记一次')")
    window.fill("input[name=what]", "银企对接会")
    look(window, "obligations")
    window.click("button:text-is('登记')")
    window.wait_for_selector("text=已完成1次")
    look(window, "obligations-done")
    supervisor = window_of(acting(Role.SUPERVISOR, city))
    supervisor.goto("/staff/obligations/")
    supervisor.click("summary:has-text('免除')")
    look(supervisor, "obligations-supervisor")
