"""The API under generated requests: no operation breaks, none answers what it does not document."""

from __future__ import annotations

import json
import os
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web.api_samples import OPERATIONS, SAMPLES, everything_of, keyed

from ballast.rules.scope import OWNER
from ballast_web.catalogue.library import vocabulary
from ballast_web.kernel.roles import Role
from ballast_web.wsgi import application

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("BALLAST_EXAMPLES", "5"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(autouse=True, scope="module")
def connection_kept():
    """A request ends without closing the connection, on which the test's transaction is open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def schema(connection_kept):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def secret(settings, acting, enterprise):
    settings.BALLAST_TODAY = date(2022, 9, 1)
    everything_of("own")
    return keyed(acting(Role.OWNER, enterprise))


WITH = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_generated_request_breaks_an_operation(operation, schema, secret):
    """Every other request names an object that exists, with a body that is partly right."""
    method, path = operation.split()
    parts, body = SAMPLES[operation]("own")

    @settings(WITH, max_examples=EXAMPLES)
    @given(case=schema[path][method].as_strategy(), known=st.booleans(), data=st.data())
    def holds(case, known, data):
        if known and case.path_parameters:
            case.path_parameters = {name: parts[name] for name in case.path_parameters}
        if known and isinstance(case.body, dict):
            kept = data.draw(st.sets(st.sampled_from(sorted(body))))
            case.body = {**case.body, **{name: body[name] for name in kept}}
        response = case.call(headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400:
            assert response.headers["content-type"] == ["application/problem+json"]
            assert response.json()["status"] == response.status_code

    holds()


VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(["是", "5%", "500万", "2022年3月1日", "广州市", "C3985", "1e99", "-1", "∞"])
)


@settings(WITH, max_examples=EXAMPLES * 10)
@given(data=st.data())
def test_whatever_is_given_as_a_fact_is_judged_or_refused_with_its_place(data, client, secret):
    entities = vocabulary().entities
    table = data.draw(st.sampled_from([name for name in entities if entities[name].owner]))
    rows = st.dictionaries(st.sampled_from(sorted(entities[table].facts)), VALUES, max_size=4)
    own = st.dictionaries(st.sampled_from(sorted(entities[OWNER].facts)), VALUES, max_size=4)
    row = data.draw(rows) | {entities[table].key: "一号"}
    tables = {table: [row], OWNER: [data.draw(own)]}
    response = client.post(
        "/api/v1/assess",
        json.dumps({"enterprises": [{"id": "甲", "tables": tables}]}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert response.status_code in (200, 422), response.content
    if response.status_code == 422:
        assert all(each["field"].startswith("甲.") for each in response.json()["errors"])
