"""Whatever is tried by whomever in whatever order: what must hold of every application holds."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from application_fixtures import REFUND, REFUNDED, change_fact
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballast_web.applications import services
from ballast_web.applications.models import Application
from ballast_web.applications.services.paying import follow
from ballast_web.applications.states import GRANTED, State
from ballast_web.errors import PlatformError
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.roles import Role
from ballast_web.payments.models import Reservation

TEXTS = {"request_supplement", "reject", "send_back", "refuse"}
STEPS = [
    *("submit", "supply", "withdraw", "accept", "request_supplement", "recommend", "reject"),
    *("send_back", "publicise", "approve", "approve", "approve", "refuse"),
]
MONEY = ["record_paid", "record_returned", "record_clawed_back"]
FACTS = [{"unemployment_contribution": value} for value in ("9000.00", "10000.00", "11000.00")]
FACTS += [{"laid_off": 90}, {"laid_off": 1}]

people_and_steps = st.tuples(
    st.sampled_from(["owner", "officer", "approver", "second", "both"]), st.sampled_from(STEPS)
)
step = st.one_of(
    people_and_steps,
    people_and_steps,
    st.tuples(st.just("bank"), st.sampled_from(MONEY)),
    st.tuples(st.just("register"), st.sampled_from(range(len(FACTS)))),
    st.tuples(st.just("days"), st.integers(1, 10)),
)
#: From here on the walk is random; the way there is the ordinary one.
BEGINNINGS = {
    "draft": [],
    "reviewing": [("owner", "submit"), ("officer", "accept")],
    "publicised": [
        *[("owner", "submit"), ("officer", "accept"), ("officer", "recommend")],
        *[("officer", "publicise"), ("days", 9)],
    ],
    "by_both": [
        *[("owner", "submit"), ("officer", "accept"), ("both", "recommend")],
        *[("both", "publicise"), ("days", 9)],
    ],
}


class Undone(Exception):
    """Ends an example without a trace."""


@pytest.mark.django_db
def test_no_history_breaks_what_must_hold(
    known, people, acting, city, funded, province, business_day
):
    funded(province, cap_fen=10 * REFUNDED, rule=REFUND, year=2022)
    officer = people["officer"].person
    approving = officer.memberships.create(
        organisation=city, role=Role.APPROVER, since="2020-01-01"
    )
    start, everybody = today(), {**people, "both": people["officer"]}

    def act(found: Application, who: str, what) -> None:
        if who == "bank":
            follow(found.number, what)
        elif who == "register":
            change_fact(known, "enterprise", **FACTS[what])
        elif who == "days":
            business_day(today() + timedelta(days=what))
        else:
            acts = Acting(approving) if (who, what) == ("both", "approve") else everybody[who]
            more = ("理由",) if what in TEXTS else ()
            getattr(services, what)(acts, found, *more)

    @settings(
        max_examples=30,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(st.sampled_from(sorted(BEGINNINGS)), st.lists(step, min_size=4, max_size=14))
    def walk(beginning, steps):
        business_day(start)
        with pytest.raises(Undone), transaction.atomic():
            found = services.begin(people["owner"], REFUND, known.code)
            for who, what in [*BEGINNINGS[beginning], *steps]:
                with suppress(PlatformError):  # to be refused is allowed, to break is not
                    act(found, who, what)
                found.refresh_from_db()
                holds(found)
            raise Undone

    walk()


def holds(found: Application) -> None:
    """The invariants."""
    if found.amount_fen is not None:
        assert found.amount_fen <= found.payable_fen
    reserved = Reservation.objects.filter(claim_reference=found.number)
    if found.state in GRANTED | {State.CLAWED_BACK}:
        hands = [found.first_approver_id, found.second_approver_id, found.recommended_by_id]
        assert len(set(hands)) == 3
        assert None not in hands
        assert reserved.get().amount_fen == found.amount_fen
    else:
        assert not reserved.exists()
    if found.state in (State.REJECTED, State.WITHDRAWN):
        assert found.due is None
    last = found.transitions.order_by("-pk")[0]
    assert last.target == found.state
    assert [each.source for each in found.transitions.order_by("pk")][1:] == [
        each.target for each in found.transitions.order_by("pk")
    ][:-1]
