"""Every operation of the API as every kind of user: nobody reads or changes what is not theirs.

`SAMPLES` says what each operation is tried with; one that it does not know fails the test.
"""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client
from tests.web.api_samples import OPERATIONS, SAMPLES, everything_of, keyed, signed
from tests.web.places import firm, unit

from ballast_web.api.application import api
from ballast_web.kernel.models import AuditEntry
from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
GATEWAY = "what gateways sign with in tests"
#: Who tries: a role, and whether in the city of the enterprise of the tests or in the other.
WHO = {
    "owner": (Role.OWNER, "enterprise"),
    "clerk": (Role.CLERK, "enterprise"),
    "policy": (Role.POLICY, "city"),
    "policy_elsewhere": (Role.POLICY, "other_city"),
    "banker": (Role.BANKER, "bank"),
    "auditor": (Role.AUDITOR, "city"),
}
EVERYBODY, STAFF, FIRM = set(WHO), {"policy", "auditor"}, {"owner", "clerk"}
#: What is the same for everybody who has a key.
PUBLIC = {
    operation
    for operation in OPERATIONS
    if operation.split()[1].startswith((f"{V1}/policies", f"{V1}/rules", f"{V1}/assess"))
}
#: Operations that are refused to a role whatever the object, and to whom.
REFUSED = {
    f"GET {V1}/applications": {"banker"},
    f"GET {V1}/applications/{{number}}": {"banker"},
    f"POST {V1}/applications": {"banker", "policy", "policy_elsewhere", "auditor"},
    f"POST {V1}/applications/{{number}}/submit": {"banker"},
    f"POST {V1}/applications/{{number}}/withdraw": {"banker"},
    f"GET {V1}/payments": {"banker", "policy", "policy_elsewhere"},
    f"GET {V1}/payments/{{number}}": {"banker", "policy", "policy_elsewhere"},
    f"POST {V1}/payments/receipts": set(WHO),
    f"GET {V1}/pushes": {"banker"},
    f"GET {V1}/tasks": {"owner", "clerk", "banker"},
    f"GET {V1}/tasks/{{number}}": {"owner", "clerk", "banker"},
    f"GET {V1}/orders": {"owner", "clerk", "banker"},
    f"GET {V1}/reports": {"owner", "clerk", "banker"},
    f"GET {V1}/projects": {"owner", "clerk", "banker"},
    f"GET {V1}/projects/{{code}}": {"owner", "clerk", "banker"},
    f"GET {V1}/circulars": {"owner", "clerk", "banker"},
    f"GET {V1}/circulars/{{id}}": {"owner", "clerk", "banker"},
    f"GET {V1}/scorecards": {"owner", "clerk", "banker"},
    f"GET {V1}/scorecards/{{id}}": {"owner", "clerk", "banker"},
    f"POST {V1}/facts/{{code}}": {"banker", "auditor"},
}
#: What staff may not do to what they see.
UNTOUCHED = {
    f"POST {V1}/applications/{{number}}/submit": {404},  # a draft is the enterprise's alone
    f"POST {V1}/applications/{{number}}/withdraw": {403},
}
#: Lists that name units, where others name enterprises.
OF_UNITS = {f"GET {V1}/{name}" for name in ("tasks", "orders", "reports", "projects", "circulars")}
#: Published rankings are for every unit of the province.
OF_PROVINCES = {f"GET {V1}/scorecards", f"GET {V1}/scorecards/{{id}}"}
LISTS = {operation for operation in OPERATIONS if operation.split()[1].count("/") == 3} - PUBLIC


@pytest.fixture(autouse=True)
def business_day(settings):
    settings.BALLAST_TODAY = date(2022, 9, 1)
    settings.BALLAST_SMS_SECRET = settings.BALLAST_BANK_SECRET = GATEWAY


@pytest.fixture
def secret_of(request, acting):
    """The secret of a key of somebody in WHO."""

    def make(who: str) -> str:
        role, place = WHO[who]
        return keyed(acting(role, request.getfixturevalue(place)))

    return make


def asked(operation: str, whose: str, secret: str):
    """What the operation answers about an object."""
    parts, body = SAMPLES[operation](whose)
    method, path = operation.split()
    query = {name[1:]: value for name, value in parts.items() if name.startswith("?")}
    path = path.format(**parts)
    headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": f"{operation} {whose}"}
    client = Client(headers=headers)
    if method == "GET":
        return client.get(path, query)
    content = json.dumps(body).encode()
    signatures = signed(content, GATEWAY) if path.endswith("/receipts") else {}
    return client.post(path, content, content_type="application/json", headers=signatures)


def test_every_operation_has_a_sample():
    assert set(OPERATIONS) == set(SAMPLES)


def test_every_operation_says_in_chinese_what_it_is_and_how_it_fails():
    for operation in OPERATIONS:
        method, path = operation.split()
        told = api.get_openapi_schema()["paths"][path][method.lower()]
        assert any("\u4e00" <= each <= "\u9fff" for each in told["summary"]), operation
        wanted = {400, 401, 403, 404, 422, 429}
        wanted |= {409} if method == "POST" and operation not in PUBLIC else set()
        assert wanted <= set(told["responses"]), operation
        for status in wanted:
            assert list(told["responses"][status]["content"]) == ["application/problem+json"]


def permitted(operation: str, who: str) -> bool:
    return who not in REFUSED.get(operation, ())


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_role_does_with_its_own_what_it_may(operation, who, secret_of):
    response = asked(operation, "own", secret_of(who))
    own = who in FIRM | STAFF
    if not permitted(operation, who):
        assert response.status_code in (403, 404), response.content
    elif operation in PUBLIC | OF_PROVINCES:
        assert response.status_code == 200, response.content
    elif operation in LISTS and operation.startswith("GET"):
        assert response.status_code == 200, response.content
        sought = unit("own").code if operation in OF_UNITS else firm("own").code
        assert (sought in response.content.decode()) == own
    elif who not in FIRM and operation in UNTOUCHED:
        assert response.status_code in UNTOUCHED[operation] | ({404} if not own else set())
    else:
        assert response.status_code in ((200, 201) if own else (404,)), response.content


@pytest.mark.parametrize("who", sorted(EVERYBODY - {"policy_elsewhere"}))
@pytest.mark.parametrize("operation", sorted(set(OPERATIONS) - PUBLIC))
def test_nobody_reads_or_changes_what_is_somebody_elses(operation, who, secret_of):
    secret = secret_of(who)
    everything_of("own")
    parts_made = SAMPLES[operation]("foreign")
    assert parts_made is not None
    before = AuditEntry.objects.count()
    response = asked(operation, "foreign", secret)
    told = response.content.decode()
    if operation in LISTS and operation.startswith("GET"):
        assert response.status_code == (200 if permitted(operation, who) else 403)
        assert firm("foreign").code not in told
        assert not (operation in OF_UNITS and unit("foreign").code in told)
        assert not (operation in OF_PROVINCES and '"420000"' in told)
    else:
        assert response.status_code in ((404,) if permitted(operation, who) else (403, 404)), told
    assert firm("foreign").name not in told
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_stranger_gets_nowhere(operation):
    response = asked(operation, "own", "blst_guessed")
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/api/", "/api/v1/nothing", "/api/v2/policies", "/api/v1/facts/"])
def test_an_unknown_path_of_the_api_is_a_problem(path):
    response = Client().get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_method_that_an_operation_lacks_is_a_problem():
    response = Client().delete(f"{V1}/policies")
    assert (response.status_code, response["Content-Type"]) == (405, "application/problem+json")
    assert response["Allow"] == "GET"
