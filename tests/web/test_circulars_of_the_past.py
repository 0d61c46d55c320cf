"""A circular of a period that is over says how things stood at its end, not how they stand today."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from ballast.supervision.periods import span_on
from ballast_web.circulars import services
from ballast_web.circulars.drafting import gather
from ballast_web.circulars.states import CircularKind
from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.supervision import services as supervising
from ballast_web.supervision.models import LampChange, Question, Report, Task
from ballast_web.supervision.services import lighting

SEPTEMBER = span_on(date(2022, 9, 1), "month")
END, TODAY = date(2022, 9, 30), date(2022, 10, 31)
CITIES = "440100", "440300"
WORK = {"kind": "work", "target_value": None, "target_unit": ""}


@pytest.fixture
def on(settings):
    """Let the platform's day be another."""

    def be(day: date) -> date:
        settings.BALLAST_TODAY = day
        return day

    return be


def light(day: date) -> None:
    with writing(platform("测试")):
        for rows in lighting.batches():
            lighting.light(rows, day)


def report(task: Task, last: date, figure: int, told: date) -> None:
    span = span_on(last, "month")
    Report.objects.create(
        task=task,
        label=span.label,
        first=span.first,
        last=span.last,
        figure=Decimal(figure),
        progress=Decimal(figure) / 5000,
        acting_as="测试",
        at=datetime(told.year, told.month, told.day, 4, tzinfo=UTC),
    )


def then(supervisor) -> dict[int, object]:
    return {int(each.number[2:]): each for each in gather(supervisor, SEPTEMBER, TODAY).items}


@pytest.fixture
def turned(supervisor, make_task, on):
    """Red at the end of September, reported in October and green since."""
    task = make_task("440100-government", progress=Decimal("0.2"), figure=1000)
    report(task, END, 1000, END)
    light(on(date(2022, 9, 28)))
    on(TODAY)
    report(task, TODAY, 4500, TODAY)
    Task.objects.filter(pk=task.pk).update(progress=Decimal("0.9"), figure=4500)
    light(TODAY)
    return task


def test_the_lamp_is_that_of_the_periods_end(turned, supervisor):
    turned.refresh_from_db()
    assert turned.lamp == "green"
    found = then(supervisor)[turned.pk]
    assert (found.lamp, found.figure, found.progress) == ("red", 1000, Decimal("0.2"))
    assert found.reasons == ("进度严重滞后（2022-09-28起）",)
    assert found.advice == ("倒排剩余工作，逐项明确责任人和时间。",)
    assert found.planned == lighting.facts_of(turned, END)["planned"]


def test_the_words_and_tables_tell_of_that_day(turned, supervisor):
    made = services.draft(supervisor, CircularKind.CIRCULAR, SEPTEMBER)
    text = "".join(line for section in made.sections for line in section["paragraphs"])
    assert made.figures_on == END
    assert "截至2022年9月30日，已下达任务1项，其中目标任务1项。按灯色分，红灯1项。" in text
    assert "“数字化转型”进度严重滞后（2022-09-28起）" in text
    assert "平均完成进度20.0%" in text
    assert "注：任务和灯色为2022年9月30日的情况" in made.tables[0]["note"]
    assert "含2022年10月31日前补报、更正的" in made.tables[0]["note"]


def test_the_present_period_tells_of_today(turned, supervisor):
    [found] = gather(supervisor, span_on(TODAY, "month"), TODAY).items
    assert (found.lamp, found.figure, found.reasons) == ("green", 4500, ())


def test_a_task_issued_later_is_not_in_it(turned, supervisor, make_task):
    later = make_task("440300-government", issued_on=date(2022, 10, 8))
    assert later.pk not in then(supervisor)
    made = services.draft(supervisor, CircularKind.CIRCULAR, SEPTEMBER)
    assert [unit.name for unit in made.units.all()] == ["广州市人民政府"]


def test_what_was_closed_or_revoked_later_still_ran(turned, supervisor, make_task, officer):
    closed, revoked = make_task(**WORK), make_task(**WORK)
    supervising.submit(officer, closed, "已完成。")
    supervising.close(supervisor, closed)
    supervising.revoke(supervisor, revoked, "重复下达。")
    found = then(supervisor)
    assert [(found[each.pk].running, found[each.pk].lamp) for each in (closed, revoked)] == [
        (True, "unknown"),
        (True, "unknown"),
    ]
    assert {each.number for each in gather(supervisor, span_on(TODAY, "month"), TODAY).items} == {
        turned.number,
        closed.number,
    }


def test_a_lamp_that_was_never_lit_is_unknown_not_todays(supervisor, make_task, on):
    task = make_task(progress=Decimal("0.2"), figure=1000)
    light(on(TODAY))
    assert LampChange.objects.get(task=task).after == "red"
    assert then(supervisor)[task.pk].lamp == "unknown"


def test_a_report_that_came_later_was_missing(supervisor, make_task, on):
    late, early = (make_task(issued_on=date(2022, 8, 1), **WORK) for _ in range(2))
    on(TODAY)
    report(late, date(2022, 8, 31), 1, date(2022, 10, 12))
    report(early, date(2022, 8, 31), 1, date(2022, 9, 2))
    found = then(supervisor)
    assert (found[late.pk].unreported, found[early.pk].unreported) == (True, False)


def test_a_question_answered_later_was_open(turned, supervisor):
    asked = {"report": turned.reports.first(), "said": "请核对", "answer": "已核对"}
    moments = {"at": datetime(2022, 9, 20, tzinfo=UTC)}
    october, september = (datetime(2022, month, 25, tzinfo=UTC) for month in (10, 9))
    Question.objects.create(rule="jump", answered_at=october, **asked, **moments)
    Question.objects.create(rule="stall", answered_at=september, **asked, **moments)
    assert then(supervisor)[turned.pk].questions == 1


def test_an_order_answered_later_was_not_answered(turned, supervisor, city_officer, on):
    on(date(2022, 9, 19))
    order = supervising.open_order(supervisor, turned.unit, [turned], "请说明原因。")
    limit = order.limit
    on(TODAY)
    supervising.reply(city_officer, order, "已说明。")
    supervising.close_order(supervisor, order, "同意。")
    ground = gather(supervisor, SEPTEMBER, TODAY)
    assert ground.orders == 1
    assert [(each.number, each.limit) for each in ground.unanswered] == [(order.number, limit)]
    assert gather(supervisor, span_on(TODAY, "month"), TODAY).orders == 0


def test_drafted_again_later_it_says_the_same(turned, supervisor, make_task, on):
    def words() -> list[object]:
        made = services.draft(supervisor, CircularKind.CIRCULAR, SEPTEMBER)
        return made.sections

    before = words()
    on(date(2022, 11, 7))
    Task.objects.update(progress=Decimal("0.1"), figure=500)
    light(date(2022, 11, 7))
    assert words() == before


@pytest.fixture
def changed(turned, supervisor, units):
    """Another unit, a later due date and a lower target since the end of September."""
    wanted = supervising.Adjustment(
        units["440300-government"], turned.starts_on, date(2023, 6, 30), Decimal(4000)
    )
    supervising.adjust(supervisor, turned, wanted, "经批准调整。")
    return turned


def test_unit_due_date_and_target_are_those_of_the_periods_end(changed, supervisor):
    found, present = (
        then(supervisor)[changed.pk],
        gather(supervisor, span_on(TODAY, "month"), TODAY),
    )
    assert (found.unit, found.area, found.target) == ("广州市人民政府", "440100", 5000)
    assert found.planned == Decimal("0.747945")
    [item] = present.items
    assert (item.unit, item.area, item.target) == ("深圳市人民政府", "440300", 4000)
    made = services.draft(supervisor, CircularKind.CIRCULAR, SEPTEMBER)
    assert [unit.name for unit in made.units.all()] == ["广州市人民政府"]


def test_of_several_changes_the_first_after_the_day_tells(changed, supervisor, units):
    again = supervising.Adjustment(
        units["440300-government"], changed.starts_on, changed.due, Decimal(3000)
    )
    supervising.adjust(supervisor, changed, again, "再次调整。")
    assert then(supervisor)[changed.pk].target == 5000


def test_a_city_tells_of_what_it_was_charged_with_then(changed, acting, units):
    left, joined = (acting(Role.SUPERVISOR, units[f"{code}-government"]) for code in CITIES)
    assert set(then(left)) == {changed.pk}
    assert not then(joined)
    assert not gather(left, span_on(TODAY, "month"), TODAY).items


def test_what_changed_before_the_day_stays_changed(turned, supervisor, on):
    on(date(2022, 9, 29))
    wanted = supervising.Adjustment(turned.unit, turned.starts_on, turned.due, Decimal(4000))
    supervising.adjust(supervisor, turned, wanted, "经批准调整。")
    on(TODAY)
    assert then(supervisor)[turned.pk].target == 4000


def test_a_part_that_was_raised_later_asks_less_then(supervisor, make_task, units, on):
    on(date(2022, 9, 20))
    whole, city = make_task(), units["440100-government"]
    [part] = supervising.break_down(supervisor, whole, {city: Decimal(5000)})
    on(TODAY)
    supervising.break_down(supervisor, whole, {city: Decimal(6000)}, "上调。")
    assert then(supervisor)[part.pk].target == 5000
