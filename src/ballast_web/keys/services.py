"""Making, recognising and revoking keys."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import date

from ballast_web.errors import BadValue
from ballast_web.kernel.acting import Acting, memberships_on
from ballast_web.kernel.clock import now, today
from ballast_web.kernel.models import Membership
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing
from ballast_web.keys.models import ApiKey, Scope

_PREFIX = "blst_"
MAKERS = frozenset({Role.ADMINISTRATOR, Role.OWNER})


def make_key(
    acting: Acting,
    membership: Membership,
    name: str,
    scopes: Collection[str],
    until: date | None = None,
    per_minute: int = 600,
) -> tuple[ApiKey, str]:
    """A new key for a role, and its secret, which is shown this once. Raises BadValue, NotAllowed.

    An owner makes keys for the enterprise's own people, an administrator for anybody's role.
    """
    acting.must_be(MAKERS, "签发接口密钥")
    unknown = sorted(set(scopes) - set(Scope.values))
    if unknown or not scopes:
        allowed = "、".join(Scope.values)
        raise BadValue(field="权限", given="、".join(unknown), allowed=f"至少一项：{allowed}")
    secret = _PREFIX + secrets.token_urlsafe(32)
    with writing(acting) as log:
        key = ApiKey.objects.create(
            membership=membership,
            name=name,
            beginning=secret[:12],
            digest=digest(secret),
            scopes=sorted(scopes),
            until=until,
            per_minute=per_minute,
            made_by=acting.person,
        )
        log.note("key.made", key, of=str(membership), scopes=sorted(scopes), until=until)
    return key, secret


def revoke(acting: Acting, key: ApiKey) -> None:
    """The key is good for nothing from now on. Raises NotAllowed."""
    acting.must_be(MAKERS, "停用接口密钥")
    with writing(acting) as log:
        key.revoked_at = now()
        key.save(update_fields=["revoked_at"])
        log.note("key.revoked", key)


def digest(secret: str) -> str:
    """What is kept of a secret: random and long, it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def recognised(secret: str) -> tuple[ApiKey, Acting] | None:
    """The key with that secret and who acts by it; None where it or the role has ended."""
    found = ApiKey.objects.select_related("membership__person", "membership__organisation")
    key = found.filter(digest=digest(secret)).first()
    if key is None or not key.holds_on(today()):
        return None
    person = key.membership.person
    held = memberships_on(person, today()).filter(pk=key.membership_id).exists()
    return (key, Acting(key.membership)) if held and person.is_active else None
