"""Enrolling a phone: a one-time 绑定码 first, which the password alone does not give."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ballast_web.accounts import codes
from ballast_web.accounts.errors import NoEnrolmentCode, WrongCode, WrongEnrolmentCode
from ballast_web.accounts.models import Authenticator, EnrolmentCode
from ballast_web.errors import PlatformError
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Person
from ballast_web.kernel.writes import Log, writing

VALID = timedelta(days=7)
TRIES = 3


def authenticator_of(person: Person) -> Authenticator | None:
    """The authenticator that `person` has enrolled."""
    return Authenticator.objects.filter(user=person, confirmed=True).first()


def needs_enrolment_code() -> bool:
    """Whether enrolling asks for a 绑定码; a demonstration has nobody to hand one over."""
    return not settings.BALLAST_DEMONSTRATION


def issue(acting: Acting, person: Person) -> str:
    """A new 绑定码 of `person`, told this once; one from before is void."""
    code, now = codes.made(), timezone.now()
    fields = {"hash": codes.hashed(code), "made_at": now, "until": now + VALID, "failures": 0}
    with writing(acting) as log:
        EnrolmentCode.objects.update_or_create(person=person, defaults=fields)
        log.note("person.enrolment_code_issued", person, until=fields["until"])
    return code


def valid_until(person: Person) -> datetime | None:
    """Until when the person's 绑定码 may be used; None where there is none."""
    held = _usable(person).first()
    return held.until if held else None


def enrol(person: Person, key: int | None) -> Authenticator:
    """The authenticator that this session (`key`) is enrolling, or a new one, unconfirmed.

    Each session gets a key of its own: who knows the password alone and looked at the picture must
    not have seen the key that its owner confirms later.
    """
    pending = Authenticator.objects.filter(user=person, confirmed=False)
    found = pending.filter(pk=key).first() if key else None
    if found is None:
        pending.delete()
        found = Authenticator.objects.create(user=person, confirmed=False, name="手机验证器")
    return found


def confirm(acting: Acting, device: Authenticator, code: str, enrolment: str = "") -> None:
    """Confirm a device by its first code, let in by the person's 绑定码.

    Raises NoEnrolmentCode, WrongEnrolmentCode, WrongCode; failures are counted all the same.
    """
    with writing(acting) as log:
        wrong = _admitted(device.user, enrolment, log) or _confirmed(device, code, log)
    if wrong is not None:
        raise wrong


def _admitted(person: Person, given: str, log: Log) -> PlatformError | None:
    """What is wrong with the 绑定码; None where it is right, or none is asked for."""
    if not needs_enrolment_code():
        return None
    held = _usable(person).select_for_update().first()
    if held is None:
        return NoEnrolmentCode()
    if codes.matches(given, held.hash):
        return None
    held.failures += 1
    held.save(update_fields=["failures"])
    log.note("person.enrolment_code_wrong", person, failures=held.failures)
    left = TRIES - held.failures
    return WrongEnrolmentCode(left=left) if left else NoEnrolmentCode()


def _usable(person: Person) -> QuerySet[EnrolmentCode]:
    return EnrolmentCode.objects.filter(person=person, until__gt=timezone.now(), failures__lt=TRIES)


def _confirmed(device: Authenticator, code: str, log: Log) -> PlatformError | None:
    if not device.verify_token(code):
        return WrongCode()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    EnrolmentCode.objects.filter(person=device.user).delete()
    log.note("person.second_factor_enrolled", device.user)
    return None


def remove(person: Person) -> None:
    """Take away what `person` has enrolled; inside of a write that notes it."""
    Authenticator.objects.filter(user=person).delete()
