"""Facts as a request gives them: exact numbers, read by the vocabulary, every mistake named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Schema
from ninja.parser import Parser
from pydantic import ConfigDict, StringConstraints

from ballast.assessment.explain import Rows
from ballast.rules.derived import Vocabulary
from ballast.rules.scope import OWNER
from ballast.vocabulary.facts import Entity, Fact
from ballast_web.enterprises.inputs import allowed, typed
from ballast_web.errors import BadValue, PlatformError

#: A fact in JSON: a number, true or false, or text as people write it (500万元, 2022年3月1日).
Value = bool | int | Decimal | str | None
Row = dict[str, Value]
#: Text without the one character that databases cannot hold.
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=4000)]
Name = Annotated[str, StringConstraints(pattern=r"^[^\x00]+$", max_length=200)]
MOST_ROWS = 500
_MOST_ERRORS = 50
#: Powers of ten beyond which no fact lies; written out, they would fill the memory.
_LARGEST, _SMALLEST = 30, -30


class Given(Schema):
    """What a request gives; what it may not give is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class BadFacts(PlatformError):
    """所给事实有{count}处不合词汇表，见 errors。请逐项改正后重新提交，未知的请填 null。"""

    status = 422

    def __init__(self, errors: Sequence[dict[str, str]]) -> None:
        self.errors = errors[:_MOST_ERRORS]
        super().__init__(count=len(errors))


class ExactNumbers(Parser):
    """Reads JSON without floating point."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises ValueError for what is not JSON, NaN and infinity included."""
        return json.loads(request.body, parse_float=Decimal, parse_constant=_no_number)


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def fact_text(value: Value, fact: Fact) -> str:
    """A value as somebody would type it; empty where it is unknown. Raises BadValue."""
    if isinstance(value, bool):
        if fact.type != "bool":
            raise BadValue(field=fact.label, given=json.dumps(value), allowed=allowed(fact))
        return "是" if value else "否"
    if isinstance(value, Decimal):
        if value and not _SMALLEST <= value.adjusted() <= _LARGEST:
            raise BadValue(field=fact.label, given=str(value)[:40], allowed=allowed(fact))
        return f"{value:f}"
    return "" if value is None else str(value)


def rows_of(name: str, tables: Mapping[str, Sequence[Row]], vocabulary: Vocabulary) -> Rows:
    """The rows of one enterprise, which `name` stands for where no code is given.

    Raises BadFacts with every mistake: its table, number of row and column.
    """
    reading = _Reading(vocabulary, name, [])
    found = {table: list(reading.rows(table, given)) for table, given in tables.items()}
    own = found.get(OWNER) or [reading.identity(OWNER)]
    if len(own) > 1:
        reading.wrong(OWNER, "至多一行，每家企业分别给出")
    code = own[0].get(vocabulary.entities[OWNER].key, name)
    for table in found.keys() - {OWNER}:
        owner = vocabulary.entities[table].owner if table in vocabulary.entities else None
        found[table] = [{**row, owner: code} for row in found[table] if owner]
    if reading.errors:
        raise BadFacts(reading.errors)
    return Rows({**found, OWNER: own})


class _Reading:
    """One enterprise while it is read; `errors` are what is wrong so far."""

    def __init__(self, vocabulary: Vocabulary, name: str, errors: list[dict[str, str]]) -> None:
        self.vocabulary, self.name, self.errors = vocabulary, name, errors

    def wrong(self, field: str, what: str) -> None:
        """Note a mistake."""
        self.errors.append({"field": f"{self.name}.{field}", "what": what})

    def identity(self, table: str) -> dict[str, Any]:
        """The row of an enterprise of which nothing is known."""
        return {self.vocabulary.entities[table].key: self.name}

    def rows(self, table: str, given: Sequence[Row]) -> Iterator[dict[str, Any]]:
        """The rows of one table."""
        entity = self.vocabulary.entities.get(table)
        if entity is None or (table != OWNER and entity.owner is None):
            self.wrong(table, "没有这个企业事实表；可用的表见词汇表")
            return
        if len(given) > MOST_ROWS:
            self.wrong(table, f"至多{MOST_ROWS}行")
            return
        seen: set[object] = set()
        for number, row in enumerate(given):
            read = self._row(table, entity, number, row)
            if read[entity.key] in seen:
                self.wrong(f"{table}.{number}.{entity.key}", "与前面的行重复")
            seen.add(read[entity.key])
            yield read

    def _row(self, table: str, entity: Entity, number: int, row: Row) -> dict[str, Any]:
        read: dict[str, Any] = self.identity(table) if table == OWNER else {entity.key: None}
        for name, value in row.items():
            field = f"{table}.{number}.{name}"
            if name not in entity.facts:
                self.wrong(field, "表中没有这项事实；可用的事实见词汇表")
            elif (found := self._value(field, entity.facts[name], value)) is not None:
                read[name] = found
        if read[entity.key] is None:
            self.wrong(f"{table}.{number}.{entity.key}", "须填写编号")
        return read

    def _value(self, field: str, fact: Fact, value: Value) -> Any:
        try:
            return typed(fact_text(value, fact), fact, self.vocabulary)
        except BadValue as error:
            self.wrong(field, str(error))
            return None
