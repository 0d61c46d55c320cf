"""Every move by every role from every state: made by those who may, refused to all others."""

from __future__ import annotations

import pytest

from ballast_web.applications.states import APPROVERS, MACHINE, OFFICERS, READERS, State
from ballast_web.errors import NotAllowed, WrongState
from ballast_web.kernel.acting import Acting, platform
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import BANK, ENTERPRISE, STAFF, Role

WHO = {"enterprise": ENTERPRISE, "officer": OFFICERS, "approver": APPROVERS, "platform": set()}
#: What each move is from and to, and whose it is, written out once more.
TABLE = {
    "submit": ("draft", "submitted", ("enterprise",)),
    "supply": ("supplement", "reviewing", ("enterprise",)),
    "withdraw": (
        "draft supplement submitted reviewing recommended publicised",
        "withdrawn",
        ("enterprise",),
    ),
    "accept": ("submitted", "reviewing", ("officer",)),
    "request_supplement": ("submitted reviewing", "supplement", ("officer",)),
    "recommend": ("reviewing recommended publicised", "recommended", ("officer",)),
    "reject": ("submitted reviewing", "rejected", ("officer",)),
    "send_back": ("recommended publicised", "reviewing", ("officer", "approver")),
    "publicise": ("recommended", "publicised", ("officer",)),
    "approve": ("recommended publicised", "approved", ("approver",)),
    "refuse": ("recommended publicised", "rejected", ("approver",)),
    "make_payable": ("approved", "payable", ("platform",)),
    "record_paid": ("payable returned", "paid", ("platform",)),
    "record_returned": ("payable paid", "returned", ("platform",)),
    "record_clawed_back": ("payable paid returned", "clawed_back", ("platform",)),
}
ROLES = sorted(STAFF | ENTERPRISE | BANK)


def somebody(role: Role) -> Acting:
    unit = Organisation(kind="government", code="x", name="某单位", region="440100")
    return Acting(Membership(person=Person(login="x", name="某人"), organisation=unit, role=role))


def test_the_table_knows_every_move():
    assert set(TABLE) == set(MACHINE.moves)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_move_is_made_from_its_states_by_its_roles_alone(name, role):
    sources, target, whose = TABLE[name]
    allowed = {each for group in whose for each in WHO[group]}
    for state in State:
        if state not in sources.split():
            with pytest.raises(WrongState):
                MACHINE.move(state, name, somebody(role))
        elif role in allowed:
            assert MACHINE.move(state, name, somebody(role)) == target
        else:
            with pytest.raises(NotAllowed):
                MACHINE.move(state, name, somebody(role))


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_platform_follows_the_money(name):
    sources, target, _ = TABLE[name]
    assert {MACHINE.move(state, name, platform("测试")) for state in sources.split()} == {target}


def test_administrators_leaders_and_banks_read_no_applications():
    assert STAFF - {Role.ADMINISTRATOR, Role.LEADER} == READERS


def test_every_state_can_be_reached():
    assert {target for _, target, _ in TABLE.values()} == set(State) - {State.DRAFT}
