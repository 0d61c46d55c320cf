"""One rule: its history and how a change of it begins."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import reverse
from web_fixtures import NEVER, SMALL

from ballast_web.catalogue import drafts, library
from ballast_web.catalogue.models import Draft
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
RULE = f"{SMALL}/10-quality-award"
ADDRESS = "staff.rule"


def test_a_change_begins_as_a_draft_with_the_rule_and_its_cases(
    small_library, province, acting, signed_in
):
    client = signed_in(acting(Role.POLICY, province))
    response = client.post(reverse(ADDRESS, kwargs={"name": RULE}), follow=True)
    assert Draft.objects.get().files.count() == 2
    assert "已新起一份草案" in response.content.decode()


def test_the_history_shows_what_each_version_changed(
    at_once, small_library, province, acting, signed_in
):
    officer = acting(Role.POLICY, province)
    draft = drafts.begin_with(officer, "改名", [f"{RULE}.yaml"])
    text = (library.current().folder / f"{RULE}.yaml").read_text(encoding="utf-8")
    drafts.put(officer, draft, f"{RULE}.yaml", text.replace("质量奖工作资助", "质量奖资助"))
    with override_settings(TASKS=NEVER):
        drafts.submit(officer, draft)
    drafts.approve(acting(Role.APPROVER, province), draft)
    client = signed_in(officer)
    page = client.get(reverse(ADDRESS, kwargs={"name": RULE}), {"version": "1"}).content.decode()
    assert "- label: 质量奖工作资助" in page
    assert "+ label: 质量奖资助" in page


@pytest.mark.parametrize("version", ["0", "7", "-1", "x", "9" * 30])
def test_any_version_asked_for_is_answered(small_library, province, acting, signed_in, version):
    client = signed_in(acting(Role.OPERATIONS, province))
    address = reverse(ADDRESS, kwargs={"name": RULE})
    assert client.get(address, {"version": version}).status_code == 200
