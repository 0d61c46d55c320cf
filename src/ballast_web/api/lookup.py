"""What resources find by the names that the API knows them by."""

from __future__ import annotations

from ballast.rules.rule import Rule
from ballast_web.catalogue.library import current
from ballast_web.errors import NotHere
from ballast_web.kernel.access import access_enterprises
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.models import Organisation


def enterprise_by(acting: Acting, code: str) -> Organisation:
    """The enterprise with that code, if `acting` may look into it. Raises NotHere."""
    found = access_enterprises(acting).filter(code=code).first()
    if found is None:
        raise NotHere(what="这家企业")
    return found


def rule_by(name: str) -> Rule:
    """The published rule of that identifier. Raises NotHere."""
    found = next((rule for rule in current().library.rules if rule.id == name), None)
    if found is None:
        raise NotHere(what=f"规则“{name}”")
    return found
