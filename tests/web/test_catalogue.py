"""The catalogue: versions that nobody changes, drafts that two people must agree on."""

from __future__ import annotations

import shutil

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from web_fixtures import NEVER, unit

from ballast_web.catalogue import drafted, drafts, library, store
from ballast_web.catalogue.access import access_drafts, access_version_files
from ballast_web.catalogue.errors import (
    BadPath,
    Damaged,
    NothingDrafted,
    NoVersion,
    Outdated,
    OutOfTerritory,
    OwnDraft,
)
from ballast_web.catalogue.models import Version
from ballast_web.errors import BadValue, NotAllowed, WrongState
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db

PACKAGE = "guangdong/2023-quality-brand"
RULE = f"{PACKAGE}/10-quality-award.yaml"


@pytest.fixture
def officer(acting, province):
    return acting(Role.POLICY, province)


@pytest.fixture
def approver(acting, province):
    return acting(Role.APPROVER, province)


def published(path: str = RULE) -> str:
    return (library.current().folder / path).read_text(encoding="utf-8")


def changed(officer, text: str, path: str = RULE):
    """A submitted draft in which the file at `path` is `text`."""
    draft = drafts.begin_with(officer, "调整入规奖励", [path])
    drafts.put(officer, draft, path, text)
    with override_settings(TASKS=NEVER):
        return drafts.submit(officer, draft)


def labelled(text: str) -> str:
    label = next(line for line in text.splitlines() if line.startswith("label:"))
    return text.replace(label, f"{label}（修订）")


def test_the_first_use_publishes_the_content_as_version_nought(small_library):
    shelf = library.current()
    assert shelf.version == 0
    assert set(shelf.packages) == {PACKAGE}
    assert shelf.folder == store.folder_of(0)
    assert AuditEntry.objects.filter(action="library.published").count() == 1
    assert library.current() is shelf


def test_a_draft_that_two_people_agree_on_becomes_the_next_version(
    at_once, small_library, officer, approver
):
    before = library.current()
    draft = drafts.approve(approver, changed(officer, labelled(published())))
    assert (draft.state, draft.reason) == ("published", "")
    now = library.current()
    assert now.version == 1
    assert [rule.label for rule in now.library.rules if rule.label.endswith("（修订）")]
    assert library.version(0).folder == before.folder
    assert "（修订）" not in (before.folder / RULE).read_text(encoding="utf-8")
    assert [each.version.number for each in access_version_files(officer, RULE)] == [1, 0]
    assert draft.version.by == approver.person


def test_a_version_that_was_never_published_is_refused(small_library):
    library.current()
    with pytest.raises(NoVersion, match="现有第0版至第0版"):
        library.version(7)


def test_a_library_whose_files_were_changed_on_the_disk_is_not_served(small_library):
    shelf = library.current()
    path = shelf.folder / RULE
    path.chmod(0o644)
    path.write_text(path.read_text(encoding="utf-8") + "# \n", encoding="utf-8")
    library._shelf.cache_clear()
    try:
        with pytest.raises(Damaged):
            library.current()
    finally:
        shutil.rmtree(shelf.folder)


@pytest.mark.parametrize("table", ["catalogue_version", "catalogue_versionfile"])
def test_the_database_refuses_to_change_a_published_version(small_library, table):
    library.current()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_nobody_decides_on_their_own_draft(never_worked, small_library, officer):
    draft = changed(officer, labelled(published()))
    with pytest.raises(OwnDraft, match="由您提交"):
        drafts.approve(officer, draft)
    with pytest.raises(OwnDraft):
        drafts.give_back(officer, draft, "再想想")
    assert Version.objects.count() == 1


def test_who_wrote_a_file_of_a_draft_does_not_approve_it_either(
    never_worked, small_library, officer, acting, city, province
):
    other = acting(Role.POLICY, city.parent)
    assert other.person == officer.person
    colleague = acting(Role.POLICY, _another_province_office(province))
    draft = drafts.begin_with(officer, "两人起草", [RULE])
    drafts.put(colleague, draft, RULE, labelled(published()))
    with pytest.raises(OwnDraft, match="由您起草"):
        drafts.approve(colleague, drafts.submit(officer, draft))


def _another_province_office(province):
    return unit("guangdong-finance", "广东省财政厅", "440000", "province", province)


def test_a_returned_draft_keeps_the_reason_and_can_be_submitted_anew(
    never_worked, small_library, officer, approver
):
    draft = drafts.give_back(approver, changed(officer, labelled(published())), "名称不规范")
    assert (draft.state, draft.reason) == ("returned", "名称不规范")
    with pytest.raises(WrongState):
        drafts.approve(approver, draft)
    assert drafts.submit(officer, draft).state == "submitted"


def test_returning_needs_a_reason(never_worked, small_library, officer, approver):
    draft = changed(officer, labelled(published()))
    with pytest.raises(BadValue, match="退回原因"):
        drafts.give_back(approver, draft, " ")


def test_a_draft_that_the_checks_find_wrong_is_returned_with_the_place(
    at_once, small_library, officer, approver
):
    text = published().replace(
        "conditions:", "conditions:\n  多余:\n    is: no_such_fact = 1\n    clause: '10.'", 1
    )
    draft = drafts.approve(approver, changed(officer, text))
    assert draft.state == "returned"
    assert "发布前检查发现" in draft.reason
    found = draft.examinations.get(kind="publication").faults
    line = text.splitlines().index("    is: no_such_fact = 1") + 1
    assert (found[0]["file"], found[0]["line"], found[0]["column"]) == (RULE, line, 9)
    assert library.current().version == 0


def test_a_draft_whose_cases_fail_is_not_published(at_once, small_library, officer, approver):
    path = RULE.replace(".yaml", ".tests.yaml")
    text = published(path).replace("verdict: eligible", "verdict: unknown", 1)
    draft = drafts.approve(approver, changed(officer, text, path))
    assert draft.state == "returned"
    assert any(
        "verdict is" in each["given"] for each in draft.examinations.get(kind="publication").faults
    )


def test_a_draft_that_a_solver_refutes_is_not_published(at_once, small_library, officer, approver):
    never = "conditions:\n  不可能:\n    is: prize = 'china' and prize = 'provincial'\n    clause: '10.'"
    text = published().replace("conditions:", never, 1)
    draft = drafts.approve(approver, changed(officer, text))
    assert draft.state == "returned"
    faults = draft.examinations.get(kind="publication").faults
    assert "error" in {each.get("gravity") for each in faults}


def test_what_others_published_meanwhile_is_not_overwritten(
    at_once, small_library, officer, approver
):
    late = drafts.begin_with(officer, "晚到的修改", [RULE])
    drafts.put(officer, late, RULE, labelled(labelled(published())))
    drafts.approve(approver, changed(officer, labelled(published())))
    with pytest.raises(Outdated):
        drafts.submit(officer, late)
    drafts.adopt(officer, late, RULE)
    assert not drafted.outdated(late)


def test_a_draft_without_a_difference_is_not_submitted(small_library, officer):
    with pytest.raises(NothingDrafted):
        drafts.submit(officer, drafts.begin_with(officer, "没有改动", [RULE]))


def test_a_city_does_not_change_what_is_for_more_than_the_city(small_library, acting, city):
    with pytest.raises(OutOfTerritory, match="广州市"):
        drafts.begin_with(acting(Role.POLICY, city), "越权", [RULE])


@pytest.mark.parametrize("role", sorted({Role.OPERATIONS, Role.APPROVER, Role.OWNER}))
def test_only_policy_officers_write(small_library, acting, home, role):
    with pytest.raises(NotAllowed):
        drafts.begin(acting(Role(role), home(Role(role))), "不该有")


def test_a_draft_is_seen_in_its_territory_alone(
    small_library, acting, city, other_city, officer, enterprise
):
    draft = drafts.begin(acting(Role.POLICY, city), "广州草案")
    assert list(access_drafts(officer)) == [draft]
    assert not access_drafts(acting(Role.POLICY, other_city)).exists()
    assert not access_drafts(acting(Role.OWNER, enterprise)).exists()


@pytest.mark.parametrize(
    "path",
    [
        "../outside.yaml",
        "/etc/passwd",
        "a/2022-b/../../x.yaml",
        "a/2022-b/c.py",
        "a/b/c.yaml",
        "A/2022-b/c.yaml",
    ],
)
def test_no_file_lands_outside_the_library(small_library, officer, path):
    with pytest.raises(BadPath):
        drafts.put(officer, drafts.begin(officer, "路径"), path, "label: x\n")


@pytest.mark.parametrize(
    "text", ["a: &x [1]\nb: [*x, *x]\n", "[" * 5000, "- " * 5000 + "a", "a" * 300_001]
)
def test_a_text_that_would_harm_a_parser_is_refused(small_library, officer, text):
    with pytest.raises(BadValue):
        drafts.put(officer, drafts.begin(officer, "有害"), RULE, text)
