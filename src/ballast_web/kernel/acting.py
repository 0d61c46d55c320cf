"""Who acts, and as what: every service is told, and the audit log writes it down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from ballast_web.errors import NotAllowed
from ballast_web.kernel.models import Membership, Organisation, Person
from ballast_web.kernel.roles import BANK, ENTERPRISE, STAFF, Role


@dataclass(frozen=True)
class Acting:
    """A person in one of their roles; without a membership, the platform itself at its work."""

    membership: Membership | None = None
    task: str = ""

    @property
    def person(self) -> Person | None:
        """Who acts; None is the platform itself."""
        return self.membership.person if self.membership else None

    @property
    def role(self) -> Role | None:
        """As what; None is the platform itself."""
        return Role(self.membership.role) if self.membership else None

    @property
    def organisation(self) -> Organisation | None:
        """For whom; None is the platform itself."""
        return self.membership.organisation if self.membership else None

    @property
    def of_staff(self) -> bool:
        """Whether a government unit acts."""
        return self.role in STAFF

    @property
    def of_enterprise(self) -> bool:
        """Whether an enterprise acts."""
        return self.role in ENTERPRISE

    @property
    def of_bank(self) -> bool:
        """Whether a bank acts."""
        return self.role in BANK

    @property
    def is_platform(self) -> bool:
        """Whether no person acts."""
        return self.membership is None

    def must_be(self, roles: Collection[Role], what: str) -> None:
        """Raises NotAllowed unless one of `roles` acts, or the platform itself."""
        if self.role is not None and self.role not in roles:
            raise NotAllowed(role=self.role.label, what=what)

    def __str__(self) -> str:
        if self.membership is None:
            return f"平台：{self.task}" if self.task else "平台"
        return f"{self.membership.get_role_display()}＠{self.membership.organisation.code}"


def platform(task: str) -> Acting:
    """The platform itself at a named piece of work."""
    return Acting(task=task)


def memberships_on(person: Person, day: date) -> QuerySet[Membership]:
    """The roles that `person` has on `day`, the oldest first."""
    ends = Q(until__isnull=True) | Q(until__gte=day)
    held = person.memberships.filter(ends, since__lte=day, organisation__active=True)
    return held.select_related("organisation", "person").order_by("since", "pk")
