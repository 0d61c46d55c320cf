"""The accounts to which enterprises are paid, and the orders that pay to them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation
from ballast_web.kernel.roles import ENTERPRISE
from ballast_web.kernel.writes import writing
from ballast_web.payments.models import (
    BankAccount,
    PaymentOrder,
    Reservation,
    ReservationShare,
)
from ballast_web.payments.states import ACCOUNT, AccountState, ReservationState

_NUMBER = re.compile(r"[0-9]{8,30}")
_BANK_CODE = re.compile(r"[0-9]{12}")


def add_account(
    acting: Acting,
    enterprise: Organisation,
    *,
    holder: str,
    number: str,
    bank_name: str,
    bank_code: str,
) -> BankAccount:
    """The account in use from now on; the one before is retired. What is due gets its orders.

    An account belongs to the enterprise itself: its holder is the enterprise's name. Raises
    BadValue, NotAllowed, NotHere.
    """
    acting.must_be(ENTERPRISE, "登记收款账户")
    if not acting.is_platform and acting.organisation != enterprise:
        raise NotHere(what="企业")
    given = _checked(enterprise, holder, number, bank_name, bank_code)
    with writing(acting) as log:
        Organisation.objects.select_for_update().get(pk=enterprise.pk)
        held = BankAccount.objects.filter(enterprise=enterprise, state=AccountState.ACTIVE)
        held.update(state=AccountState.RETIRED)
        account = BankAccount.objects.create(enterprise=enterprise, added_by=acting.person, **given)
        orders = order_due(enterprise)
        log.note("account.added", account, ends=account.number[-4:], orders=len(orders))
    return account


def _checked(
    enterprise: Organisation, holder: str, number: str, bank_name: str, bank_code: str
) -> dict[str, str]:
    digits = re.sub(r"[\s-]", "", number)
    if holder.strip() != enterprise.name:
        raise BadValue(field="户名", given=holder, allowed=f"与企业名称一致：{enterprise.name}")
    if not _NUMBER.fullmatch(digits):
        raise BadValue(field="账号", given=number, allowed="8至30位数字")
    if not _BANK_CODE.fullmatch(bank_code.strip()):
        raise BadValue(field="联行号", given=bank_code, allowed="12位数字")
    if not bank_name.strip():
        raise BadValue(field="开户银行", given="（空）", allowed="开户银行全称，具体到支行")
    return {
        "holder": holder.strip(),
        "number": digits,
        "bank_name": bank_name.strip(),
        "bank_code": bank_code.strip(),
    }


def retire_account(acting: Acting, account: BankAccount) -> BankAccount:
    """Use the account for no further order. Raises WrongState, NotAllowed, NotHere."""
    if not acting.is_platform and acting.organisation != account.enterprise:
        raise NotHere(what="收款账户")
    with writing(acting) as log:
        row = BankAccount.objects.select_for_update().get(pk=account.pk)
        row.state = ACCOUNT.move(row.state, "retire", acting)
        row.save(update_fields=["state"])
        log.note("account.retired", row, ends=row.number[-4:])
    return row


def order_due(enterprise: Organisation) -> list[PaymentOrder]:
    """Orders for whatever is approved for the enterprise and has none; within `writing`."""
    due = Reservation.objects.filter(enterprise=enterprise, state=ReservationState.COMMITTED)
    rows = due.filter(orders=None).order_by("pk").select_for_update(of=("self",))
    return order_reserved(list(rows))


def order_reserved(reservations: Iterable[Reservation]) -> list[PaymentOrder]:
    """An order for each share of `reservations` whose enterprise has an account."""
    rows = {row.pk: row for row in reservations}
    owners = {row.enterprise_id for row in rows.values()}
    accounts = {
        account.enterprise_id: account
        for account in BankAccount.objects.filter(enterprise__in=owners, state=AccountState.ACTIVE)
    }
    shares = ReservationShare.objects.filter(reservation__in=rows).order_by("pk")
    return PaymentOrder.objects.bulk_create(
        ordered(share, rows[share.reservation_id], accounts[owner], 1)
        for share in shares
        if (owner := rows[share.reservation_id].enterprise_id) in accounts
    )


def ordered(
    share: ReservationShare, reservation: Reservation, account: BankAccount, attempt: int
) -> PaymentOrder:
    """An order, not yet saved, to pay a share to an account for the `attempt`th time."""
    number = f"BZ{share.pk:010d}{attempt:02d}"
    return PaymentOrder(
        number=number + check_digit(number[2:]),
        key=f"{share.pk}/{attempt}",
        reservation=reservation,
        budget_id=share.budget_id,
        enterprise_id=reservation.enterprise_id,
        amount_fen=share.amount_fen,
        attempt=attempt,
        holder=account.holder,
        account_number=account.number,
        bank_name=account.bank_name,
        bank_code=account.bank_code,
    )


def check_digit(digits: str) -> str:
    """The Luhn digit (ISO/IEC 7812-1): a reference with one digit mistyped is none of ours."""
    doubled = [int(each) * (2 - place % 2) for place, each in enumerate(reversed(digits))]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)
