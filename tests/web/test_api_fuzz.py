"""The API under generated requests: no operation breaks, none answers what it does not document."""

from __future__ import annotations

import os
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.web.api_samples import OPERATIONS, everything_of, keyed

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


@pytest.mark.parametrize("operation", OPERATIONS)
def test_no_generated_request_breaks_an_operation(operation, schema, secret):
    method, path = operation.split()

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=schema[path][method].as_strategy())
    def holds(case):
        response = case.call(headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400:
            assert response.headers["Content-Type"] == ["application/problem+json"]
            assert response.json()["status"] == response.status_code

    holds()
