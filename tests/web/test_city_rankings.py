"""Rankings: what each indicator counts, what is frozen, who publishes."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from ballast.supervision.periods import Span, span_on
from ballast_web.errors import AppendOnly, BadValue, NotAllowed
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Membership, Person
from ballast_web.kernel.roles import Role
from ballast_web.scorecards import services
from ballast_web.scorecards.access import access_scores
from ballast_web.scorecards.errors import AlreadyPublished, NotYet, NoWeights, SecondPerson
from ballast_web.scorecards.indicators import all_indicators
from ballast_web.scorecards.models import Score
from ballast_web.supervision.models import LampChange, Obligation, Order, OrderStep, Report

QUARTER = span_on(date(2022, 9, 30), "quarter")
YEAR = span_on(date(2022, 9, 30), "year")
CITIES = ["440100", "440300", "440600"]
GUANGZHOU, SHENZHEN = "440100-government", "440300-government"

pytestmark = pytest.mark.usefixtures("on_the_day")


def at(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 18))  # noqa: DTZ001


def counted(name, period=QUARTER):
    return all_indicators()[name].values(period, CITIES)


def reported(task, last, made=None, figure=None):
    fields = {"figure": figure, "at": at(made or last), "acting_as": "测试"}
    return Report.objects.create(task=task, label=f"{last}", first=last, last=last, **fields)


def lit(task, day, lamp):
    fields = {"before": "", "after": lamp, "rules": []}
    return LampChange.objects.create(task=task, region=task.region, day=day, **fields)


@pytest.fixture
def second(units):
    person = Person.objects.create_user("second", None, name="督查专员乙")
    fields = {"organisation": units["440000-government"], "role": Role.SUPERVISOR}
    made = Membership.objects.create(person=person, since=date(2020, 1, 1), **fields)
    return Acting(made)


def test_every_indicator_says_what_it_is():
    assert all(each.LABEL for each in all_indicators().values())
    assert set(services.scorecards()) == {"quarter", "year"}


@pytest.mark.parametrize("name", sorted(all_indicators()))
def test_a_city_with_nothing_to_count_is_left_out(name, units):
    assert counted(name) == {}


def test_targets_are_complete_by_the_last_report_of_the_period(make_task):
    done, open_, _ = (make_task(GUANGZHOU) for _ in range(3))
    reported(done, date(2022, 8, 31), figure=Decimal(5001))
    reported(open_, date(2022, 9, 30), figure=Decimal(5000))
    reported(open_, date(2022, 10, 31), figure=Decimal(6000))
    assert counted("targets_complete") == {"440100": None}
    reported(_, date(2022, 9, 30), figure=Decimal(1))
    assert counted("targets_complete") == {"440100": Decimal("0.333333")}
    make_task(GUANGZHOU, state="closed", closed_on=date(2022, 7, 1))
    make_task(GUANGZHOU, state="closed", closed_on=date(2022, 6, 30))
    make_task(GUANGZHOU, state="revoked")
    make_task(GUANGZHOU, issued_on=date(2022, 10, 1))
    assert counted("targets_complete") == {"440100": Decimal("0.5")}


def test_tasks_are_on_course_by_the_lamp_of_the_last_day(make_task, units):
    green, red, dark = (make_task(GUANGZHOU) for _ in range(3))
    lit(green, date(2022, 7, 1), "red")
    lit(green, date(2022, 9, 30), "green")
    lit(green, date(2022, 10, 1), "red")
    lit(red, date(2022, 9, 1), "yellow")
    lit(dark, date(2022, 9, 1), "unknown")
    lit(make_task(SHENZHEN), date(2022, 9, 1), "unknown")
    lit(make_task(), date(2022, 9, 1), "green")
    assert counted("on_course") == {"440100": Decimal("0.5"), "440300": None}


def test_duties_are_met_where_a_period_that_ended_was(make_task):
    fields = {"kind": "duty", "every": "month", "at_least": 1, "target_value": None}
    task = make_task(GUANGZHOU, **fields)

    def period(month, state):
        span = span_on(date(2022, month, 1), "month")
        Obligation.objects.create(
            task=task, label=span.label, first=span.first, last=span.last, needed=1, state=state
        )

    for month, state in ((6, "missed"), (7, "met"), (8, "excused"), (9, "missed"), (10, "open")):
        period(month, state)
    assert counted("duties_met") == {"440100": Decimal("0.5")}
    Obligation.objects.filter(state="missed").update(state="open")
    assert counted("duties_met") == {"440100": None}


def test_reports_are_in_time_within_five_days_of_their_months_end(make_task):
    task = make_task(GUANGZHOU)
    reported(task, date(2022, 6, 30), date(2022, 7, 5))
    reported(task, date(2022, 7, 31), date(2022, 8, 6))
    reported(task, date(2022, 9, 30), date(2022, 9, 30))
    assert counted("reports_on_time") == {"440100": Decimal("0.333333")}


def test_who_handed_a_task_down_owes_no_report_and_nobody_before_it_was_issued(make_task):
    whole = make_task(GUANGZHOU)
    make_task("440300-government", parent=whole, issued_on=date(2022, 8, 1))
    assert counted("reports_on_time") == {"440300": Decimal(0)}
    assert counted("reports_on_time", Span("七月", date(2022, 7, 1), date(2022, 7, 31))) == {}


def order_of(units, *steps):
    order = Order.objects.create(
        number=f"督办〔2022〕{Order.objects.count()}号",
        unit=units[GUANGZHOU],
        title="催办",
        demand="请回复",
        limit=date(2022, 9, 15),
        opened_on=date(2022, 9, 1),
    )
    for step, day, limit in steps:
        fields = {"rung": "order", "target": "awaiting", "limit": limit, "acting_as": "测试"}
        OrderStep.objects.create(order=order, step=step, label=step, at=at(day), **fields)


def day(number, month=9):
    return date(2022, month, number)


@pytest.mark.parametrize(
    ("steps", "share"),
    [
        ([("reply", day(15), day(15))], 1),
        ([("reply", day(16), day(15))], 0),
        ([], 0),
        ([("grant_extension", day(14), day(20)), ("reply", day(20), day(20))], 1),
        ([("grant_extension", day(14), day(9, 10)), ("reply", day(20), day(9, 10))], None),
        ([("escalate", day(10), day(20)), ("reply", day(20), day(20))], 1),
        ([("escalate", day(16), day(20)), ("reply", day(20), day(20))], "0.5"),
        ([("close", day(10), day(15))], None),
        ([("close", day(16), day(15))], 0),
        (
            [
                ("reply", day(15), day(15)),
                ("send_back", day(16), day(20)),
                ("reply", day(21), day(20)),
            ],
            "0.5",
        ),
    ],
)
def test_orders_are_answered_by_the_limit_of_each_demand(units, steps, share):
    order_of(units, ("open", day(1), day(15)), *steps)
    assert counted("orders_answered") == ({} if share is None else {"440100": Decimal(share)})


def calm(make_task, *codes):
    for code in codes:
        task = make_task(code)
        lit(task, date(2022, 7, 1), "green")
        for month in (6, 7, 8):
            last = span_on(date(2022, month, 1), "month").last
            reported(task, last, last + timedelta(days=5))


def test_a_ranking_is_computed_and_frozen_with_its_weights(make_task, supervisor):
    calm(make_task, GUANGZHOU)
    lit(make_task(SHENZHEN), date(2022, 7, 1), "unknown")
    made = services.compute(supervisor, "quarter", QUARTER)
    first = made.rows[0]
    assert (first["name"], first["rank"], first["total"]) == ("广州市", 1, "100.00")
    shenzhen = next(row for row in made.rows if row["city"] == "440300")
    assert (shenzhen["rank"], shenzhen["total"]) == (None, None)
    assert shenzhen["missing"] == ["任务按序时推进"]
    assert len(made.rows) == 21
    assert sum(Decimal(each["weight"]) for each in made.indicators) == 100
    assert made.weights_published_on < made.first
    made.rows = []
    with pytest.raises(AppendOnly):
        made.save()


def test_only_the_provinces_supervisors_compute(officer, acting, units):
    city = acting(Role.SUPERVISOR, units[GUANGZHOU])
    for somebody in (officer, city):
        with pytest.raises(NotAllowed):
            services.compute(somebody, "quarter", QUARTER)


def test_a_period_without_published_weights_is_not_judged(supervisor):
    with pytest.raises(NoWeights, match="2022-07-01"):
        services.compute(supervisor, "quarter", span_on(date(2022, 6, 30), "quarter"))
    with pytest.raises(NotYet):
        services.compute(supervisor, "quarter", span_on(date(2023, 1, 1), "quarter"))
    with pytest.raises(BadValue, match="评价期"):
        services.compute(supervisor, "quarter", YEAR)
    with pytest.raises(BadValue, match="quarter、year"):
        services.compute(supervisor, "gdp", QUARTER)


def test_a_second_person_publishes_and_then_every_unit_sees_it(
    make_task, supervisor, second, city_officer
):
    made = services.compute(supervisor, "quarter", QUARTER)
    assert not access_scores(city_officer).exists()
    with pytest.raises(SecondPerson):
        services.publish(supervisor, made)
    services.publish(second, made)
    assert list(access_scores(city_officer)) == [made]
    for again in (lambda: services.publish(second, made), lambda: compute_again(supervisor)):
        with pytest.raises(AlreadyPublished):
            again()


def compute_again(supervisor):
    return services.compute(supervisor, "quarter", QUARTER)


def test_what_was_computed_before_the_periods_end_is_not_published(supervisor, second, settings):
    running = span_on(date(2022, 10, 31), "quarter")
    made = services.compute(supervisor, "quarter", running)
    assert made.until == date(2022, 10, 31)
    settings.BALLAST_TODAY = date(2023, 1, 3)
    with pytest.raises(NotYet, match="重新测算"):
        services.publish(second, made)


def test_the_last_of_several_rankings_is_published(supervisor, second):
    old, new = (compute_again(supervisor) for _ in range(2))
    with pytest.raises(BadValue, match="最近一次"):
        services.publish(second, old)
    services.publish(second, new)
    assert Score.objects.count() == 2
