"""恢复码: ten codes for the day on which the phone is not at hand."""

from __future__ import annotations

from django_otp import verify_token

from ballast_web.accounts import codes
from ballast_web.accounts.errors import WrongCode, WrongRecoveryCode
from ballast_web.accounts.models import Authenticator, RecoveryCode, RecoverySheet
from ballast_web.accounts.services.enrolment import authenticator_of
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Person
from ballast_web.kernel.writes import writing

NUMBER = 10


def left(person: Person) -> int:
    """How many recovery codes `person` has not used."""
    return RecoveryCode.objects.filter(sheet__user=person).count()


def make(acting: Acting, person: Person) -> list[str]:
    """Ten new recovery codes, told this once; those from before are void."""
    made = [codes.made() for _ in range(NUMBER)]
    hashes = [codes.hashed(code) for code in made]
    with writing(acting) as log:
        sheet, _ = RecoverySheet.objects.get_or_create(user=person, defaults={"name": "恢复码"})
        sheet.codes.all().delete()
        RecoveryCode.objects.bulk_create(RecoveryCode(sheet=sheet, hash=each) for each in hashes)
        log.note("person.recovery_codes_made", person, number=NUMBER)
    return made


def show(person: Person, code: str) -> Authenticator:
    """The authenticator of which `code` is. Raises WrongCode; a code serves once."""
    device = authenticator_of(person)
    found = device and verify_token(person, device.persistent_id, code.strip())
    if not found:
        raise WrongCode
    return found


def recover(acting: Acting, person: Person, code: str) -> RecoverySheet:
    """The sheet of which `code` was; it is used up. Raises WrongRecoveryCode."""
    with writing(acting) as log:
        held = RecoverySheet.objects.select_for_update().filter(user=person).first()
        right = held is not None and held.verify_token(code)
        action = "person.recovery_code_used" if right else "person.recovery_code_wrong"
        log.note(action, person, left=left(person))
    if held is None or not right:
        raise WrongRecoveryCode
    return held
