"""Major projects: registered, scheduled, reported, lit."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from project_fixtures import YI

from ballast_web.errors import BadValue, NotAllowed, NotHere, WrongState
from ballast_web.kernel import lamps
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.projects import services, tasks
from ballast_web.projects.access import access_handled, access_projects, access_weekly_files
from ballast_web.projects.errors import (
    AlreadyRegistered,
    NotYours,
    OutOfOrder,
    ReasonNeeded,
    TooMuchSpent,
)
from ballast_web.projects.models import (
    Condition,
    Milestone,
    Project,
    ProjectLampChange,
    ProjectStep,
    WeeklyReport,
)

pytestmark = pytest.mark.usefixtures("on_the_day")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40 + b"IEND\xaeB`\x82"


@pytest.fixture
def project(make_project):
    return make_project()


def lit(project):
    project.refresh_from_db()
    return project.lamp, project.lit


def test_a_project_is_registered_once_with_its_number_and_lamp(make_project, units):
    made = make_project(region="天河区", industry="3841")
    assert (made.number, made.region, made.industry) == (f"ZD{made.pk:08d}", "440106", "C3841")
    assert lit(made) == ("green", [])
    with pytest.raises(AlreadyRegistered, match="已经登记"):
        entry = services.Entry(made.code.lower(), "另一个", "企业", "440106", made.unit, YI, 2022)
        services.register(platform("测试"), entry)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"region": "不知何处"}, "项目所在地"),
        ({"region": "440305"}, "项目所在地"),
        ({"total_fen": 0}, "总投资"),
        ({"plan_fen": -1}, "年度计划投资"),
        ({"invested_fen": 1}, "累计完成投资"),
        ({"industry": "X99"}, "行业"),
        ({"uscc": "91440101HC0000K21T"}, "统一社会信用代码"),
        ({"name": " "}, "项目名称"),
        ({"year": 22}, "计划年度"),
    ],
)
def test_what_makes_no_sense_is_not_registered(city_officer, units, changed, field):
    given = {
        "code": "2201-1",
        "name": "合成项目",
        "enterprise_name": "某企业",
        "region": "440106",
        "unit": units["440100-government"],
        "total_fen": YI,
        "year": 2022,
        "before_fen": 5,
    }
    with pytest.raises(BadValue, match=field):
        services.register(city_officer, services.Entry(**{**given, **changed}))
    assert not Project.objects.exists()


def test_a_unit_registers_for_units_of_its_territory_alone(city_officer, units):
    entry = services.Entry("1", "项目", "企业", "440100", units["440300-government"], YI, 2022)
    with pytest.raises(BadValue, match="责任单位"):
        services.register(city_officer, entry)


def test_milestones_are_planned_in_order_and_put_off_with_a_reason(project, city_officer):
    dates = {"completed": date(2023, 6, 30), "producing": date(2023, 9, 30)}
    services.plan(city_officer, project, dates)
    with pytest.raises(OutOfOrder, match="投产计划2023-09-30，早于竣工的2023-10-31"):
        services.plan(city_officer, project, {"completed": date(2023, 10, 31)})
    with pytest.raises(ReasonNeeded):
        services.plan(city_officer, project, {"completed": date(2023, 7, 31)})
    services.plan(city_officer, project, {"completed": date(2023, 7, 31)}, "汛期停工")
    services.plan(city_officer, project, {"producing": None}, "分期投产")
    assert [(m.stage, m.planned) for m in project.milestones.all()] == [
        ("completed", date(2023, 7, 31))
    ]
    assert ProjectStep.objects.filter(project=project, said="汛期停工").exists()


def test_a_stage_is_reached_on_a_day_and_given_up_with_a_reason(make_project, city_officer):
    project = make_project(stage="signed")
    services.plan(city_officer, project, {"started": date(2022, 10, 10)})
    assert lit(project) == ("red", ["project-milestone-overdue"])
    with pytest.raises(BadValue, match="不晚于"):
        services.reach(city_officer, project, "started", date(2022, 11, 1))
    services.reach(city_officer, project, "started", date(2022, 10, 20))
    assert lit(project) == ("green", [])
    with pytest.raises(BadValue, match="不早于开工"):
        services.reach(city_officer, project, "completed", date(2022, 10, 19))
    services.reach(city_officer, project, "completed", date(2022, 10, 30))
    with pytest.raises(WrongState):
        services.reach(city_officer, project, "building", date(2022, 10, 30))
    with pytest.raises(ReasonNeeded):
        services.back(city_officer, project, "signed", "")
    services.back(city_officer, project, "signed", "施工许可被撤回")
    assert [(m.stage, m.actual) for m in project.milestones.all()] == [("started", None)]


def test_a_project_without_listing_planned_is_complete_when_it_produces_in_full(
    make_project, city_officer
):
    project = make_project(stage="producing")
    services.plan(city_officer, project, {"full": date(2022, 10, 1), "listed": date(2022, 12, 1)})
    services.reach(city_officer, project, "full", date(2022, 10, 30))
    assert lit(project)[0] == "green"
    services.plan(city_officer, project, {"listed": None}, "已是规上企业")
    assert lit(project)[0] == "blue"


def test_the_second_milestone_ahead_warns_while_the_first_is_open(make_project, city_officer):
    project = make_project(stage="preliminary")
    dates = {"signed": date(2022, 11, 5), "started": date(2022, 11, 25)}
    services.plan(city_officer, project, dates)
    assert lit(project) == ("yellow", ["project-milestone-unprepared"])
    services.reach(city_officer, project, "signed", date(2022, 10, 31))
    assert lit(project) == ("green", [])


def test_weekly_reports_move_the_figures_and_a_sum_that_falls_says_why(project, city_officer):
    week = services.Week(date(2022, 10, 26), 8 * YI + 5, Decimal("0.45"), "设备进场")
    report = services.report_week(city_officer, project, week)
    assert (report.label, report.last) == ("2022年第43周", date(2022, 10, 30))
    assert (project.invested_fen, project.physical) == (8 * YI + 5, Decimal("0.45"))
    with pytest.raises(ReasonNeeded):
        services.report_week(
            city_officer, project, services.Week(date(2022, 10, 31), 7 * YI, Decimal("0.45"))
        )
    earlier = services.Week(date(2022, 10, 19), 7 * YI, Decimal("0.4"), "补报，累计数为当时数")
    services.report_week(city_officer, project, earlier)
    assert (project.invested_fen, project.reported_to) == (8 * YI + 5, date(2022, 10, 30))


@pytest.mark.parametrize(
    ("day", "fen", "physical", "field"),
    [
        (date(2022, 11, 7), 8 * YI, "0.5", "周"),
        (date(2022, 10, 31), 2 * YI, "0.5", "累计完成投资"),
        (date(2022, 10, 31), 8 * YI, "1.2", "形象进度"),
    ],
)
def test_a_report_that_cannot_be_is_refused(project, city_officer, day, fen, physical, field):
    with pytest.raises(BadValue, match=field):
        services.report_week(city_officer, project, services.Week(day, fen, Decimal(physical)))


def test_a_reports_files_are_kept_and_seen_by_those_who_see_the_project(
    project, city_officer, acting, units, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("现场.png", PNG)
    week = services.Week(date(2022, 10, 31), 8 * YI, Decimal("0.5"), "", [file])
    report = services.report_week(city_officer, project, week)
    assert [each.name for each in report.files.all()] == ["现场.png"]
    assert access_weekly_files(city_officer).count() == 1
    other = acting(Role.OPERATIONS, units["440300-government"])
    assert access_weekly_files(other).count() == 0


def test_two_weeks_without_a_report_light_yellow(project, city_officer, settings):
    settings.BALLAST_TODAY = date(2022, 11, 13)
    tasks.light_projects.func(Context())
    assert lit(project)[1] == []
    settings.BALLAST_TODAY = date(2022, 11, 14)
    tasks.light_projects.func(Context())
    assert lit(project) == ("yellow", ["project-not-reported"])
    services.report_week(
        city_officer, project, services.Week(date(2022, 11, 13), 8 * YI, Decimal("0.5"))
    )
    assert lit(project) == ("green", [])


class Context:
    """What a job is given, without a job."""

    def step(self):
        return writing(platform("亮灯"))

    def progress(self, share, said):
        self.said = said


def test_the_nightly_job_lights_all_in_few_queries_and_remembers_changes(
    make_project, city_officer, settings, django_assert_max_num_queries
):
    for _ in range(5):
        services.plan(city_officer, make_project(), {"completed": date(2022, 11, 1)})
    changes = ProjectLampChange.objects.count()
    settings.BALLAST_TODAY = date(2022, 11, 2)
    with django_assert_max_num_queries(32):
        tasks.light_projects.func(Context())
    assert set(Project.objects.values_list("lamp", "lamp_since")) == {("red", date(2022, 11, 2))}
    assert ProjectLampChange.objects.count() == changes + 5
    tasks.light_projects.func(Context())
    assert ProjectLampChange.objects.count() == changes + 5


def test_a_condition_says_who_must_solve_it_and_its_unit_solves_it(
    project, city_officer, acting, units
):
    energy = acting(Role.OPERATIONS, units["440000-energy"])
    assert not access_projects(energy).exists()
    with pytest.raises(NotHere):
        services.report_week(energy, project, services.Week(date(2022, 10, 31), 8 * YI, Decimal(0)))
    condition = services.open_condition(
        city_officer, project, "energy", "220千伏外线", units["440000-energy"], date(2022, 11, 10)
    )
    assert lit(project) == ("yellow", ["project-condition-soon"])
    assert list(access_projects(energy)) == [project]
    assert not access_handled(energy).exists()
    with pytest.raises(NotYours, match="广东省能源局"):
        services.report_week(energy, project, services.Week(date(2022, 10, 31), 8 * YI, Decimal(0)))
    with pytest.raises(ReasonNeeded):
        services.solve_condition(energy, condition, "")
    services.solve_condition(energy, condition, "已送电")
    assert (condition.state, lit(project)) == ("solved", ("green", []))
    with pytest.raises(WrongState):
        services.solve_condition(energy, condition, "已送电")


def test_a_unit_of_another_city_is_not_asked(project, city_officer, units):
    other = units["440300-government"]
    with pytest.raises(BadValue, match="解决单位"):
        services.open_condition(city_officer, project, "land", "用地", other, date(2022, 11, 10))
    assert not Condition.objects.exists()


def test_bonds_of_the_first_half_year_are_spent_by_october(project, city_officer):
    bond = services.grant(city_officer, project, "bond", YI, date(2022, 6, 30))
    assert bond.spend_by == date(2022, 10, 31)
    assert services.spend_by("bond", date(2022, 10, 20)) == date(2022, 12, 31)
    assert services.spend_by("policy_finance", date(2022, 3, 1)) == date(2022, 12, 31)
    assert lit(project) == ("yellow", ["project-funding-behind"])
    with pytest.raises(TooMuchSpent):
        services.spend(city_officer, bond, YI + 1)
    services.spend(city_officer, bond, YI)
    assert lit(project) == ("green", [])


def test_a_bond_not_spent_after_october_is_red(project, city_officer, settings):
    services.grant(city_officer, project, "bond", YI, date(2022, 3, 1))
    settings.BALLAST_TODAY = date(2022, 11, 1)
    tasks.light_projects.func(Context())
    assert lit(project) == ("red", ["project-funding-overdue"])


def test_the_years_plan_is_changed_with_a_reason_and_follows_the_year(project, city_officer):
    with pytest.raises(ReasonNeeded):
        services.plan_investment(city_officer, project, 2022, 6 * YI, 20 * YI)
    services.plan_investment(city_officer, project, 2022, 9 * YI, 20 * YI, "增加二期")
    assert lit(project) == ("yellow", ["project-investment-behind"])
    services.plan_investment(city_officer, project, 2023, 4 * YI, 20 * YI)
    assert (project.before_fen, project.year_fen) == (8 * YI, 0)
    with pytest.raises(BadValue, match="不早于2023年"):
        services.plan_investment(city_officer, project, 2022, 4 * YI, 20 * YI)


def test_investment_far_behind_is_red_and_unknown_is_neither(make_project):
    far = make_project(invested_fen=4 * YI)
    assert far.lit == ["project-investment-far-behind", "project-investment-behind"]
    unknown = make_project(invested_fen=None)
    assert (unknown.lamp, unknown.missing) == ("unknown", ["年度投资完成率"])


def test_each_unit_sees_its_own_territory(make_project, acting, units, supervisor, enterprise):
    mine, theirs = make_project(), make_project("440300-government")
    see = {
        (Role.OPERATIONS, "440100-government"): {mine},
        (Role.FINANCE, "440300-government"): {theirs},
        (Role.SUPERVISOR, "440000-government"): {mine, theirs},
        (Role.POLICY, "440000-industry_and_it"): {mine, theirs},
        (Role.POLICY, "440000-commerce"): set(),
        (Role.ADMINISTRATOR, "440100-government"): set(),
    }
    for (role, code), rows in see.items():
        assert set(access_projects(acting(role, units[code]))) == rows, (role, code)
    assert not access_projects(acting(Role.OWNER, enterprise)).exists()


def test_readers_do_not_write(project, acting, units):
    reader = acting(Role.AUDITOR, units["440100-government"])
    assert access_projects(reader).exists()
    with pytest.raises(NotAllowed):
        services.reach(reader, project, "completed", date(2022, 10, 30))


def test_every_write_stands_in_the_audit_log_and_history_cannot_be_changed(project, city_officer):
    services.plan(city_officer, project, {"completed": date(2023, 6, 30)})
    services.report_week(
        city_officer, project, services.Week(date(2022, 10, 31), 8 * YI, Decimal("0.5"))
    )
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"project.register", "project.plan", "project.report"} <= actions
    for rows in (ProjectStep.objects, WeeklyReport.objects, ProjectLampChange.objects):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.all().delete()


def test_a_failed_step_leaves_nothing_behind(project, city_officer):
    steps = ProjectStep.objects.count()
    with pytest.raises(OutOfOrder):
        dates = {"completed": date(2023, 6, 30), "full": date(2023, 6, 30) - timedelta(days=1)}
        services.plan(city_officer, project, dates)
    assert not Milestone.objects.exists()
    assert ProjectStep.objects.count() == steps


def test_tasks_and_projects_are_lit_by_rules_that_are_read_once(monkeypatch, settings):
    read = []
    monkeypatch.setattr(lamps, "load_lamps", lambda folder: read.append(folder) or given)
    given = lamps.lamps()
    lamps.lamps.cache_clear()
    lamps.watch.cache_clear()
    for subject in ("task", "project"):
        assert lamps.watch(subject, date(2022, 10, 31)).show
    assert read == [settings.BALLAST_SUPERVISION]
