"""What people read is dated by the platform's clock; what machines count by, by the wall's."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.db.models import DateTimeField
from django.utils import timezone

from ballast_web.enterprises.models import Run, Snapshot
from ballast_web.push.models import Message

#: Leases, what is kept for so many days of real time, and what takes part in signing in.
BY_THE_WALL = {
    "accounts.Authenticator",
    "accounts.RecoverySheet",
    "jobs.Job",
    "keys.GivenAnswer",
    "keys.SeenSignature",
}


def test_no_other_model_is_dated_by_the_wall():
    found = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("ballast_web.")
        for field in model._meta.get_fields()
        if isinstance(field, DateTimeField)
        and (field.auto_now or field.auto_now_add or field.default is timezone.now)
    }
    assert found == BY_THE_WALL


@pytest.mark.django_db
def test_on_a_demonstrations_day_everything_is_of_that_day(settings, enterprise):
    settings.BALLAST_TODAY = date(2022, 10, 31)
    made_of = date(2022, 6, 30)
    made = [
        Message.objects.create(enterprise=enterprise, channel="in_app", title="t").made_at,
        Run.objects.create(as_of=date(2022, 10, 31), library_version=0).started_at,
        Snapshot.objects.create(path="", as_of=made_of, known=made_of).loaded_at,
    ]
    assert {timezone.localtime(each).date() for each in made} == {date(2022, 10, 31)}
