"""The Python client against a platform that answers over the network."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import httpx
import pytest
from tests.web.api_samples import RENT, everything_of, keyed, with_facts

from ballast.client import ApiProblem, Client, NoAnswer
from ballast_web.api import authentication
from ballast_web.applications.models import Application
from ballast_web.enterprises.models import Supplied
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import Role
from ballast_web.keys.models import ApiKey

pytestmark = pytest.mark.django_db(transaction=True)
CODE, LEASE = "91440101HC0000K21T", "ZL-440106"


class Unsteady(httpx.HTTPTransport):
    """Loses what `lose` says of each request in turn: the request, its answer, or neither."""

    def __init__(self, *lose: str) -> None:
        super().__init__()
        self.lose, self.keys = list(lose), []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.keys.append(request.headers.get("Idempotency-Key"))
        lost = self.lose.pop(0) if self.lose else ""
        if lost == "request":
            raise httpx.ConnectError("connection refused", request=request)
        if lost == "busy":
            return httpx.Response(503, headers={"Retry-After": "7"}, request=request)
        response = super().handle_request(request)
        if lost == "answer":
            response.read()
            raise httpx.ReadError("connection reset", request=request)
        return response


@pytest.fixture
def address(settings, live_server) -> str:
    settings.BALLAST_TODAY = date(2022, 9, 1)
    settings.BALLAST_SMS_SECRET = "gateway"
    return live_server.url


@pytest.fixture
def owner_key(acting, enterprise) -> str:
    return keyed(acting(Role.OWNER, enterprise))


@pytest.fixture
def ballast(address, owner_key):
    with Client(address, owner_key) as client:
        yield client


def test_everything_that_can_be_read_is_read(ballast):
    everything_of("own")
    everything_of("foreign")
    package = RENT.rpartition("/")[0]
    assert {each.id: each for each in ballast.policies()}[package].measures == 32
    assert len(ballast.measures(package)) == 32
    assert RENT in {rule.id for rule in ballast.rules(in_force=True)}
    assert any("租" in line for line in ballast.rule(RENT).text)
    assert [each.code for each in ballast.enterprises()] == [CODE]
    assert ballast.enterprise(CODE).name
    assert {each.name for each in ballast.facts(CODE)} >= {"staff", "monthly_rent"}
    found = {each.rule: each for each in ballast.verdicts(CODE).items}
    assert found[RENT].key == LEASE
    assert [each.rule for each in ballast.standing(CODE).items] == [RENT]
    assert ballast.explain(CODE, RENT, LEASE).verdict == found[RENT].verdict
    (application,) = ballast.applications()
    assert ballast.application(application.number).key == LEASE
    (payment,) = ballast.payments()
    assert "****" in ballast.payment(payment.number).account
    assert [each.text for each in ballast.messages()] == ["正文"]
    assert ballast.receipt("token-own", "delivered", secret="gateway") == "delivered"


def test_a_unit_reads_its_supervision(address, acting, city):
    everything_of("own")
    everything_of("foreign")
    with Client(address, keyed(acting(Role.AUDITOR, city))) as client:
        task, other = client.tasks(lamp="red")
        assert client.task(task.number).content == "2022年开展技术改造的工业企业"
        (order,) = client.orders()
        assert order.tasks == (task.number,)
        (report,) = client.reports(since=date(2022, 8, 31))
        assert (report.task, report.figure) == (other.number, 100)
        assert list(client.reports(task=task.number)) == []
        (project,) = client.projects(region="4401")
        assert client.project(project.code).registered_on == date(2022, 1, 4)
        assert list(client.projects(stage="full")) == []
        (circular,) = client.circulars()
        assert client.circular(circular.id).sections[0]["heading"] == "总体情况"
        (ranking,) = client.scorecards("quarter")
        (ranked,) = client.scorecard(ranking.id).rows
        assert (ranked.total, ranked.values) == (Decimal("90.5"), {"on_course": None})


def test_a_task_that_is_no_number_is_told(address, acting, city):
    with (
        Client(address, keyed(acting(Role.AUDITOR, city))) as client,
        pytest.raises(ApiProblem, match="RW00000001"),
    ):
        list(client.reports(task="昨天"))


def test_given_facts_are_judged_exactly_and_kept_nowhere(ballast):
    lease = {
        "lease": "一号",
        "state_owned": True,
        "county": "天河区",
        "risk_listed": False,
        "monthly_rent": Decimal("1000.10"),
        "months_leased": 12,
    }
    own = {"kind": "company", "industry": "C3985", "staff": 100, "revenue": "5000万"}
    own |= {"city": "广州市", "county": "天河区"}
    tables = {"enterprise": [own], "lease": [lease]}
    answer = ballast.assess({"甲": tables, "乙": {"enterprise": []}}, [RENT])
    assert [each.id for each in answer.items] == ["甲", "乙"]
    (finding,) = answer.items[0].findings
    assert (finding.verdict, finding.amount_fen) == ("eligible", 300_030)
    assert answer.items[1].findings == ()
    assert Organisation.objects.count() == 1


def test_mistakes_in_given_facts_are_all_named(ballast):
    tables = {"enterprise": [{"staff": "许多", "nothing": 1}], "moon": [], "lease": [{}]}
    with pytest.raises(ApiProblem) as caught:
        ballast.assess({"甲": tables})
    assert caught.value.status == 422
    assert {each["field"] for each in caught.value.errors} == {
        "甲.enterprise.0.staff",
        "甲.enterprise.0.nothing",
        "甲.moon",
        "甲.lease.0.lease",
    }


def test_a_question_of_too_many_rows_is_refused(ballast):
    leases = [{"lease": f"第{number}号"} for number in range(500)]
    with pytest.raises(ApiProblem, match="5500行"):
        ballast.assess({f"企业{number}": {"lease": leases} for number in range(11)})


def test_a_batch_of_two_hundred_is_answered_in_order(ballast):
    names = [f"企业{number}" for number in range(200)]
    answer = ballast.assess({name: {"enterprise": [{"staff": 10}]} for name in names})
    assert [each.id for each in answer.items] == names
    assert all(each.findings for each in answer.items)
    with pytest.raises(ApiProblem, match="422"):
        ballast.assess({name: {} for name in [*names, "又一家"]})


def test_a_number_too_large_to_write_out_is_refused(ballast):
    with pytest.raises(ApiProblem, match="422"):
        ballast._connection.write("assess", body=None, key="")
    response = ballast._connection._http.post(
        "assess",
        content='{"enterprises":[{"id":"甲","tables":{"enterprise":[{"revenue":1e999999}]}}]}',
    )
    assert (response.status_code, response.json()["title"]) == (422, "BadFacts")


def test_an_enterprise_supplies_a_fact_applies_and_withdraws(ballast):
    with_facts("own")
    assert ballast.supply(CODE, ("enterprise", CODE, "staff"), 100).state == "supplied"
    drafted = ballast.apply(RENT, LEASE, submit=False)
    assert drafted.state == "draft"
    submitted = ballast.submit(drafted.number, "请予审核")
    assert (submitted.state, submitted.statement) == ("submitted", "请予审核")
    withdrawn = ballast.withdraw(drafted.number, "改期申报")
    assert [step.step for step in withdrawn.steps] == ["begin", "submit", "withdraw"]


def test_a_refusal_carries_the_problem(ballast):
    with_facts("foreign")
    with pytest.raises(ApiProblem, match="NotHere") as caught:
        ballast.enterprise("91440300HC0001DW5X")
    assert (caught.value.status, caught.value.title) == (404, "NotHere")


def test_lists_are_walked_to_their_end(address, acting, city):
    firms = [
        Organisation(kind="enterprise", code=f"{number:018}", name="企业", region="440106")
        for number in range(401)
    ]
    Organisation.objects.bulk_create(firms)
    with Client(address, keyed(acting(Role.AUDITOR, city))) as client:
        assert len({each.code for each in client.enterprises()}) == 401


@pytest.mark.parametrize("lost", ["request", "answer", "busy"])
def test_a_write_whose_answer_is_lost_is_done_once(lost, address, owner_key):
    with_facts("own")
    waits, transport = [], Unsteady(lost, "", lost)
    with Client(address, owner_key, transport=transport, sleep=waits.append) as client:
        client.supply(CODE, ("enterprise", CODE, "staff"), 100)
        assert Supplied.objects.count() == 1
        applied = client.apply(RENT, LEASE)
    assert applied.state == "submitted"
    assert Application.objects.count() == 1
    assert transport.keys == [transport.keys[0]] * 2 + [transport.keys[2]] * 2
    assert len(set(transport.keys)) == 2
    assert waits == [7, 7] if lost == "busy" else all(0 < each <= 1 for each in waits)


def test_a_limited_key_waits_as_long_as_it_is_told(address, owner_key, monkeypatch):
    clock = [1_000_000_000.0]
    monkeypatch.setattr(authentication.time, "time", lambda: clock[-1])
    ApiKey.objects.update(per_minute=1)
    waits = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock.append(clock[-1] + seconds)

    with Client(address, owner_key, sleep=sleep) as client:
        assert client.policies()
        assert client.policies()
    assert waits == [20]


def test_a_platform_that_never_answers_is_an_error_with_the_key_to_send_again(address, owner_key):
    transport = Unsteady(*["request"] * 3)
    with (
        Client(address, owner_key, tries=3, transport=transport, sleep=lambda _: None) as client,
        pytest.raises(NoAnswer, match="key: mine"),
    ):
        client.supply(CODE, ("enterprise", CODE, "staff"), 1, key="mine")
    assert transport.keys == ["mine"] * 3
