"""What somebody is in an organisation, and which roles are staff."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """A person's role in one organisation; one person may have several."""

    POLICY = "policy", "政策专员"
    OPERATIONS = "operations", "运行监测员"
    SUPERVISOR = "supervisor", "督查专员"
    LEADER = "leader", "领导"
    COMMISSIONER = "commissioner", "工业振兴特派员"
    APPROVER = "approver", "审批人"
    FINANCE = "finance", "财务专员"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "系统管理员"
    OWNER = "owner", "企业负责人"
    CLERK = "clerk", "企业经办人"
    BANKER = "banker", "银行经办人"


STAFF = frozenset(
    {
        Role.POLICY,
        Role.OPERATIONS,
        Role.SUPERVISOR,
        Role.LEADER,
        Role.COMMISSIONER,
        Role.APPROVER,
        Role.FINANCE,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)
ENTERPRISE = frozenset({Role.OWNER, Role.CLERK})
BANK = frozenset({Role.BANKER})
SIGNED_IN = STAFF | ENTERPRISE | BANK


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    GOVERNMENT = "government", "政府单位"
    ENTERPRISE = "enterprise", "企业"
    BANK = "bank", "银行"


class Level(models.TextChoices):
    """How far a government unit's territory reaches."""

    NATIONAL = "national", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    COUNTY = "county", "县级"


#: Roles by the kind of organisation in which they exist.
ROLES_OF = {
    OrganisationKind.GOVERNMENT: STAFF,
    OrganisationKind.ENTERPRISE: ENTERPRISE,
    OrganisationKind.BANK: BANK,
}

#: How many digits of a region's code (GB/T 2260) say that it lies in a unit's territory.
REACH = {Level.NATIONAL: 0, Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6}
