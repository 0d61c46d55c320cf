"""Every operation of the API as a method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import TracebackType
from typing import Any, TypeVar

from ballast.client.connection import Connection
from ballast.client.results import (
    Answer,
    Application,
    Enterprise,
    Explanation,
    Fact,
    Findings,
    Measure,
    Message,
    Payment,
    Policy,
    Result,
    Rule,
    RuleTold,
    Standings,
    Supplied,
)
from ballast.client.supervision import Circular, Order, Project, Ranking, Report, Task

R = TypeVar("R", bound=Result)
#: Which fact: its table, the row's key, its name.
Cell = tuple[str, str, str]
#: A fact as a program gives it; None is unknown. Text may be as people write it (500万元).
Value = bool | int | Decimal | str | date | None
Tables = Mapping[str, Sequence[Mapping[str, Value]]]


class Client:
    """A platform's API, used with one key.

    `address` is the platform's own, `more` the number of `tries` and the `timeout` in seconds.
    Lists are read page by page as they are walked. Writes carry an idempotency key: one of their
    own, or `key`, so that a program that was interrupted may send the same write again. Every
    method raises ApiProblem where the platform refuses, NoAnswer where it cannot be reached.
    """

    def __init__(self, address: str, key: str, **more: Any) -> None:
        self._connection = Connection(address, key, **more)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connection."""
        self._connection.close()

    def policies(self) -> list[Policy]:
        """Every policy of the library."""
        return _all(Policy, self._connection.read("policies"))

    def measures(self, policy: str) -> list[Measure]:
        """The measures of a policy (issuer/document)."""
        return _all(Measure, self._connection.read("policies", *policy.split("/"), "measures"))

    def rules(self, policy: str | None = None, in_force: bool | None = None) -> list[Rule]:
        """Every rule, or those of one policy, in force today or not."""
        return _all(Rule, self._connection.read("rules", policy=policy, in_force=in_force))

    def rule(self, rule: str) -> RuleTold:
        """One rule, told in Chinese."""
        return RuleTold.model_validate(self._connection.read("rules", *rule.split("/")))

    def assess(
        self, enterprises: Mapping[str, Tables], rules: Sequence[str] | None = None
    ) -> Answer:
        """What up to 200 enterprises are entitled to by the facts given: by name, table, row."""
        given = [{"id": name, "tables": tables} for name, tables in enterprises.items()]
        body = {"enterprises": given, "rules": None if rules is None else list(rules)}
        return Answer.model_validate(self._connection.write("assess", body=body))

    def explain(self, enterprise: str, rule: str, key: str | None = None) -> Explanation:
        """Why a rule says what it says of an enterprise on the platform, or of its row `key`."""
        told = self._connection.read("explain", enterprise, *rule.split("/"), key=key)
        return Explanation.model_validate(told)

    def enterprises(self, region: str | None = None) -> Iterator[Enterprise]:
        """The enterprises that the key's holder may look into."""
        return self._walk(Enterprise, "enterprises", region=region)

    def enterprise(self, code: str) -> Enterprise:
        """One enterprise."""
        return Enterprise.model_validate(self._connection.read("enterprises", code))

    def verdicts(self, enterprise: str, verdict: str | None = None) -> Findings:
        """What an enterprise is entitled to, judged now."""
        told = self._connection.read("verdicts", enterprise, verdict=verdict)
        return Findings.model_validate(told)

    def standing(self, enterprise: str) -> Standings:
        """Where an enterprise stood in the last judgement of all."""
        return Standings.model_validate(self._connection.read("verdicts", enterprise, "standing"))

    def facts(self, enterprise: str) -> list[Fact]:
        """What is known of an enterprise, and what is not."""
        return _all(Fact, self._connection.read("facts", enterprise))

    def supply(
        self,
        enterprise: str,
        cell: tuple[str, str, str],
        value: Value,
        note: str = "",
        key: str = "",
    ) -> Supplied:
        """Supply one fact of a row that the enterprise has."""
        table, row, name = cell
        body = {"table": table, "key": row, "name": name, "value": value, "note": note}
        return Supplied.model_validate(
            self._connection.write("facts", enterprise, body=body, key=key)
        )

    def applications(
        self, state: str | None = None, enterprise: str | None = None
    ) -> Iterator[Application]:
        """The applications that one may see."""
        return self._walk(Application, "applications", state=state, enterprise=enterprise)

    def application(self, number: str) -> Application:
        """One application with its history."""
        return Application.model_validate(self._connection.read("applications", number))

    def apply(
        self, rule: str, row: str, statement: str = "", submit: bool = True, key: str = ""
    ) -> Application:
        """Apply for what `rule` gives for the row; without `submit` it stays a draft."""
        body = {"rule": rule, "key": row, "statement": statement, "submit": submit}
        return Application.model_validate(
            self._connection.write("applications", body=body, key=key)
        )

    def submit(self, number: str, statement: str = "", key: str = "") -> Application:
        """Hand in a draft."""
        return self._moved(number, "submit", statement, key)

    def withdraw(self, number: str, reason: str = "", key: str = "") -> Application:
        """Take an application back."""
        return self._moved(number, "withdraw", reason, key)

    def payments(self, state: str | None = None, claim: str | None = None) -> Iterator[Payment]:
        """The payment orders that one may see."""
        return self._walk(Payment, "payments", state=state, claim=claim)

    def payment(self, number: str) -> Payment:
        """One payment order."""
        return Payment.model_validate(self._connection.read("payments", number))

    def messages(self, state: str | None = None, rule: str | None = None) -> Iterator[Message]:
        """The messages that one may see."""
        return self._walk(Message, "pushes", state=state, rule=rule)

    def receipt(self, token: str, state: str, error: str = "", *, secret: str) -> str:
        """Report what became of a message, signed under the channel's `secret`; its state now."""
        body = {"token": token, "state": state, "error": error}
        told = self._connection.write("pushes", "receipts", body=body, secret=secret)
        return str(told["state"])

    def tasks(
        self, state: str | None = None, lamp: str | None = None, package: str | None = None
    ) -> Iterator[Task]:
        """The supervision tasks that one may see."""
        return self._walk(Task, "tasks", state=state, lamp=lamp, package=package)

    def task(self, number: str) -> Task:
        """One task with the reasons of its lamp."""
        return Task.model_validate(self._connection.read("tasks", number))

    def reports(self, task: str | None = None, since: date | None = None) -> Iterator[Report]:
        """The progress reports that one may read."""
        return self._walk(Report, "reports", task=task, since=since)

    def orders(self, state: str | None = None, rung: str | None = None) -> Iterator[Order]:
        """The supervision orders that one may see."""
        return self._walk(Order, "orders", state=state, rung=rung)

    def projects(
        self, stage: str | None = None, lamp: str | None = None, region: str | None = None
    ) -> Iterator[Project]:
        """The major projects that one may see."""
        return self._walk(Project, "projects", stage=stage, lamp=lamp, region=region)

    def project(self, code: str) -> Project:
        """One major project by its 项目代码, with its countdown."""
        return Project.model_validate(self._connection.read("projects", code))

    def circulars(self, kind: str | None = None) -> Iterator[Circular]:
        """The circulars that one's unit issued or was sent."""
        return self._walk(Circular, "circulars", kind=kind)

    def circular(self, id: int) -> Circular:  # noqa: A002 - the API's own word
        """One circular as it was printed."""
        return Circular.model_validate(self._connection.read("circulars", f"{id}"))

    def scorecards(
        self, scorecard: str | None = None, first: date | None = None
    ) -> Iterator[Ranking]:
        """The rankings of cities that one may see."""
        return self._walk(Ranking, "scorecards", scorecard=scorecard, first=first)

    def scorecard(self, id: int) -> Ranking:  # noqa: A002 - the API's own word
        """One ranking, city by city."""
        return Ranking.model_validate(self._connection.read("scorecards", f"{id}"))

    def _moved(self, number: str, move: str, text: str, key: str) -> Application:
        told = self._connection.write("applications", number, move, body={"text": text}, key=key)
        return Application.model_validate(told)

    def _walk(self, kind: type[R], path: str, /, **query: Any) -> Iterator[R]:
        cursor: str | None = None
        while True:
            page = self._connection.read(path, cursor=cursor, limit=200, **query)
            yield from _all(kind, page)
            cursor = page["next"]
            if cursor is None:
                return


def _all(kind: type[R], told: Any) -> list[R]:
    return [kind.model_validate(each) for each in told["items"]]
