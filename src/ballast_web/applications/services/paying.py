"""Following the money: an application is where its payment is."""

from __future__ import annotations

from ballast_web.applications.judging import in_yuan
from ballast_web.applications.models import Application
from ballast_web.applications.services.moving import Step, finish
from ballast_web.applications.states import MACHINE
from ballast_web.kernel.acting import platform
from ballast_web.kernel.writes import writing


def follow(claim_reference: str, move: str, amount_fen: int | None = None) -> Application | None:
    """Make the `move` that a payment caused; None where the claim is none of ours.

    Told twice is done once. Raises WrongState.
    """
    digits = claim_reference.removeprefix("SB")
    if not claim_reference.startswith("SB") or not digits.isdecimal():
        return None
    acting = platform("资金往来")
    with writing(acting):
        held = Application.objects.select_for_update().filter(pk=int(digits)).first()
        if held is None:
            return None
        if held.state != MACHINE.moves[move].target:
            _moved(held, move, amount_fen)
    return held


def _moved(held: Application, move: str, amount_fen: int | None) -> None:
    acting = platform("资金往来")
    step = Step(held, move, MACHINE.moves[move].label, MACHINE.move(held.state, move, acting))
    if amount_fen is not None:
        held.recovered_fen += amount_fen
        step.reason = f"追回{in_yuan(amount_fen)}元"
        if held.recovered_fen < (held.amount_fen or 0):
            step.stay("record_clawed_back", "登记部分追回")
    finish(acting, step)
