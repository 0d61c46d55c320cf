"""Public money of a project: granted, spent, and by when it must be."""

from __future__ import annotations

from datetime import date

from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.projects.errors import TooMuchSpent
from ballast_web.projects.models import Funding, Project
from ballast_web.projects.services.stepping import handling
from ballast_web.projects.states import FundKind


def spend_by(kind: str, granted_on: date) -> date:
    """By when money must be spent where nothing else is ordered.

    Bonds of the first half of a year by the end of October, all else by the end of the year
    (2022年广西稳增长后续措施三、).
    """
    if kind == FundKind.BOND and granted_on.month <= 6:
        return date(granted_on.year, 10, 31)
    return date(granted_on.year, 12, 31)


def grant(
    acting: Acting,
    project: Project,
    kind: str,
    granted_fen: int,
    granted_on: date,
    until: date | None = None,
    note: str = "",
) -> Funding:
    """Money has come in. Raises BadValue, NotAllowed, NotHere, NotYours."""
    kind = FundKind(kind)
    until = until or spend_by(kind, granted_on)
    if granted_fen <= 0:
        raise BadValue(field="到位资金", given=f"{granted_fen / 100:.2f}元", allowed="大于零的金额")
    if granted_on > today():
        raise BadValue(field="到位日期", given=f"{granted_on}", allowed=f"不晚于{today()}")
    if until < granted_on:
        raise BadValue(field="支出时限", given=f"{until}", allowed=f"不早于到位日期{granted_on}")
    said = f"{kind.label}{granted_fen / 100:,.2f}元，{until}前支出完毕"
    with handling(acting, project, "grant", "资金到位", said) as held:
        return Funding.objects.create(
            project=held,
            kind=kind,
            granted_fen=granted_fen,
            granted_on=granted_on,
            spend_by=until,
            note=note.strip()[:200],
        )


def spend(acting: Acting, funding: Funding, spent_fen: int, said: str = "") -> Funding:
    """So much is spent in all by today. Raises TooMuchSpent, BadValue, NotAllowed, NotYours."""
    if spent_fen < 0:
        raise BadValue(field="累计支出", given=f"{spent_fen / 100:.2f}元", allowed="不小于零的金额")
    told = f"{funding.get_kind_display()}累计支出{spent_fen / 100:,.2f}元。{said}"
    with handling(acting, funding.project, "spend", "资金支出", told) as held:
        row = held.fundings.filter(pk=funding.pk).first()
        if row is None:
            raise NotHere(what="这笔资金")
        if spent_fen > row.granted_fen:
            given, limit = f"{spent_fen / 100:,.2f}", f"{row.granted_fen / 100:,.2f}"
            raise TooMuchSpent(what="累计支出", given=given, limit_name="到位资金", limit=limit)
        row.spent_fen, row.spent_on = spent_fen, today()
        row.save(update_fields=["spent_fen", "spent_on"])
    funding.refresh_from_db()
    return funding
