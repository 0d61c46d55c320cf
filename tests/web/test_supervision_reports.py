"""Reports of progress: figures with evidence, sums of parts, questions, linked figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ballast_web.applications.models import EvidenceFile
from ballast_web.enterprises.models import FactRow, Snapshot
from ballast_web.errors import BadValue, NotAllowed, NotHere
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Role
from ballast_web.supervision import services
from ballast_web.supervision.access import access_questions, access_report_files
from ballast_web.supervision.errors import ReasonNeeded, StillOpen
from ballast_web.supervision.models import Event, Obligation, Question, Report

pytestmark = pytest.mark.usefixtures("on_the_day")
OCTOBER, SEPTEMBER, AUGUST, JULY = (date(2022, month, 28) for month in (10, 9, 8, 7))
PDF = b"%PDF-1.4\nx\n%%EOF"


def reported(officer, task, *figures):
    """A report each month from July on; gives the last."""
    days = (JULY, AUGUST, SEPTEMBER, OCTOBER)
    return [
        services.report(officer, task, day, Decimal(figure))
        for day, figure in zip(days, figures, strict=False)
    ][-1]


def asked(task):
    return set(
        Question.objects.filter(report__task=task, answered_at=None).values_list("rule", flat=True)
    )


def test_a_figure_is_reported_for_the_period_and_the_share_follows(make_task, officer):
    task = make_task()
    made = services.report(officer, task, OCTOBER, Decimal(1200), said="新增40家")
    assert (made.label, str(made.first), str(made.last)) == (
        "2022年10月",
        "2022-10-01",
        "2022-10-31",
    )
    assert (task.figure, task.progress, str(task.reported_on)) == (
        Decimal(1200),
        Decimal("0.24"),
        "2022-10-31",
    )


def test_nothing_short_of_the_target_is_complete(make_task, officer):
    task = make_task()
    services.report(officer, task, OCTOBER, Decimal("4999.9999"))
    assert task.progress < 1


def test_a_later_report_of_the_period_corrects_and_both_are_kept(make_task, officer):
    task = make_task()
    reported(officer, task, 100, 200)
    services.report(officer, task, JULY, Decimal(150))
    assert task.figure == 200
    services.report(officer, task, AUGUST, Decimal(210))
    assert (task.figure, Report.objects.count()) == (210, 4)


def test_work_is_reported_as_a_share(make_task, officer):
    task = make_task(kind="work", target_value=None)
    services.report(officer, task, OCTOBER, progress=Decimal("0.4"))
    assert (task.figure, task.progress) == (None, Decimal("0.4"))


@pytest.mark.parametrize(
    ("kind", "day", "figure", "progress", "why"),
    [
        ("target", date(2022, 11, 1), 1, None, "已经开始"),
        ("target", date(2021, 12, 31), 1, None, "起始以后"),
        ("target", OCTOBER, -1, None, "不小于零"),
        ("target", OCTOBER, None, None, "不小于零"),
        ("target", OCTOBER, "NaN", None, "不小于零"),
        ("target", OCTOBER, "1e30", None, "不小于零"),
        ("target", OCTOBER, "0.00001", None, "四位小数"),
        ("work", OCTOBER, 5, None, "0%至100%"),
        ("work", OCTOBER, None, "1.2", "0%至100%"),
    ],
)
def test_a_report_that_makes_no_sense_is_told(make_task, officer, kind, day, figure, progress, why):
    task = make_task(kind=kind, target_value=Decimal(5000) if kind == "target" else None)
    figure = None if figure is None else Decimal(figure)
    with pytest.raises(BadValue, match=why):
        services.report(officer, task, day, figure, progress and Decimal(progress))
    assert not Report.objects.exists()


def test_only_the_unit_reports_and_only_what_runs(make_task, officer, city_officer, supervisor):
    task = make_task()
    with pytest.raises(NotAllowed):
        services.report(supervisor, task, OCTOBER, Decimal(1))
    with pytest.raises(NotHere):
        services.report(city_officer, task, OCTOBER, Decimal(1))
    with pytest.raises(StillOpen, match="已办结"):
        services.report(officer, make_task(state="closed"), OCTOBER, Decimal(1))
    duty = make_task(kind="duty", target_value=None, every="month", at_least=10)
    with pytest.raises(StillOpen, match="逐次登记"):
        services.report(officer, duty, OCTOBER, progress=Decimal(1))


def test_evidence_is_kept_and_seen_by_who_sees_the_task(make_task, officer, city_officer):
    task = make_task()
    file = SimpleUploadedFile("名单.pdf", PDF)
    services.report(officer, task, OCTOBER, Decimal(1), files=[file])
    (kept,) = access_report_files(officer)
    assert (kept.name, EvidenceFile.objects.count()) == ("名单.pdf", 1)
    assert not access_report_files(city_officer).exists()


def test_parts_add_up_in_the_task_above_and_what_is_unknown_is_said(
    make_task, officer, city_officer, acting, units
):
    task = make_task()
    shares = {units["440100-government"]: Decimal(3000), units["440300-government"]: Decimal(2000)}
    first, second = services.break_down(officer, task, shares)
    other = acting(Role.OPERATIONS, units["440300-government"])
    with pytest.raises(StillOpen, match="由下级任务汇总"):
        services.report(officer, task, OCTOBER, Decimal(9))
    services.report(city_officer, first, OCTOBER, Decimal(600))
    above = task.reports.get()
    assert (above.source, above.said) == ("parts", "由2个下级任务汇总，其中1个尚未填报")
    services.report(other, second, OCTOBER, Decimal(400))
    services.report(city_officer, first, SEPTEMBER, Decimal(500))
    task.refresh_from_db()
    assert (task.figure, task.progress) == (1000, Decimal("0.2"))
    assert task.reports.order_by("-last", "-pk").first().said == "由2个下级任务汇总"
    assert task.reports.filter(last="2022-09-30").get().figure == 500


def test_a_figure_that_goes_back_is_questioned_until_answered(make_task, officer, city_officer):
    task = make_task()
    reported(officer, task, 300, 200)
    assert asked(task) == {"goes_back"}
    assert task.questions_open == 1
    (question,) = access_questions(officer)
    assert "本期累计200家，少于上期的300家" in question.said
    with pytest.raises(NotHere):
        services.answer(city_officer, question, "笔误")
    with pytest.raises(ReasonNeeded):
        services.answer(officer, question, " ")
    services.answer(officer, question, "剔除了重复的企业")
    task.refresh_from_db()
    assert (task.questions_open, question.answered_by) == (0, officer.person)
    with pytest.raises(StillOpen):
        services.answer(officer, question, "再答")


def test_a_correction_closes_the_questions_of_its_period(make_task, officer):
    task = make_task()
    reported(officer, task, 300, 200)
    services.report(officer, task, AUGUST, Decimal(320))
    assert (asked(task), task.questions_open) == (set(), 0)
    assert "重新填报" in Question.objects.get().answer


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((100, 200, 500), set()),
        ((100, 200, 501), {"jumps"}),
        ((100, 4000), set()),
        ((0, 0, 1500), set()),
        ((0, 0, 1501), {"jumps"}),
        ((100, 100, 100), {"stalls"}),
        ((100, 100, 100, 100), {"stalls"}),
        ((5000, 5000, 5000), set()),
        ((100, 100), set()),
    ],
)
def test_figures_that_jump_or_stall_are_questioned(make_task, officer, figures, expected):
    task = make_task()
    reported(officer, task, *figures)
    assert asked(task) == expected


def test_a_gain_over_periods_without_a_report_is_no_jump(make_task, officer):
    task = make_task()
    for day, figure in ((date(2022, 5, 5), 100), (date(2022, 6, 5), 200), (OCTOBER, 1400)):
        services.report(officer, task, day, Decimal(figure))
    assert asked(task) == set()
    services.report(officer, task, OCTOBER, Decimal(1401))
    assert asked(task) == {"jumps"}


@pytest.fixture
def leases(units):
    """Twenty leases of enterprises in Guangzhou, and one elsewhere."""
    held = Snapshot.objects.create(path="", as_of=JULY, known=JULY)
    for number in range(21):
        region = "440106" if number < 20 else "440305"
        firm = Organisation.objects.create(
            kind="enterprise", code=f"f{number}", name="企业", region=region
        )
        fields = {"values": {}, "source": "测试", "as_of": AUGUST, "snapshot": held}
        FactRow.objects.create(enterprise=firm, table="lease", key=f"{number}", **fields)


@pytest.mark.usefixtures("leases")
def test_a_linked_target_fills_itself_in_and_says_from_where(make_task, officer, supervisor):
    task = make_task("440100-government", target_value=Decimal(40), linked="facts:lease")
    assert services.fill_linked(platform("测试"), OCTOBER) == 1
    made = task.reports.get()
    assert (made.source, made.figure) == ("facts:lease", 20)
    assert "企业登记数据" in made.said
    assert "2022年10月28日共20家" in made.said
    task.refresh_from_db()
    assert (task.figure, task.progress) == (20, Decimal("0.5"))
    assert services.fill_linked(platform("测试"), OCTOBER + timedelta(days=1)) == 0


@pytest.mark.usefixtures("leases")
def test_a_report_that_contradicts_the_linked_number_is_questioned(make_task, city_officer):
    task = make_task("440100-government", linked="facts:lease")
    services.fill_linked(platform("测试"), OCTOBER)
    services.report(city_officer, task, OCTOBER, Decimal(21))
    assert asked(task) == set()
    services.report(city_officer, task, OCTOBER, Decimal(22))
    assert asked(task) == {"contradicts"}
    assert task.figure == 20


@pytest.mark.usefixtures("leases")
def test_linked_parts_add_up_and_one_that_cannot_be_counted_stops_nobody(make_task, officer, units):
    task = make_task(target_value=Decimal(50))
    shares = {units["440100-government"]: Decimal(30), units["440300-government"]: Decimal(20)}
    services.break_down(officer, task, shares)
    task.parts.update(linked="facts:lease")
    make_task(linked="nothing")
    assert services.fill_linked(platform("测试"), OCTOBER) == 2
    task.refresh_from_db()
    assert (task.figure, task.reports.count()) == (21, 1)


def test_a_source_that_is_none_is_refused(make_task, supervisor, units):
    task = make_task(state="proposed")
    wanted = {"target_value": Decimal(1), "linked": "nothing"}
    with pytest.raises(BadValue, match="applications"):
        services.adjust(supervisor, task, services.Adjustment(task.unit, None, None, **wanted))


def test_events_and_periods_met_can_be_counted(make_task, units):
    duty = make_task("440100-government", kind="duty", target_value=None, every="month", at_least=1)
    period = {"label": "2022年9月", "first": date(2022, 9, 1), "last": date(2022, 9, 30)}
    met = Obligation.objects.create(task=duty, needed=1, done=3, state="met", **period)
    fields = {"acting_as": "", "at": "2022-09-09T00:00Z", "what": "对接会"}
    Event.objects.create(obligation=met, held_on=date(2022, 9, 9), times=3, **fields)
    both = [make_task("440100-government", linked=each) for each in ("obligations", "events")]
    services.fill_linked(platform("测试"), OCTOBER)
    assert [each.reports.get().figure for each in both] == [1, 3]
    elsewhere = make_task("440300-government", linked="events")
    services.fill_linked(platform("测试"), OCTOBER)
    assert elsewhere.reports.get().figure == 0


@pytest.mark.parametrize("linked", ["applications", "eligible", "reached"])
def test_every_source_counts_where_there_is_nothing(make_task, linked):
    task = make_task(linked=linked)
    services.fill_linked(platform("测试"), OCTOBER)
    made = task.reports.get()
    assert (made.figure, made.source) == (0, linked)
    assert "（三十一）" in made.said
