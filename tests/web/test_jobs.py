"""The queue: enqueued with the transaction, run once, tried again, fenced."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import job_samples
import pytest
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from ballast_web.errors import NotAllowed, NotHere, WrongState
from ballast_web.jobs import queue, running
from ballast_web.jobs.errors import HandedBack, LeaseLost, WrongPeriod
from ballast_web.jobs.models import Job
from ballast_web.jobs.periodic import PERIODIC, every, materialise
from ballast_web.jobs.services import retry
from ballast_web.jobs.states import JobState
from ballast_web.jobs.task import JobContext
from ballast_web.jobs.tasks import clear
from ballast_web.jobs.worker import drain
from ballast_web.kernel.acting import platform
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def effects(db, queued):
    with connection.cursor() as cursor:
        cursor.execute(job_samples.MADE)


def written() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM effects ORDER BY number")
        return [number for (number,) in cursor.fetchall()]


def in_order() -> list[int]:
    return list(
        Job.objects.filter(state=JobState.DONE)
        .order_by("finished_at", "pk")
        .values_list("result", flat=True)
    )


def lapse(job: int) -> None:
    Job.objects.filter(pk=job).update(due=timezone.now() - timedelta(seconds=1))


def test_a_job_runs_once():
    job_samples.effect.enqueue(7)
    assert (drain(), drain(), written()) == (1, 0, [7])


def test_a_job_runs_only_if_the_transaction_that_enqueued_it_stands():
    with pytest.raises(ZeroDivisionError), writing(platform("测试")):
        job_samples.effect.enqueue(1)
        raise ZeroDivisionError
    with writing(platform("测试")):
        job_samples.effect.enqueue(2)
    drain()
    assert written() == [2]


def test_a_result_tells_how_the_job_stands():
    before = job_samples.effect.enqueue(7)
    assert before.status == TaskResultStatus.READY
    drain()
    after = job_samples.effect.get_result(before.id)
    assert (after.status, after.return_value, after.attempts) == ("SUCCESSFUL", 7, 1)
    with pytest.raises(TaskResultDoesNotExist):
        job_samples.effect.get_result("0")


def test_what_a_job_wrote_before_it_failed_is_undone_and_it_is_tried_again_later():
    job_samples.broken.enqueue(3)
    drain()
    job = Job.objects.get()
    assert (job.state, job.failures, written()) == (JobState.SCHEDULED, 1, [])
    assert job.due > timezone.now() + queue.BACK_OFF / 2
    assert "第3笔" in job.error


def test_a_job_fails_for_good_after_its_last_attempt():
    job_samples.broken.enqueue(3)
    drain()
    lapse(Job.objects.get().pk)
    drain()
    job = Job.objects.get()
    assert (job.state, job.failures, job.is_over) == (JobState.FAILED, 2, True)
    assert job_samples.broken.get_result(str(job.pk)).status == TaskResultStatus.FAILED


def test_the_wait_doubles_with_each_failure_up_to_an_hour():
    job = Job.objects.create(task="none", attempts=30)
    waits = []
    for _ in range(12):
        Job.objects.update(state=JobState.WAITING)
        _, attempt = queue.claim("w")
        queue.fail(job.pk, attempt, "x")
        waits.append((Job.objects.get().due - timezone.now()).total_seconds())
    assert [round(wait, -1) for wait in waits[:4]] == [10, 20, 40, 80]
    assert round(waits[-1], -1) == 3600


def test_a_task_that_is_gone_fails_and_says_so():
    Job.objects.create(task="job_samples.gone", attempts=1)
    drain()
    assert "job_samples.gone" in Job.objects.get().error


def test_more_urgent_jobs_run_first():
    for number, priority in ((1, 0), (2, 10), (3, -5), (4, 10)):
        job_samples.effect.using(priority=priority).enqueue(number)
    drain()
    assert in_order() == [2, 4, 1, 3]


def test_a_job_for_later_waits_for_its_time():
    later = timezone.now() + timedelta(hours=1)
    job_samples.effect.using(run_after=later).enqueue(1)
    assert drain() == 0
    lapse(Job.objects.get().pk)
    assert drain() == 1


def test_a_job_may_enqueue_another():
    job_samples.parent.enqueue(1)
    assert (drain(), written()) == (2, [1, 2])


def test_a_lapsed_lease_is_taken_up_and_its_late_holder_writes_nothing():
    job_samples.effect.enqueue(5)
    late = queue.claim("dead")
    assert queue.claim("other") is None
    lapse(late[0])
    queue.promote()
    now = queue.claim("living")
    assert now == (late[0], late[1] + 1)
    running.run(running.Held(*late, stopping=lambda: False, beats=False))
    assert written() == []
    running.run(running.Held(*now, stopping=lambda: False, beats=False))
    assert written() == [5]


def test_a_late_holder_can_neither_prolong_nor_fail_nor_hand_back():
    job_samples.effect.enqueue(5)
    job, late = queue.claim("dead")
    lapse(job)
    queue.promote()
    queue.claim("living")
    assert not queue.prolong(job, late)
    queue.fail(job, late, "x")
    queue.hand_back(job, late)
    assert Job.objects.get().state == JobState.RUNNING
    assert Job.objects.get().worker == "living"


def test_a_job_that_no_worker_survives_fails_for_good():
    job_samples.broken.enqueue(1)
    for _ in range(2):
        lapse(queue.claim("dies")[0])
        queue.promote()
    assert Job.objects.get().state == JobState.FAILED


def test_a_lease_that_is_prolonged_does_not_lapse():
    job_samples.effect.enqueue(5)
    held = queue.claim("living")
    lapse(held[0])
    assert queue.prolong(*held, progress=30, sentence="在做")
    assert queue.promote() == 0
    assert (Job.objects.get().progress, Job.objects.get().sentence) == (30, "在做")


def test_progress_and_steps_of_a_long_job():
    job_samples.steps.enqueue(1)
    drain()
    job = Job.objects.get()
    assert (job.state, job.progress, job.sentence, written()) == ("done", 100, "记到一半", [1])


def held_context() -> JobContext:
    job_samples.steps.enqueue(1)
    job, attempt = queue.claim("w")
    held = running.Held(job, attempt, stopping=lambda: False, beats=False)
    result = job_samples.steps.get_result(str(job))
    return JobContext(task_result=result, holding=held, label="分步记")


def test_a_step_without_the_lease_is_undone():
    context = held_context()
    lapse(context.holding.job)
    queue.promote()
    with pytest.raises(LeaseLost), context.step():
        job_samples.write(1)
    assert written() == []


def test_a_long_job_hands_itself_back_when_its_worker_is_to_stop():
    job_samples.steps.enqueue(1)
    held = running.Held(*queue.claim("w"), stopping=lambda: True, beats=False)
    with pytest.raises(HandedBack):
        held.check()
    running.run(held)
    job = Job.objects.get()
    assert (job.state, job.failures, written()) == (JobState.WAITING, 0, [])


def test_only_the_queues_asked_for_are_worked():
    job_samples.effect.using(queue_name="slow").enqueue(1)
    assert (drain(["fast"]), drain(["slow"])) == (0, 1)


CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def declared():
    kept = dict(PERIODIC)
    PERIODIC.clear()
    yield PERIODIC
    PERIODIC.clear()
    PERIODIC.update(kept)


def test_a_periodic_job_is_enqueued_once_a_day(declared):
    every("02:00")(job_samples.effect)
    for hour in (3, 14, 23):
        materialise(datetime(2022, 12, 31, hour, tzinfo=CHINA))
    assert Job.objects.count() == 1
    materialise(datetime(2023, 1, 1, 1, 59, tzinfo=CHINA))
    assert Job.objects.count() == 1
    materialise(datetime(2023, 1, 1, 2, 0, tzinfo=CHINA))
    assert Job.objects.count() == 2


def test_a_periodic_job_is_enqueued_every_so_often(declared):
    every("15 minutes")(job_samples.effect)
    for minute in (0, 7, 14, 15, 29, 31):
        materialise(datetime(2022, 12, 31, 3, minute, tzinfo=CHINA))
    assert Job.objects.count() == 3


@pytest.mark.parametrize("given", ["25:00", "daily", "0 minutes", "5 days"])
def test_a_period_that_is_none_is_refused(given):
    with pytest.raises(WrongPeriod):
        every(given)


def test_jobs_done_long_ago_are_cleared_and_failed_ones_stay():
    long_ago = timezone.now() - timedelta(days=31)
    for state in (JobState.DONE, JobState.FAILED):
        Job.objects.create(task="x", state=state, finished_at=long_ago)
    assert clear.func() == 1
    assert Job.objects.get().state == JobState.FAILED


def failed_job(organisation=None) -> Job:
    return Job.objects.create(
        task="x", state=JobState.FAILED, failures=5, organisation=organisation
    )


def test_an_administrator_runs_a_failed_job_again(acting, province):
    job = retry(acting(Role.ADMINISTRATOR, province), failed_job().pk)
    assert (job.state, job.failures) == (JobState.WAITING, 0)
    assert AuditEntry.objects.get().action == "job.retried"


def test_nobody_else_runs_a_failed_job_again(acting, province):
    with pytest.raises(NotAllowed):
        retry(acting(Role.POLICY, province), failed_job().pk)


def test_a_citys_administrator_leaves_other_cities_jobs_alone(acting, city, other_city):
    own = retry(acting(Role.ADMINISTRATOR, city), failed_job(city).pk)
    assert own.state == JobState.WAITING
    with pytest.raises(NotHere):
        retry(acting(Role.ADMINISTRATOR, city), failed_job(other_city).pk)


def test_a_job_that_is_not_failed_is_not_run_again(acting, province):
    job = Job.objects.create(task="x", state=JobState.DONE)
    with pytest.raises(WrongState):
        retry(acting(Role.ADMINISTRATOR, province), job.pk)


def test_a_job_remembers_for_which_organisation_it_was_begun(acting, city):
    with writing(acting(Role.POLICY, city)):
        job_samples.effect.enqueue(1)
    assert Job.objects.get().organisation == city


def test_without_a_worker_a_job_runs_where_it_is_enqueued(settings):
    settings.TASKS = {
        "default": {
            "BACKEND": "ballast_web.jobs.backend.LeaseBackend",
            "QUEUES": [],
            "OPTIONS": {"at_once": True},
        }
    }
    assert job_samples.parent.enqueue(1).status == TaskResultStatus.SUCCESSFUL
    assert written() == [1, 2]
