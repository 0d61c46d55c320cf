"""A circular submitted, approved by a second person and numbered, sent, or sent back."""

from __future__ import annotations

from django.conf import settings

from ballast_web.circulars.drafting.items import area_name
from ballast_web.circulars.errors import NoReaders, OwnText
from ballast_web.circulars.models import Circular, CircularReceipt
from ballast_web.circulars.services.stepping import stepping
from ballast_web.circulars.states import CircularKind
from ballast_web.errors import WrongSetting
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Organisation
from ballast_web.supervision.services.ordering import numbered
from ballast_web.supervision.services.stepping import needed

#: What a circular's number says of its kind.
_KINDS = {CircularKind.CIRCULAR: "通", CircularKind.MONTHLY: "报"}
#: What provinces are called in numbers of papers, by the first digits of their code.
_PROVINCES = dict(
    zip(
        [
            "11",
            "12",
            "13",
            "14",
            "15",
            "21",
            "22",
            "23",
            "31",
            "32",
            "33",
            "34",
            "35",
            "36",
            "37",
            "41",
            "42",
            "43",
            "44",
            "45",
            "46",
            "50",
            "51",
            "52",
            "53",
            "54",
            "61",
            "62",
            "63",
            "64",
            "65",
        ],
        "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新",
        strict=True,
    )
)


def submit(acting: Acting, circular: Circular) -> Circular:
    """Ask a second person to approve. Raises NoReaders, WrongState, NotAllowed."""
    with stepping(acting, circular, "submit") as held:
        if not held.units.exists():
            raise NoReaders()
    return circular


def send_back(acting: Acting, circular: Circular, reason: str) -> Circular:
    """Let the drafter correct it. Raises ReasonNeeded, WrongState, NotAllowed."""
    with stepping(acting, circular, "return", needed(reason, "退回修改")):
        pass
    return circular


def approve(acting: Acting, circular: Circular) -> Circular:
    """Approve what others wrote: it gets its number and its date, and changes no more.

    Raises OwnText, WrongState, NotAllowed.
    """
    with stepping(acting, circular, "approve") as held:
        wrote = held.steps.filter(step__in=["draft", "edit"], person=acting.person)
        if acting.person is None or held.drafted_by == acting.person or wrote.exists():
            raise OwnText()
        held.approved_by, held.dated = acting.person, today()
        held.number = numbered(f"{prefix(held.issuer)}{_KINDS[CircularKind(held.kind)]}")
    return circular


def send(acting: Acting, circular: Circular) -> Circular:
    """Send it to its units; each is asked for a receipt, its copy numbered where they are.

    Raises WrongState, NotAllowed.
    """
    with stepping(acting, circular, "send") as held:
        held.sent_at = now()
        units = enumerate(held.units.order_by("code", "pk"), 2)
        CircularReceipt.objects.bulk_create(
            CircularReceipt(circular=held, unit=unit, copy=copy if held.numbered_copies else None)
            for copy, unit in units
        )
    return circular


def prefix(unit: Organisation) -> str:
    """What the numbers of a unit's papers begin with: 粤督, 广州督. Raises WrongSetting."""
    for entry in settings.BALLAST_CIRCULAR_PREFIX:
        code, parted, given = entry.partition("=")
        if not parted or not 0 < len(given) <= 12:
            allowed = "<unit>=<prefix of at most 12 characters>, parted by commas"
            raise WrongSetting(name="BALLAST_CIRCULAR_PREFIX", given=entry, allowed=allowed)
        if code == unit.code:
            return given
    if unit.region.endswith("0000"):
        return f"{_PROVINCES.get(unit.region[:2], '国')}督"
    return f"{area_name(unit.region).removesuffix('市')[:10]}督"
