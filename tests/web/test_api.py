"""The API: keys, scopes, limits, problems, idempotent writes."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.test import Client, RequestFactory

from ballast_web.api import authentication
from ballast_web.api.application import api
from ballast_web.api.authentication import KeyHolder
from ballast_web.api.idempotency import OtherRequest, once
from ballast_web.api.paging import paged
from ballast_web.errors import BadValue, NotAllowed
from ballast_web.kernel.models import AuditEntry, Organisation
from ballast_web.kernel.roles import Role
from ballast_web.keys.models import Scope
from ballast_web.keys.services import make_key, revoke

pytestmark = pytest.mark.django_db
POLICIES = "/api/v1/policies"


@pytest.fixture
def keyed(acting, enterprise):
    """A key of an enterprise's owner with some scopes, and its secret."""

    def make(*scopes: Scope, **more):
        owner = acting(Role.OWNER, enterprise)
        return make_key(owner, owner.membership, "测试", scopes or [Scope.READ_POLICIES], **more)

    return make


def get(path: str, secret: str = "") -> object:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return Client().get(path, headers=headers)


def test_a_stranger_is_told_to_bring_a_key():
    response = get(POLICIES)
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert response["Content-Type"] == "application/problem+json"


def test_a_key_reads_the_policies(keyed):
    _, secret = keyed()
    found = get(POLICIES, secret).json()["items"]
    assert "粤办函〔2022〕41号" in {each["number"] for each in found}


def test_a_policy_tells_its_measures(keyed):
    _, secret = keyed()
    found = get(f"{POLICIES}/guangdong/2022-industrial-growth/measures", secret).json()["items"]
    assert len(found) == 32
    assert found[0]["units"]


def test_what_does_not_exist_is_a_problem(keyed):
    _, secret = keyed()
    response = get(f"{POLICIES}/nowhere/2022-nothing/measures", secret)
    assert (response.status_code, response.json()["title"]) == (404, "NotHere")


def test_a_key_without_the_scope_is_refused(keyed):
    _, secret = keyed(Scope.READ_PAYMENTS)
    response = get(POLICIES, secret)
    assert response.status_code == 403
    assert "查阅政策" in response.json()["detail"]


def test_a_key_is_limited_a_minute(keyed, monkeypatch):
    monkeypatch.setattr(authentication.time, "time", lambda: 1_000_000_000.0)
    _, secret = keyed(per_minute=2)
    assert [get(POLICIES, secret).status_code for _ in range(3)] == [200, 200, 429]


def test_a_revoked_key_opens_nothing(keyed, acting, enterprise):
    key, secret = keyed()
    revoke(acting(Role.OWNER, enterprise), key)
    assert get(POLICIES, secret).status_code == 401


def test_a_key_ends_with_the_role_it_acts_in(keyed):
    key, secret = keyed()
    key.membership.until = date(2021, 1, 1)
    key.membership.save()
    assert get(POLICIES, secret).status_code == 401


def test_a_key_ends_on_its_last_day(keyed):
    _, secret = keyed(until=date(2021, 1, 1))
    assert get(POLICIES, secret).status_code == 401


def test_only_owners_and_administrators_make_keys(acting, enterprise):
    clerk = acting(Role.CLERK, enterprise)
    with pytest.raises(NotAllowed):
        make_key(clerk, clerk.membership, "测试", [Scope.ASSESS])


def test_a_key_has_known_scopes_alone(keyed):
    with pytest.raises(BadValue, match="everything"):
        keyed("everything")


def test_the_secret_is_kept_nowhere(keyed):
    key, secret = keyed()
    told = json.dumps([key.digest, *AuditEntry.objects.values_list("details", flat=True)])
    assert secret not in told


def request_of(key, name: str, body: str = "{}"):
    request = RequestFactory().post(
        "/api/v1/things", body, "application/json", headers={"Idempotency-Key": name}
    )
    KeyHolder(Scope.READ_POLICIES).authenticate(request, key)
    return request


def test_a_write_sent_twice_is_done_once_and_answered_alike(keyed):
    _, secret = keyed()
    done = []
    answers = [
        once(request_of(secret, "a"), 201, lambda: {"number": done.append(1) or len(done)})
        for _ in range(2)
    ]
    assert [json.loads(each.content) for each in answers] == [{"number": 1}, {"number": 1}]
    assert len(done) == 1


def test_a_key_of_one_write_is_refused_for_another(keyed):
    _, secret = keyed()
    once(request_of(secret, "a"), 201, dict)
    with pytest.raises(OtherRequest):
        once(request_of(secret, "a", '{"other": 1}'), 201, dict)


def test_a_write_that_fails_may_be_sent_again(keyed):
    _, secret = keyed()
    with pytest.raises(ZeroDivisionError):
        once(request_of(secret, "a"), 201, lambda: {"number": 1 // 0})
    assert json.loads(once(request_of(secret, "a"), 201, dict).content) == {}


def test_pages_by_cursor_hold_everything_once():
    for number in range(7):
        Organisation.objects.create(kind="bank", code=str(number), name="行", region="440000")
    found, cursor = [], ""
    while True:
        answer = paged(Organisation.objects.all(), cursor, 3, lambda each: each.code)
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            break
    assert found == [str(number) for number in range(7)]


@pytest.mark.parametrize("cursor", ["?", "YQ==", "LTE=", "é"])
def test_a_cursor_that_nobody_gave_is_refused(cursor):
    with pytest.raises(BadValue):
        paged(Organisation.objects.all(), cursor, 3, str)


def test_every_operation_of_the_api_asks_for_a_key():
    operations = [
        (path, method, operation)
        for path, item in api.get_openapi_schema()["paths"].items()
        for method, operation in item.items()
    ]
    assert operations
    assert [each[:2] for each in operations if not each[2].get("security")] == []
