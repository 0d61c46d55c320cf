"""Circulars: drafted, edited, approved by a second person, numbered, sent, read."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from money_fixtures import somebody_else

from ballast.supervision.periods import span_on
from ballast_web.circulars import services
from ballast_web.circulars.access import access_circulars, access_papers, access_receipts
from ballast_web.circulars.drafting import Section
from ballast_web.circulars.errors import (
    AlreadyThere,
    CorrectionOpen,
    NoReaders,
    NotSent,
    NotYet,
    OwnText,
)
from ballast_web.circulars.models import Circular, CircularStep
from ballast_web.circulars.papers.paper import paper_of
from ballast_web.circulars.services.deciding import prefix
from ballast_web.circulars.states import CircularKind
from ballast_web.errors import AppendOnly, BadValue, NotAllowed, NotHere, WrongSetting, WrongState
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.supervision.errors import ReasonNeeded

pytestmark = pytest.mark.usefixtures("on_the_day")
OCTOBER = span_on(date(2022, 10, 1), "month")
BODY = [Section("总体情况", ("改过的文字。",))]


@pytest.fixture
def second(units):
    """Another person of the unit that issues, who approves."""
    return somebody_else(Role.APPROVER, units["440000-government"])


@pytest.fixture
def drafted(supervisor, make_task):
    make_task("440100-government")
    make_task("440300-government")
    return services.draft(supervisor, CircularKind.CIRCULAR, OCTOBER)


@pytest.fixture
def approved(drafted, supervisor, second):
    services.submit(supervisor, drafted)
    return services.approve(second, drafted)


def test_a_draft_names_its_period_and_goes_to_the_units_that_have_tasks(drafted):
    assert drafted.title == "广东省人民政府关于2022年10月工业稳增长任务推进情况的通报"
    assert (drafted.number, drafted.state, str(drafted.figures_on)) == ("", "drafted", "2022-10-31")
    assert {unit.name for unit in drafted.units.all()} == {"广州市人民政府", "深圳市人民政府"}
    assert drafted.tables[0]["heads"][:2] == ["排名", "地市"]


def test_drafting_again_replaces_the_draft_and_keeps_its_history(drafted, supervisor, make_task):
    services.edit(supervisor, drafted, "别的标题", "各单位", BODY, drafted.units.all())
    make_task("440600-government")
    again = services.draft(supervisor, CircularKind.CIRCULAR, OCTOBER)
    assert (again.pk, again.title.endswith("的通报"), again.units.count()) == (drafted.pk, True, 3)
    assert [step.label for step in again.steps.order_by("pk")] == ["起草", "修改", "重新起草"]


def test_what_is_submitted_is_not_drafted_anew(drafted, supervisor):
    services.submit(supervisor, drafted)
    with pytest.raises(AlreadyThere, match="待审签"):
        services.draft(supervisor, CircularKind.CIRCULAR, OCTOBER)


def test_the_tables_stay_as_they_were_drawn_up(drafted, supervisor, make_task):
    tables = drafted.tables
    make_task("440600-government")
    services.edit(supervisor, drafted, "标题", "各单位：", BODY, drafted.units.all())
    assert (drafted.tables, drafted.addressees) == (tables, "各单位")
    assert drafted.sections[0]["paragraphs"] == ["改过的文字。"]


@pytest.mark.parametrize(("title", "body"), [("", BODY), ("标" * 161, BODY), ("标题", [])])
def test_a_text_that_is_none_is_refused(drafted, supervisor, title, body):
    with pytest.raises(BadValue):
        services.edit(supervisor, drafted, title, "", body, [])


def test_it_goes_to_units_of_the_territory_alone(units, drafted, supervisor, bank):
    with pytest.raises(NotHere):
        services.edit(supervisor, drafted, "标题", "", BODY, [bank])


def test_nobody_approves_what_they_wrote_or_changed(drafted, supervisor, units):
    other = somebody_else(Role.SUPERVISOR, units["440000-government"])
    services.edit(other, drafted, "标题", "", BODY, drafted.units.all())
    services.submit(other, drafted)
    for writer in (supervisor, other):
        with pytest.raises(OwnText):
            services.approve(writer, drafted)


def test_the_database_too_asks_for_a_second_person(drafted, supervisor):
    fields = {"state": "approved", "number": "一号", "dated": date(2022, 10, 31)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.filter(pk=drafted.pk).update(**fields, approved_by=supervisor.person)


def test_approved_it_is_numbered_and_dated(approved, second):
    assert (approved.number, str(approved.dated)) == ("粤督通〔2022〕1号", "2022-10-31")
    assert approved.approved_by == second.person


def test_numbers_follow_each_other_and_each_kind_has_its_own(approved, supervisor, second):
    numbers = []
    for kind, month in (("circular", 9), ("monthly", 9), ("monthly", 8)):
        span = span_on(date(2022, month, 1), "month")
        made = services.draft(supervisor, CircularKind(kind), span)
        services.submit(supervisor, made)
        numbers.append(services.approve(second, made).number)
    assert numbers == ["粤督通〔2022〕2号", "粤督报〔2022〕1号", "粤督报〔2022〕2号"]


def test_a_units_prefix_may_be_set(settings, units):
    settings.BALLAST_CIRCULAR_PREFIX = ["440000-government=粤工督"]
    assert prefix(units["440000-government"]) == "粤工督"
    assert prefix(units["440100-government"]) == "广州督"
    settings.BALLAST_CIRCULAR_PREFIX = ["粤工督"]
    with pytest.raises(WrongSetting):
        prefix(units["440000-government"])


def test_what_is_approved_changes_no_more(approved, supervisor):
    with pytest.raises(WrongState):
        services.edit(supervisor, approved, "标题", "", BODY, [])
    for change in ({"title": "别的"}, {"sections": []}, {"tables": []}, {"state": "drafted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Circular.objects.filter(pk=approved.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM circulars_circular WHERE id = %s", [approved.pk])


def test_steps_are_never_changed(drafted):
    with pytest.raises(AppendOnly):
        CircularStep.objects.first().save()


def test_it_is_sent_back_with_a_reason(drafted, supervisor, second):
    services.submit(supervisor, drafted)
    with pytest.raises(ReasonNeeded):
        services.send_back(second, drafted, " ")
    services.send_back(second, drafted, "请核对附件1。")
    assert (drafted.state, drafted.steps.last().said) == ("drafted", "请核对附件1。")


def test_it_is_not_submitted_to_nobody(drafted, supervisor):
    services.edit(supervisor, drafted, "标题", "", BODY, [])
    with pytest.raises(NoReaders):
        services.submit(supervisor, drafted)


def test_a_period_to_come_is_not_drafted(supervisor):
    with pytest.raises(NotYet):
        services.draft(supervisor, CircularKind.CIRCULAR, span_on(date(2022, 11, 1), "month"))


def test_only_supervisors_draft(officer, second):
    for who in (officer, second):
        with pytest.raises(NotAllowed):
            services.draft(who, CircularKind.CIRCULAR, OCTOBER)


def test_sent_it_asks_each_unit_for_one_receipt(approved, supervisor, units, city_officer, acting):
    services.send(supervisor, approved)
    assert approved.receipts.count() == 2
    [receipt] = access_receipts(city_officer)
    services.read(city_officer, receipt)
    services.read(acting(Role.LEADER, units["440100-government"]), receipt)
    receipt.refresh_from_db()
    assert receipt.person == city_officer.person
    assert AuditEntry.objects.filter(action="circular.read").count() == 1


def test_an_auditor_looks_without_leaving_a_receipt(approved, supervisor, units, acting):
    services.send(supervisor, approved)
    auditor = acting(Role.AUDITOR, units["440100-government"])
    receipt = services.read(auditor, access_receipts(auditor).get())
    assert receipt.read_at is None


def test_a_unit_sees_nothing_before_it_is_sent(approved, supervisor, city_officer):
    assert not access_receipts(city_officer).exists()
    assert not access_papers(city_officer).exists()
    services.send(supervisor, approved)
    assert access_papers(city_officer).get() == approved


def test_leaders_see_what_is_approved_alone(drafted, supervisor, second, acting, units):
    leader = acting(Role.LEADER, units["440000-government"])
    assert not access_circulars(leader).exists()
    services.submit(supervisor, drafted)
    services.approve(second, drafted)
    assert access_circulars(leader).get() == drafted


def test_another_units_supervisor_sees_no_draft(drafted, acting, units):
    assert not access_circulars(acting(Role.SUPERVISOR, units["440100-government"])).exists()
    assert not access_circulars(acting(Role.SUPERVISOR, units["440000-energy"])).exists()


def test_the_leaders_page_goes_to_ones_own_unit(supervisor, make_task):
    make_task("440100-government")
    made = services.draft(supervisor, CircularKind.MONTHLY, OCTOBER)
    assert [unit.code for unit in made.units.all()] == ["440000-government"]
    assert made.title == "2022年10月工业稳增长任务推进情况"


WRONG = "附件1中广州市的任务数应为2项。"


@pytest.fixture
def sent(approved, supervisor):
    return services.send(supervisor, approved)


def test_a_correction_names_what_it_corrects_and_goes_to_the_same_units(sent, supervisor, second):
    made = services.correct(supervisor, sent, WRONG)
    assert (
        made.title == "广东省人民政府关于更正《关于2022年10月工业稳增长任务推进情况的通报》的通知"
    )
    first, *lines = made.sections[0]["paragraphs"]
    assert first.startswith(f"2022年10月31日印发的《{sent.title}》（{sent.number}）")
    assert WRONG in lines
    services.edit(supervisor, made, made.title, made.addressees, BODY, [])
    services.submit(supervisor, made)
    services.approve(second, made)
    services.send(supervisor, made)
    assert made.number == "粤督通〔2022〕2号"
    units = [set(each.receipts.values_list("unit", flat=True)) for each in (sent, made)]
    assert units[0] == units[1] != set()


def test_a_correction_brings_no_table_that_is_as_it_was(sent, supervisor):
    assert services.correct(supervisor, sent, WRONG).tables == []


def test_a_correction_brings_the_tables_that_changed_alone(sent, supervisor, make_task):
    make_task("440600-government")
    again = services.correct(supervisor, sent, WRONG)
    assert [table["title"] for table in again.tables] == ["各地市任务完成情况"]
    assert sent.tables[0]["rows"] != again.tables[0]["rows"]


def test_only_what_was_sent_is_corrected_by_one_paper_at_a_time(approved, supervisor, second):
    with pytest.raises(NotSent, match="已审签"):
        services.correct(supervisor, approved, WRONG)
    services.send(supervisor, approved)
    with pytest.raises(NotAllowed):
        services.correct(second, approved, WRONG)
    with pytest.raises(ReasonNeeded):
        services.correct(supervisor, approved, " ")
    services.correct(supervisor, approved, WRONG)
    with pytest.raises(CorrectionOpen):
        services.correct(supervisor, approved, WRONG)
    fields = {"issuer": approved.issuer, "first": OCTOBER.first, "last": OCTOBER.last}
    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.create(**fields, corrects=approved, figures_on=OCTOBER.last)


def test_a_period_that_was_corrected_is_not_drafted_anew(sent, supervisor):
    services.correct(supervisor, sent, WRONG)
    with pytest.raises(AlreadyThere, match="起草更正"):
        services.draft(supervisor, CircularKind.CIRCULAR, OCTOBER)


def test_copies_are_numbered_where_asked_and_the_first_stays(drafted, supervisor, second):
    imprint = services.Imprint("抄送：省委办公厅。", "省政府办公厅", True)
    services.edit(supervisor, drafted, "标题", "", BODY, drafted.units.all(), imprint)
    services.submit(supervisor, drafted)
    services.approve(second, drafted)
    services.send(supervisor, drafted)
    assert (drafted.copies_to, drafted.printed_by) == ("省委办公厅", "省政府办公厅")
    copies = drafted.receipts.order_by("unit__code").values_list("copy", flat=True)
    assert list(copies) == [2, 3]
    assert (paper_of(drafted).copy, paper_of(drafted, 3).copy) == ("000001", "000003")
    assert paper_of(drafted).printed_on == "2022年10月31日印发"


def test_what_stands_around_an_approved_text_is_final_too(approved):
    for change in ({"copies_to": "别的"}, {"printed_by": "别的"}, {"numbered_copies": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Circular.objects.filter(pk=approved.pk).update(**change)
