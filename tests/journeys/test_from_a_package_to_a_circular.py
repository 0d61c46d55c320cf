"""A package's tasks are issued; a city falls behind, is urged, answers; the quarter's 通报 says so."""

import io
from datetime import date

import docx
import pytest
from playwright.sync_api import Page, expect

from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision.models import Order, Task
from ballast_web.supervision.services import lighting, noticing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]
PACKAGE = "guangdong/2022-industrial-growth"


def press(window: Page, name: str) -> None:
    window.get_by_role("button", name=name, exact=True).first.click()
    window.wait_for_load_state()


def night(day: date) -> None:
    with writing(platform("夜间亮灯")):
        for rows in lighting.batches():
            lighting.light(rows, day)
        noticing.tell(day)


def propose_and_issue(window: Page, look) -> None:
    """A supervisor takes the tasks from the library and hands one clause's out."""
    window.goto("/staff/tasks/")
    window.locator("#package").select_option(PACKAGE)
    press(window, "提出任务")
    expect(window.get_by_text("项新任务，请核对后下达")).to_be_visible()
    window.goto("/staff/tasks/?state=proposed&kind=target&name=产业集群数字化转型")
    press(window, "下达筛选出的待下达任务")
    expect(window.get_by_text("已下达2项任务")).to_be_visible()
    look(window, "issued")


def break_down(window: Page, task: Task, shares: dict[str, str], look) -> None:
    """The department accepts the target and shares it out among two cities."""
    window.goto(f"/staff/task/{task.pk}/")
    press(window, "签收")
    window.get_by_text("分解到下级单位").click()
    for unit, share in shares.items():
        window.get_by_label(unit).fill(share)
    press(window, "分解并下达")
    expect(window.get_by_text("已分解到2个单位")).to_be_visible()
    look(window, "shared-out")


def report(window: Page, task: Task, figure: str) -> None:
    """A city reports what it has done so far."""
    window.goto(f"/staff/report/{task.pk}/")
    window.locator("#figure").fill(figure)
    press(window, "提交")
    expect(window.get_by_text("已填报2022年")).to_be_visible()


def urge(window: Page, task: Task, look) -> Order:
    """The supervisor sees why the lamp is red, and sends an order."""
    window.goto(f"/staff/task/{task.pk}/")
    expect(window.get_by_text("进度严重滞后")).to_be_visible()
    look(window, "red")
    window.get_by_role("link", name="发出提醒或督办单").click()
    window.get_by_label("督办单").check()
    window.get_by_label("督办要求").fill("请说明滞后原因，提出补救措施和完成时间。")
    press(window, "发出")
    expect(window.get_by_text("已发出督办单")).to_be_visible()
    return Order.objects.get()


def answer(window: Page, order: Order, look) -> None:
    """The city answers with reason, measures and date."""
    window.goto(f"/staff/order/{order.pk}/")
    window.get_by_label("办理情况").fill("两个园区改造延期，已增派人员，12月20日前补齐。")
    press(window, "回复")
    expect(window.get_by_text("已回复，等待验收")).to_be_visible()
    look(window, "answered")


def accept(window: Page, order: Order) -> None:
    """The supervisor is satisfied."""
    window.goto(f"/staff/order/{order.pk}/")
    window.get_by_label("验收意见或处理结果").fill("措施可行，同意销号，继续跟踪。")
    press(window, "同意销号")
    expect(window.get_by_text("已销号。")).to_be_visible()


def draft_circular(window: Page, look) -> str:
    """The quarter's 通报, drafted by one button; its address."""
    window.goto("/staff/circulars/")
    window.locator("#period").select_option(label="2022年第三季度")
    press(window, "起草本期通报")
    expect(window.get_by_text("深圳市").first).to_be_visible()
    look(window, "drafted")
    press(window, "送审")
    return window.url


def test_a_city_that_falls_behind_is_urged_and_named(
    units, acting, supervisor, officer, window_of, look, settings
):
    cities = {
        name: acting(Role.OPERATIONS, units[f"{name}-government"]) for name in ("440100", "440300")
    }
    above = window_of(supervisor)
    settings.BALLAST_TODAY = date(2022, 4, 1)
    propose_and_issue(above, look)
    target = Task.objects.get(package=PACKAGE, clause="（三十一）", target_value=5000)
    break_down(
        window_of(officer), target, {"广州市人民政府": "3000", "深圳市人民政府": "2000"}, look
    )
    ahead, behind = (target.parts.get(unit__code=f"{code}-government") for code in cities)
    windows = {code: window_of(who) for code, who in cities.items()}
    for code, task in (("440100", ahead), ("440300", behind)):
        windows[code].goto(f"/staff/task/{task.pk}/")
        press(windows[code], "签收")

    for day, figures, lamps in (
        (date(2022, 6, 30), ("1300", "400"), ("green", "yellow")),
        (date(2022, 9, 30), ("2300", "600"), ("green", "red")),
    ):
        settings.BALLAST_TODAY = day
        report(windows["440100"], ahead, figures[0])
        report(windows["440300"], behind, figures[1])
        night(day)
        for task, lamp in zip((ahead, behind), lamps, strict=True):
            task.refresh_from_db()
            assert task.lamp == lamp, day

    order = urge(above, behind, look)
    answer(windows["440300"], order, look)
    accept(above, order)
    order.refresh_from_db()
    assert (order.state, order.rung) == ("closed", "order")

    settings.BALLAST_TODAY = date(2022, 10, 10)
    address = draft_circular(above, look)
    second = window_of(acting(Role.APPROVER, units["440000-government"]))
    second.goto(address)
    press(second, "审签并编号")
    with second.expect_download() as taken:
        second.get_by_role("link", name="DOCX", exact=True).click()
    paper = docx.Document(io.BytesIO(taken.value.path().read_bytes()))
    words = "".join(paragraph.text for paragraph in paper.paragraphs)
    assert "深圳市" in words
    assert "〔2022〕1号" in words
    look(second, "approved")
    above.goto(address)
    above.get_by_role("button", name="印发至").click()
    windows["440300"].goto("/staff/circulars/")
    windows["440300"].get_by_role("link", name="第三季度").first.click()
    look(windows["440300"], "received")
    above.goto(address)
    expect(above.get_by_text("深圳市人民政府").first).to_be_visible()
    look(above, "sent")
