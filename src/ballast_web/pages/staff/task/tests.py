"""One task's page: what each may do with it."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.usefixtures("on_the_day")


@pytest.fixture
def page(signed_in):
    def open_(who, task, **given):
        client, address = signed_in(who), reverse("staff.task", kwargs={"pk": task.pk})
        if given:
            answer = client.post(address, given)
            assert answer.status_code == 302, answer.content.decode()
        task.refresh_from_db()
        return client.get(address).content.decode()

    return open_


def test_an_officer_accepts_a_task_and_is_named(page, make_task, officer):
    task = make_task(state="issued", accepted_on=None)
    shown = page(officer, task, action="accept", person=officer.person.pk)
    assert f"已签收，责任人：{officer.person.name}" in shown
    assert "填报进展" in shown


def test_a_supervisor_adjusts_a_proposal_and_issues_it(page, make_task, supervisor, units):
    task = make_task(state="proposed", issued_on=None)
    unit = units["440000-commerce"]
    given = {"unit": unit.pk, "due": "2022-11-30", "target_value": "6,000", "report_every": "week"}
    page(supervisor, task, action="adjust", **given)
    assert (task.unit, str(task.due), task.target_value) == (unit, "2022-11-30", 6000)
    page(supervisor, task, action="issue")
    assert task.state == "issued"


def test_a_wrong_date_is_told_and_nothing_changes(page, make_task, supervisor, signed_in):
    task = make_task(state="proposed", issued_on=None)
    address = reverse("staff.task", kwargs={"pk": task.pk})
    given = {"action": "adjust", "due": "30/11/2022", "target_value": "1", "report_every": "month"}
    answer = signed_in(supervisor).post(address, given)
    assert answer.status_code == 422
    assert "形如2022-12-31的日期" in answer.content.decode()


def test_parts_are_given_to_cities_with_their_figures(page, make_task, officer, units):
    task = make_task()
    one, other = units["440100-government"], units["440300-government"]
    shares = {f"share-{one.pk}": "3,000", f"share-{other.pk}": "2,000"}
    shown = page(officer, task, action="break_down", **shares)
    assert "已分解到2个单位" in shown
    assert "3,000" in shown


def test_figures_that_do_not_add_up_are_told(make_task, officer, units, signed_in):
    task = make_task()
    address = reverse("staff.task", kwargs={"pk": task.pk})
    given = {"action": "break_down", f"share-{units['440100-government'].pk}": "3000"}
    answer = signed_in(officer).post(address, given)
    assert answer.status_code == 422
    assert "合计3000家，与任务目标5000家不一致" in answer.content.decode()


def test_the_lamps_reason_and_advice_stand_above(page, make_task, officer):
    task = make_task(progress="0.7", figure=3500, lamp="yellow", lit=["behind"])
    shown = page(officer, task)
    assert "序时进度83%，完成进度70%" in shown
    assert "分析滞后原因，加快推进。" in shown


def test_who_may_only_look_finds_no_step(page, make_task, city_officer):
    task = make_task("440100-government", state="closed")
    assert "您目前没有可办的步骤。" in page(city_officer, task)
