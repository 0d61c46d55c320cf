"""The unit's inbox: its own reminders alone; reading one marks it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ballast_web.kernel.acting import platform
from ballast_web.kernel.roles import Role
from ballast_web.push.models import Message
from ballast_web.push.services import tell

pytestmark = pytest.mark.django_db


def test_a_unit_reads_its_own_reminders(acting, city, other_city, signed_in):
    for unit in (city, other_city):
        tell(platform("测试"), unit, f"提醒：{unit.name}", "已逾期（1件）：", f"k{unit.pk}")
    client = signed_in(acting(Role.POLICY, city))
    shown = client.get(reverse("staff.reminders")).content.decode()
    assert f"提醒：{city.name}" in shown
    assert other_city.name not in shown
    assert "1条未读" in shown
    own = Message.objects.get(enterprise=city)
    text = client.get(reverse("staff.reminder", kwargs={"message": own.pk})).content.decode()
    assert "已逾期（1件）：" in text
    assert "没有未读提醒" in client.get(reverse("staff.reminders")).content.decode()


def test_without_reminders_the_page_says_when_there_will_be_some(acting, city, signed_in):
    shown = signed_in(acting(Role.POLICY, city)).get(reverse("staff.reminders")).content.decode()
    assert "没有提醒" in shown
