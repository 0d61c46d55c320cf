"""The page of jobs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ballast_web.jobs.models import Job
from ballast_web.jobs.states import JobState
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
ADDRESS = "staff.jobs"


@pytest.fixture
def client(acting, signed_in, province):
    return signed_in(acting(Role.ADMINISTRATOR, province))


def job(state=JobState.FAILED, **fields) -> Job:
    return Job.objects.create(task="x", label="夜间判定", state=state, **fields)


def test_a_failed_job_shows_its_error_and_can_be_run_again(client):
    failed = job(error="ZeroDivisionError: 第3笔")
    page = client.get(reverse(ADDRESS)).content.decode()
    assert "第3笔" in page
    assert "重新执行" in page
    client.post(reverse(ADDRESS), {"job": failed.pk})
    failed.refresh_from_db()
    assert failed.state == JobState.WAITING


def test_the_list_is_filtered_by_state(client):
    job(JobState.DONE, sentence="全部完成")
    job(error="坏了")
    page = client.get(reverse(ADDRESS), {"state": "done"}).content.decode()
    assert "全部完成" in page
    assert "坏了" not in page


def test_a_job_of_no_number_is_refused(client):
    assert client.post(reverse(ADDRESS), {"job": "x"}).status_code == 422


def test_a_citys_administrator_does_not_see_other_cities_jobs(acting, signed_in, city, other_city):
    job(error="深圳", organisation=other_city)
    page = signed_in(acting(Role.ADMINISTRATOR, city)).get(reverse(ADDRESS)).content.decode()
    assert "深圳" not in page
