"""Deciding on a draft through the page."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import reverse
from web_fixtures import NEVER, SMALL

from ballast_web.catalogue import drafts, library
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db
RULE = f"{SMALL}/10-quality-award.yaml"


@pytest.fixture
def submitted(small_library, province, acting):
    officer = acting(Role.POLICY, province)
    draft = drafts.begin_with(officer, "调整质量奖资助", [RULE])
    text = (library.current().folder / RULE).read_text(encoding="utf-8")
    drafts.put(officer, draft, RULE, text.replace("label: 质量奖工作资助", "label: 质量奖资助"))
    with override_settings(TASKS=NEVER):
        return drafts.submit(officer, draft)


def address(draft):
    return reverse("staff.draft", kwargs={"pk": draft.pk})


def test_the_submitter_sees_no_button_to_approve(submitted, province, acting, signed_in):
    client = signed_in(acting(Role.POLICY, province))
    assert 'value="approve"' not in client.get(address(submitted)).content.decode()
    assert client.post(address(submitted), {"action": "approve"}).status_code == 403


def test_another_person_approves_and_the_version_is_there(
    at_once, submitted, province, acting, signed_in
):
    client = signed_in(acting(Role.APPROVER, province))
    page = client.get(address(submitted)).content.decode()
    assert "+ label: 质量奖资助" in page
    page = client.post(address(submitted), {"action": "approve"}, follow=True).content.decode()
    assert "发布为第1版" in page
    assert library.current().version == 1


def test_a_returned_draft_shows_the_reason(submitted, province, acting, signed_in):
    client = signed_in(acting(Role.APPROVER, province))
    data = {"action": "return", "reason": "名称应与文件一致"}
    assert "名称应与文件一致" in client.post(address(submitted), data, follow=True).content.decode()


def test_a_new_rule_begins_from_a_skeleton(small_library, province, acting, signed_in):
    officer = acting(Role.POLICY, province)
    draft, client = drafts.begin(officer, "新规则"), signed_in(officer)
    data = {"action": "add", "path": f"{SMALL}/30-new"}
    client.post(address(draft), data)
    assert draft.files.count() == 2
    assert client.post(address(draft), data).status_code == 422


def test_an_unknown_action_is_refused(submitted, province, acting, signed_in):
    client = signed_in(acting(Role.APPROVER, province))
    assert client.post(address(submitted), {"action": "destroy"}).status_code == 422
