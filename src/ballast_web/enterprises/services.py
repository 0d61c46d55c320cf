"""Supply, confirm and refuse facts; object to them and answer; name clerks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ballast.rules.scope import OWNER
from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises import facts
from ballast_web.enterprises.access import access_objections, access_supplied, enterprise_of
from ballast_web.enterprises.inputs import fact_of, shown, typed
from ballast_web.enterprises.models import FactRow, Objection, Supplied
from ballast_web.enterprises.signals import facts_changed
from ballast_web.enterprises.states import (
    COUNTING,
    KEEPERS,
    OBJECTION,
    SUPPLIED,
    ObjectionState,
    SuppliedState,
)
from ballast_web.enterprises.values import read, written
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.people import add_person, end_role, give_role
from ballast_web.kernel.roles import ENTERPRISE, Role
from ballast_web.kernel.writes import Log, writing


@dataclass(frozen=True)
class Cell:
    """One fact of one row: its table, the row's key, its name."""

    table: str
    key: str
    name: str


def supply(
    acting: Acting, enterprise: Organisation, cell: Cell, text: str, note: str = ""
) -> Supplied:
    """Supply or correct one fact; it counts at once. An officer's counts as confirmed.

    Raises NotHere, NotAllowed, BadValue (what the vocabulary does not allow, or nothing typed).
    """
    acting.must_be(ENTERPRISE | KEEPERS, "填报或更正事实")
    enterprise = enterprise_of(acting, enterprise.pk)
    fact = fact_of(vocabulary(), cell.table, cell.name)
    _known_row(enterprise, cell)
    value = typed(text, fact, vocabulary())
    if value is None:
        raise BadValue(field=fact.label, given="空白", allowed="一个具体的值")
    with writing(acting) as log:
        return _supply(acting, enterprise, cell, written(value), note, log)


def supply_row(
    acting: Acting, enterprise: Organisation, table: str, key: str, texts: Mapping[str, str]
) -> list[Supplied]:
    """Add a row that no register has, such as a lease, by the facts typed; empty ones are unknown.

    Raises NotHere, NotAllowed, BadValue (also for a key that is taken, or no fact typed).
    """
    entity = vocabulary().entities.get(table)
    if entity is None or entity.owner is None:
        raise NotHere(what="这类记录")
    label = entity.facts[entity.key].label
    key = str(typed(key, entity.facts[entity.key], vocabulary()) or "")
    if not key or (table, key) in facts.held(enterprise).values or _taken(table, key):
        raise BadValue(field=label, given=key or "空白", allowed="尚未登记的编号")
    given = {name: text for name, text in texts.items() if text.strip()}
    if not given:
        raise BadValue(field=entity.label, given="空白", allowed="至少填写一项")
    with writing(acting) as log:
        log.note("facts.row_added", enterprise, table=table, key=key)
        return [
            _supply_new(acting, enterprise, Cell(table, key, name), text, log)
            for name, text in given.items()
        ]


def _taken(table: str, key: str) -> bool:
    return FactRow.objects.filter(table=table, key=key).exists()


def _supply_new(
    acting: Acting, enterprise: Organisation, cell: Cell, text: str, log: Log
) -> Supplied:
    acting.must_be(ENTERPRISE | KEEPERS, "填报或更正事实")
    enterprise = enterprise_of(acting, enterprise.pk)
    value = typed(text, fact_of(vocabulary(), cell.table, cell.name), vocabulary())
    return _supply(acting, enterprise, cell, written(value), "", log)


def _known_row(enterprise: Organisation, cell: Cell) -> None:
    """Raises NotHere for a row that the enterprise does not have."""
    own = cell.table == OWNER and cell.key == enterprise.code
    if not own and (cell.table, cell.key) not in facts.held(enterprise).values:
        raise NotHere(what="这条记录")


def _supply(
    acting: Acting, enterprise: Organisation, cell: Cell, value: Any, note: str, log: Log
) -> Supplied:
    """Within the transaction: the value supplied before gives way."""
    place = {"enterprise": enterprise, "table": cell.table, "key": cell.key}
    earlier = Supplied.objects.select_for_update().filter(
        **place, name=cell.name, state__in=COUNTING
    )
    before = facts.held(enterprise).values.get((cell.table, cell.key), {}).get(cell.name)
    for each in earlier:
        each.state = SUPPLIED.move(each.state, "replace", acting)
        each.save(update_fields=["state"])
    made = Supplied.objects.create(
        **place,
        name=cell.name,
        value=value,
        before=before,
        by=acting.person,
        at=now(),
        state=SuppliedState.SUPPLIED if acting.of_enterprise else SuppliedState.CONFIRMED,
        note=note[:500],
    )
    told = {"table": cell.table, "key": cell.key, "fact": cell.name, "value": value}
    log.note("fact.supplied", made, of=enterprise.code, before=before, **told)
    _changed(enterprise)
    return made


def decide(acting: Acting, supplied: Supplied, move: str, note: str = "") -> Supplied:
    """Confirm or refuse a supplied fact. Raises NotHere, NotAllowed, WrongState."""
    with writing(acting) as log:
        found = access_supplied(acting).select_for_update().filter(pk=supplied.pk).first()
        if found is None:
            raise NotHere(what="这项填报")
        found.state = SUPPLIED.move(found.state, move, acting)
        found.decided_by, found.decided_at = acting.person, now()
        found.note = note[:500] or found.note
        found.save(update_fields=["state", "decided_by", "decided_at", "note"])
        log.note(f"fact.{found.state}", found, of=found.enterprise.code, note=note)
        _changed(found.enterprise)
    return found


def object_to_fact(acting: Acting, enterprise: Organisation, cell: Cell, text: str) -> Objection:
    """Object to a fact of a register. Raises NotHere, NotAllowed, BadValue without a reason."""
    fact = fact_of(vocabulary(), cell.table, cell.name)
    _known_row(enterprise, cell)
    held = facts.held(enterprise).values.get((cell.table, cell.key), {}).get(cell.name)
    said = f"{fact.label}：{shown(read(held, fact), fact, vocabulary().codelists)}"
    place = {"table": cell.table, "key": cell.key, "name": cell.name}
    return _object(acting, enterprise, text, held=said, **place)


def ask_review(
    acting: Acting, enterprise: Organisation, rule: str, key: str, held: str, text: str
) -> Objection:
    """Ask that a person review a verdict (个人信息保护法 第二十四条). `held` says what it was.

    Raises NotHere, NotAllowed, BadValue without a reason.
    """
    return _object(acting, enterprise, text, rule=rule, key=key, held=held)


def _object(acting: Acting, enterprise: Organisation, text: str, **about: str) -> Objection:
    acting.must_be(ENTERPRISE, "提出异议")
    enterprise = enterprise_of(acting, enterprise.pk)
    if not text.strip():
        raise BadValue(field="理由", given="空白", allowed="说明哪里不对、应当是什么")
    about["held"] = about["held"][:500]
    with writing(acting) as log:
        made = Objection.objects.create(
            enterprise=enterprise, text=text.strip()[:2000], by=acting.person, at=now(), **about
        )
        log.note("objection.made", made, of=enterprise.code, **about)
    return made


def answer(acting: Acting, objection: Objection, move: str, text: str) -> Objection:
    """Uphold or reject an objection, with an answer, or withdraw it.

    Raises NotHere, NotAllowed, WrongState, BadValue without an answer.
    """
    if move != "withdraw" and not text.strip():
        raise BadValue(field="答复", given="空白", allowed="给企业的答复和依据")
    with writing(acting) as log:
        found = access_objections(acting).select_for_update().filter(pk=objection.pk).first()
        if found is None:
            raise NotHere(what="这条异议")
        found.state = OBJECTION.move(found.state, move, acting)
        found.answer, found.answered_by, found.answered_at = text[:2000], acting.person, now()
        found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
        log.note(f"objection.{ObjectionState(found.state)}", found, of=found.enterprise.code)
    return found


def name_clerk(acting: Acting, login: str, name: str, password: str) -> Membership:
    """Let somebody act for the enterprise: a new account, or the one that has `login` already.

    Raises NotAllowed, BadValue.
    """
    acting.must_be({Role.OWNER}, "指定经办人")
    organisation = acting.organisation
    assert organisation is not None  # noqa: S101 - an owner has one
    if not login.strip() or not name.strip():
        raise BadValue(field="登录名和姓名", given="空白", allowed="经办人的登录名和姓名")
    with writing(acting):
        person = Person.objects.filter(login=login).first()
        if person is not None and person.name != name.strip():
            raise BadValue(field="姓名", given=name, allowed="与该登录名一致的姓名")
        person = person or add_person(acting, login.strip(), password, name.strip())
        return give_role(acting, person, organisation, Role.CLERK)


def end_clerk(acting: Acting, key: int) -> None:
    """End a clerk's role. Raises NotAllowed, NotHere."""
    acting.must_be({Role.OWNER}, "取消经办人")
    held = Membership.objects.filter(organisation=acting.organisation, role=Role.CLERK)
    membership = held.filter(pk=key).first()
    if membership is None:
        raise NotHere(what="这位经办人")
    end_role(acting, membership)


def _changed(enterprise: Organisation) -> None:
    """Tell other apps, once what was written stands."""
    transaction.on_commit(lambda: facts_changed.send(Supplied, enterprise=enterprise))
