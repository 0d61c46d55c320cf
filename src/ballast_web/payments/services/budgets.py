"""Appropriations: proposed by one person, decided by another; the year's end."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation, Person
from ballast_web.kernel.roles import OrganisationKind
from ballast_web.kernel.writes import writing
from ballast_web.payments.access import must_hold
from ballast_web.payments.errors import KeyReused, PersonNeeded, SamePerson
from ballast_web.payments.ledger import Entry, balances, moves, record, yuan
from ballast_web.payments.models import Budget, BudgetScope, CapChange
from ballast_web.payments.models.ledger import Account, EntryKind
from ballast_web.payments.states import BUDGET, CHANGE, MAKERS, BudgetState


def person_of(acting: Acting, what: str) -> Person:
    """The person who acts. Raises PersonNeeded where the platform does."""
    if acting.person is None:
        raise PersonNeeded(what=what)
    return acting.person


def another(acting: Acting, first: Person, what: str) -> Person:
    """The person who acts, if they are not `first`. Raises SamePerson, PersonNeeded."""
    person = person_of(acting, what)
    if person == first:
        raise SamePerson(what=what)
    return person


def open_budget(
    acting: Acting,
    purse: Organisation,
    *,
    name: str,
    year: int,
    rules: Sequence[str],
    cap_fen: int,
    reason: str,
    key: str,
) -> CapChange:
    """Propose a new appropriation; it opens once another person has approved it.

    `rules` are rules or policy packages by their identifiers. Raises BadValue, NotAllowed,
    KeyReused.
    """
    acting.must_be(MAKERS, "登记预算")
    must_hold(acting, purse, "登记预算")
    if purse.kind != OrganisationKind.GOVERNMENT or not rules or not name.strip():
        raise BadValue(field="预算", given=name, allowed="政府单位出资，写明名称和至少一项用途")
    with writing(acting) as log:
        standing = CapChange.objects.filter(key=key).first()
        if standing:
            return _same(standing, cap_fen)
        budget = Budget.objects.create(name=name.strip(), year=year, purse=purse)
        BudgetScope.objects.bulk_create(
            BudgetScope(budget=budget, rule=rule) for rule in sorted(set(rules))
        )
        log.note("budget.proposed", budget, year=year, purse=purse.code, rules=sorted(set(rules)))
        return propose_cap(acting, budget, cap_fen, reason, key)


def propose_cap(acting: Acting, budget: Budget, cap_fen: int, reason: str, key: str) -> CapChange:
    """Propose that the budget be `cap_fen` from now on. Raises BadValue, NotAllowed, KeyReused."""
    acting.must_be(MAKERS, "调整预算")
    must_hold(acting, budget.purse, "调整预算")
    person = person_of(acting, "调整预算")
    if cap_fen < 0 or not reason.strip():
        raise BadValue(field="预算调整", given=yuan(cap_fen), allowed="不小于零的金额，并写明依据")
    with writing(acting) as log:
        standing = CapChange.objects.filter(key=key).first()
        if standing:
            return _same(standing, cap_fen)
        change = CapChange(
            budget=budget, key=key, cap_fen=cap_fen, reason=reason.strip(), proposed_by=person
        )
        try:
            with transaction.atomic():
                change.save()
        except IntegrityError:
            return _same(CapChange.objects.get(key=key), cap_fen)
        log.note("budget.change_proposed", change, budget=budget.pk, fen=cap_fen)
    return change


def _same(standing: CapChange, cap_fen: int) -> CapChange:
    if standing.cap_fen != cap_fen:
        raise KeyReused(key=standing.key, existing=f"{standing.budget}，{yuan(standing.cap_fen)}")
    return standing


def decide_cap(acting: Acting, change: CapChange, approved: bool) -> CapChange:
    """Approve or refuse a proposed cap, as somebody else than proposed it.

    Raises SamePerson, WrongState, NotAllowed, BudgetShort where the cap would be below what is
    reserved.
    """
    must_hold(acting, change.budget.purse, "复核预算")
    with writing(acting) as log:
        row = CapChange.objects.select_for_update().get(pk=change.pk)
        row.state = CHANGE.move(row.state, "approve" if approved else "refuse", acting)
        row.decided_by = another(acting, row.proposed_by, "复核预算")
        row.save(update_fields=["state", "decided_by"])
        _decided(acting, row, approved)
        log.note("budget.change_decided", row, approved=approved, fen=row.cap_fen)
    return row


def _decided(acting: Acting, change: CapChange, approved: bool) -> None:
    budget = Budget.objects.select_for_update().get(pk=change.budget_id)
    if budget.state == BudgetState.PROPOSED:
        budget.state = BUDGET.move(budget.state, "open" if approved else "refuse", acting)
        budget.save(update_fields=["state"])
    difference = change.cap_fen - budget.cap_fen
    if not approved or not difference:
        return
    pair = (Account.APPROPRIATED, Account.AVAILABLE)
    source, target = pair if difference > 0 else pair[::-1]
    kind = EntryKind.APPROPRIATE if difference > 0 else EntryKind.WITHDRAW
    transfers = moves([(budget.pk, abs(difference))], source, target)
    record(acting, [Entry(f"cap:{change.key}", kind, transfers, memo=change.reason)])


def close_year(acting: Acting, budget: Budget, key: str) -> Budget:
    """The year's end: what is neither reserved nor owed, and what came back, leaves the budget.

    What is reserved or approved stays and may still be paid; nothing new is reserved. Raises
    WrongState, NotAllowed.
    """
    must_hold(acting, budget.purse, "年终结转")
    with writing(acting) as log:
        row = Budget.objects.select_for_update().get(pk=budget.pk)
        if row.state == BudgetState.CLOSED:
            return row
        row.state = BUDGET.move(row.state, "close", acting)
        row.save(update_fields=["state"])
        held = balances(budget=row.pk)[row.pk]
        transfers = [
            each
            for source in (Account.AVAILABLE, Account.CLAWED_BACK)
            if held[source]
            for each in moves([(row.pk, held[source])], source, Account.APPROPRIATED)
        ]
        if transfers:
            entry = Entry(f"close:{key}", EntryKind.WITHDRAW, transfers, memo="年终结转")
            record(acting, [entry])
        log.note("budget.closed", row, fen=sum(each.amount_fen for each in transfers))
    row.refresh_from_db()
    return row
