"""A draft says what the figures say, and nothing that they do not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ballast.supervision.periods import span_on
from ballast_web.circulars.drafting import Ground, Item, Unanswered, draft, figures, gather
from ballast_web.circulars.states import CircularKind
from ballast_web.kernel.roles import Role
from ballast_web.supervision.models import Report

DAY = date(2022, 10, 31)
SPAN = span_on(DAY, "month")
GUANGZHOU, SHENZHEN, FOSHAN = "440100", "440300", "440600"
_NAMES = {GUANGZHOU: "广州市人民政府", SHENZHEN: "深圳市人民政府", FOSHAN: "佛山市人民政府"}


def item(area: str = GUANGZHOU, **fields) -> Item:
    given = {
        "number": "RW00000001",
        "name": "数字化转型",
        "content": "",
        "kind": "target",
        "unit": _NAMES.get(area, "广东省工业和信息化厅"),
        "area": area,
        "within": False,
        "group": "数字化转型",
        "lamp": "green",
        "late": False,
        "running": True,
        "unreported": False,
        "questions": 0,
        "target": Decimal(100),
        "measured_in": "家",
    }
    return Item(**{**given, **fields})


def ground(*items: Item, **fields) -> Ground:
    given = {"issuer": "广东省人民政府", "span": SPAN, "day": DAY, "areas_are": "地市"}
    return Ground(**{**given, "items": items, **fields})


def words(*items: Item, **fields) -> str:
    made = draft(CircularKind.CIRCULAR, ground(*items, **fields))
    return "\n".join(text for section in made.sections for text in section.paragraphs)


def test_areas_that_are_level_share_a_rank_and_the_next_one_skips():
    found = figures.areas(
        [
            item(GUANGZHOU, progress=Decimal("0.5")),
            item(SHENZHEN, progress=Decimal("0.50001")),
            item(FOSHAN, progress=Decimal("0.4")),
        ]
    )
    assert [(each.name, each.rank) for each in found] == [
        (GUANGZHOU, 1),
        (SHENZHEN, 1),
        (FOSHAN, 3),
    ]


def test_an_area_that_reported_nothing_has_no_rank_and_stands_last():
    found = figures.areas([item(SHENZHEN), item(GUANGZHOU, progress=Decimal(0))])
    assert [(each.name, each.rank, each.completion) for each in found] == [
        (GUANGZHOU, 1, Decimal(0)),
        (SHENZHEN, None, None),
    ]
    rows = draft(
        CircularKind.CIRCULAR, ground(item(SHENZHEN), item(GUANGZHOU, progress=Decimal(0)))
    )
    assert rows.tables[0].rows[1][:2] == ("—", "深圳市")
    assert rows.tables[0].rows[1][-2:] == ("—", "—")
    assert rows.tables[0].rows[0][-2:] == ("0.0%", "—")


def test_one_overfulfilled_target_hides_no_other():
    assert figures.completion(
        [item(progress=Decimal(3)), item(progress=Decimal("0.5"))]
    ) == Decimal("0.750")


def test_contributions_are_shares_of_what_each_target_gained():
    shares = figures.contributions(
        [
            item(GUANGZHOU, gain=Decimal(30)),
            item(SHENZHEN, gain=Decimal(10)),
            item(SHENZHEN, group="技术改造", gain=Decimal(5)),
            item(FOSHAN, gain=None),
        ]
    )
    assert shares == {GUANGZHOU: Decimal("0.375"), SHENZHEN: Decimal("0.625")}


def test_a_target_that_nobody_moved_gives_no_contribution():
    assert figures.contributions([item(gain=Decimal(0))]) == {}


def test_a_part_handed_down_within_the_area_counts_once():
    found = figures.areas([item(), item(within=True)])
    assert found[0].tasks == 1


def test_each_task_is_in_exactly_one_column():
    lamps = ["blue", "green", "yellow", "red", "unknown", ""]
    [found] = figures.areas([item(lamp=lamp) for lamp in lamps] + [item(lamp="red", late=True)])
    counts = (found.done, found.on_course, found.behind, found.overdue, found.unclear)
    assert (counts, found.tasks) == ((1, 1, 2, 1, 2), 7)


def test_where_all_are_level_nobody_leads():
    level = [item(GUANGZHOU, progress=Decimal("0.5")), item(SHENZHEN, progress=Decimal("0.5"))]
    assert figures.leaders(figures.areas(level)) == []
    assert "本期不列进展较好的单位" in words(*level)


def test_who_leads_is_named_with_the_figure():
    text = words(item(progress=Decimal("0.9")), item(SHENZHEN, progress=Decimal("0.2")))
    assert "完成进度居前的地市：广州市（90.0%）。" in text


def test_nothing_reported_is_said_and_no_mean_is_claimed():
    text = words(item(), item(SHENZHEN))
    assert "2项目标任务均未填报完成进度。" in text
    assert "平均完成进度" not in text
    assert "各地市增量贡献暂不能计算" in text


def test_the_whole_is_counted_by_lamp():
    text = words(item(lamp="red"), item(lamp="green"), item(lamp="green", kind="work"))
    assert "已下达任务3项，其中目标任务2项、工作任务1项。按灯色分，红灯1项、绿灯2项。" in text
    assert "没有逾期任务" in text


def test_without_tasks_it_says_so():
    assert "没有已下达的任务" in words()


def test_who_is_behind_stands_with_the_reason():
    late = item(lamp="red", reasons=("进度严重滞后：序时进度83%，完成进度20%",))
    text = words(late)
    assert "1.广州市人民政府：“数字化转型”进度严重滞后：序时进度83%，完成进度20%。" in text
    [red] = [
        table
        for table in draft(CircularKind.CIRCULAR, ground(late)).tables
        if table.title == "红灯任务清单"
    ]
    assert red.rows[0][1:3] == ("广州市人民政府", "数字化转型")


def test_what_was_asked_and_not_answered_is_named():
    asked = Unanswered("督办〔2022〕3号", "深圳市人民政府", "数字化转型", date(2022, 10, 20))
    text = words(item(unreported=True), item(questions=2), orders=2, unanswered=(asked,))
    assert "在办督办件2件，尚未回复1件，其中超过时限1件" in text
    assert "深圳市人民政府（督办〔2022〕3号，应于2022年10月20日前回复）" in text
    assert "2项数据质询尚未答复" in text
    assert "1项任务未按期填报进展，涉及广州市人民政府" in text


def test_after_the_periods_end_it_says_of_which_day_the_progress_is():
    rows = (item(progress=Decimal("0.9")), item(SHENZHEN))
    past = {"span": span_on(date(2022, 9, 1), "month"), "day": date(2022, 9, 30), "drawn": DAY}
    assert "按2022年9月30日的填报" in words(*rows, **past)
    assert "的填报，目标" not in words(*rows)


def test_the_same_ground_gives_the_same_words():
    rows = (item(progress=Decimal("0.9")), item(SHENZHEN, lamp="red", reasons=("逾期：",)))
    assert draft(CircularKind.CIRCULAR, ground(*rows)) == draft(
        CircularKind.CIRCULAR, ground(*rows)
    )


def test_the_leaders_page_sets_targets_against_the_calendar():
    made = draft(
        CircularKind.MONTHLY,
        ground(
            item(progress=Decimal("0.5"), planned=Decimal("0.8329"), figure=Decimal(50)),
            item(SHENZHEN, group="技术改造", name="技术改造"),
        ),
    )
    [targets] = [table for table in made.tables if table.title == "目标任务与序时进度"]
    assert targets.rows == (
        ("数字化转型", "广州市人民政府", "100家", "50", "50.0%", "83.3%", "-33.3"),
        ("技术改造", "深圳市人民政府", "100家", "—", "—", "—", "—"),
    )


def report(task, month: int, figure: int) -> None:
    span = span_on(date(2022, month, 1), "month")
    Report.objects.create(
        task=task,
        label=span.label,
        first=span.first,
        last=span.last,
        figure=Decimal(figure),
        progress=Decimal(figure) / 100,
        acting_as="测试",
        at="2022-10-31T00:00:00+08:00",
    )


@pytest.fixture
def gathered(on_the_day, supervisor, make_task):
    """Tasks of two cities: one reported at both ends, one within the period alone."""
    first = make_task("440100-government", target_value=Decimal(100))
    second = make_task("440300-government", target_value=Decimal(100))
    report(first, 9, 40)
    report(first, 10, 60)
    report(first, 10, 65)
    report(second, 10, 10)
    return {each.area: each for each in gather(supervisor, SPAN, DAY).items}


def test_a_gain_is_the_figure_at_the_end_less_that_before_and_corrections_count(gathered):
    found = gathered[GUANGZHOU]
    assert (found.figure, found.progress, found.gain) == (65, Decimal("0.65"), 25)


def test_a_gain_without_a_figure_before_is_unknown(gathered):
    assert (gathered[SHENZHEN].figure, gathered[SHENZHEN].gain) == (10, None)


def test_a_task_that_begins_in_the_period_gains_from_nothing(on_the_day, supervisor, make_task):
    report(make_task("440100-government", starts_on=date(2022, 10, 8)), 10, 7)
    [found] = gather(supervisor, SPAN, DAY).items
    assert found.gain == 7


def test_a_later_report_is_not_the_periods(on_the_day, supervisor, make_task):
    task = make_task("440100-government")
    report(task, 9, 40)
    report(task, 10, 60)
    [found] = gather(supervisor, span_on(date(2022, 9, 1), "month"), DAY).items
    assert found.figure == 40


def test_a_red_task_brings_its_reasons(on_the_day, supervisor, make_task):
    make_task("440100-government", progress=Decimal("0.1"), figure=Decimal(10))
    [found] = gather(supervisor, SPAN, DAY).items
    assert found.lamp == "red"
    assert any("进度严重滞后：序时进度83%，完成进度10%" in reason for reason in found.reasons)


def test_a_city_is_drafted_from_its_own_tasks_alone(units, acting, make_task, on_the_day):
    make_task("440100-government")
    make_task("440300-government")
    city = acting(Role.SUPERVISOR, units["440100-government"])
    found = gather(city, SPAN, DAY)
    assert [each.unit for each in found.items] == ["广州市人民政府"]
    assert found.areas_are == "县（市、区）"
