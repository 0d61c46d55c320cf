"""What each route with parts is tried with: an object of one's own, and one of somebody else's.

`own` lies in Guangzhou and belongs to the enterprise of the tests; `foreign` lies in Shenzhen and
belongs to the other. Public pages show both to everybody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from tests.web.application_objects import APPLICATIONS
from tests.web.circular_objects import CIRCULARS
from tests.web.enterprise_objects import ENTERPRISES
from tests.web.money_objects import MONEY
from tests.web.places import firm, unit
from tests.web.project_objects import PROJECTS
from tests.web.push_objects import PUSH
from tests.web.scorecard_objects import SCORECARDS
from tests.web.supervision_objects import SUPERVISION

from ballast_web.catalogue.models import Document, Draft
from ballast_web.kernel.models import Membership, Person
from ballast_web.kernel.roles import Role
from ballast_web.keys.models import ApiKey

Parts = dict[str, object]
NOW = datetime(2022, 12, 31, tzinfo=UTC)
RULE = "guangdong/2022-industrial-growth/05-rent-relief"


def membership(whose: str) -> Parts:
    person = Person.objects.create_user(f"somebody-{whose}", None, name="某人")
    role = {"organisation": unit(whose), "role": Role.POLICY, "since": date(2020, 1, 1)}
    return {"pk": Membership.objects.create(person=person, **role).pk}


def person(whose: str) -> Parts:
    return {"pk": Membership.objects.get(pk=membership(whose)["pk"]).person_id}


def key(whose: str) -> Parts:
    """A key of the unit whose administrator asks; an enterprise's owner asks for their own."""
    holder = Person.objects.create_user(f"holder-{whose}", None, name="持有人")
    role = {"organisation": firm(whose), "role": Role.OWNER, "since": date(2020, 1, 1)}
    made = {"name": "测试", "beginning": "blst_0", "digest": whose, "scopes": ["assess"]}
    return {"pk": ApiKey.objects.create(membership=holder.memberships.create(**role), **made).pk}


def document(whose: str) -> Parts:
    fields = {"name": "文件.txt", "file": "文件.txt", "sha256": whose, "size": 1, "at": NOW}
    made = Document.objects.create(organisation=unit(whose), by=writer(whose), **fields)
    return {"pk": made.pk}


def writer(whose: str) -> Person:
    return Person.objects.get_or_create(login=f"writer-{whose}", defaults={"name": "起草人"})[0]


def draft_of(whose: str) -> Draft:
    fields = {"title": "草案", "organisation": unit(whose), "by": writer(whose)}
    draft = Draft.objects.create(at=NOW, base=0, **fields)
    draft.files.create(path=f"{RULE}.yaml", text="label: 草案\n", by=writer(whose))
    return draft


def draft(whose: str) -> Parts:
    return {"pk": draft_of(whose).pk}


def draft_file(whose: str) -> Parts:
    return {"pk": draft_of(whose).pk, "path": f"{RULE}.yaml"}


def examination(whose: str) -> Parts:
    result = {"problems": [], "findings": [], "warnings": [], "verified": 1}
    fields = {"kind": "check", "state": "done", "result": result, "contents": "", "at": NOW}
    return {"pk": draft_of(whose).examinations.create(**fields).pk}


def rule(whose: str) -> Parts:
    """Rules are everybody's; what is nobody's is one that does not exist."""
    return {"name": RULE if whose == "own" else "guangdong/2022-nothing/01-nothing"}


OBJECTS: dict[str, Callable[[str], Parts]] = {
    "staff.draft": draft,
    "staff.draft_file": draft_file,
    "staff.end_membership": membership,
    "staff.examination": examination,
    "staff.person": person,
    "staff.read_in": document,
    "staff.revoke_key": key,
    "staff.rule": rule,
    **ENTERPRISES,
    **APPLICATIONS,
    **CIRCULARS,
    **MONEY,
    **PROJECTS,
    **PUSH,
    **SUPERVISION,
    **SCORECARDS,
}
