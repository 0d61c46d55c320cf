"""填报进展: one number from a phone; what is asked is answered in place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.supervision_objects import task_of

from ballast_web.kernel.roles import Role
from ballast_web.supervision.models import ReportFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(city, acting, signed_in, settings):
    settings.BALLAST_TODAY = date(2022, 10, 20)
    return signed_in(acting(Role.OPERATIONS, city))


@pytest.fixture
def task(client):
    return task_of("own")


def address(task):
    return f"/staff/report/{task.pk}/"


def told(client, task):
    return client.get(address(task)).content.decode()


def send(client, task, last="2022-10-31", **fields):
    given = {"action": "report", "last": last, "said": "", **fields}
    return client.post(address(task), given, follow=True).content.decode()


def test_the_last_period_that_ended_is_chosen_and_the_figure_is_kept(client, task):
    assert '<option value="2022-09-30" selected>' in told(client, task)
    photo = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xffx\xff\xd9")
    page = send(client, task, "2022-09-30", figure="1.2万", said="新增40家", files=photo)
    assert "已填报2022年9月" in page
    assert "12,000家" in page
    assert '<option value="2022-10-31" selected>' in page
    found = client.get(f"/staff/report_file/{ReportFile.objects.get().pk}/")
    assert found["Content-Disposition"].startswith("attachment")
    found.close()


def test_what_is_no_number_is_told(client, task):
    response = client.post(address(task), {"last": "2022-10-31", "figure": "很多"})
    assert response.status_code == 422
    assert "数字，如1200或1.2万" in response.content.decode()
    response = client.post(address(task), {"last": "昨天", "figure": "1"})
    assert response.status_code == 422


def test_a_doubtful_figure_is_asked_about_and_answered_on_the_page(client, task):
    send(client, task, "2022-09-30", figure="300")
    page = send(client, task, figure="200")
    assert "本期累计200家，少于上期的300家" in page
    question = task.reports.order_by("-pk").first().questions.get()
    given = {"action": "answer", "question": question.pk, "said": "剔除重复"}
    page = client.post(address(task), given, follow=True).content.decode()
    assert "已答复" in page
    assert "剔除重复" in page
    task.refresh_from_db()
    assert task.questions_open == 0


def test_a_question_on_another_task_is_not_answered_here(client, task):
    other = task_of("own")
    send(client, other, "2022-09-30", figure="300")
    send(client, other, figure="200")
    question = other.reports.order_by("-pk").first().questions.get()
    given = {"action": "answer", "question": question.pk, "said": "剔除重复"}
    assert client.post(address(task), given).status_code == 404


def test_work_is_reported_in_per_cent(client, task):
    task.kind, task.target_value = "work", None
    task.save()
    send(client, task, figure="35%")
    task.refresh_from_db()
    assert task.progress == Decimal("0.35")


def test_a_linked_task_says_where_its_number_comes_from(client, task):
    task.linked = "events"
    task.save()
    assert "由“周期任务登记的次数”每日自动填入" in told(client, task)


def test_a_task_that_does_not_run_has_no_form(client, task):
    task.state = "closed"
    task.save()
    assert 'name="figure"' not in told(client, task)
