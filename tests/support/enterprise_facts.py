"""Facts of an enterprise for tests: a small manufacturer that rents state-owned rooms."""

from __future__ import annotations

from datetime import date

from ballast_web.enterprises.models import FactRow, Snapshot

DAY = date(2022, 12, 31)
RENT = "guangdong/2022-industrial-growth/05-rent-relief"
SIZE_FACTS = {"industry": "C3985", "revenue": "50000000.00"}


def fact_rows(firm, **facts):
    """Rows of `firm` as registers have them: of itself, and of one lease of 10,000 a month."""
    taken = Snapshot.objects.create(
        path="",
        as_of=date(2022, 6, 30),
        known=date(2022, 6, 30),
        tables={"enterprise": 1, "lease": 1},
    )
    own = {"kind": "company", "city": "440100", "county": firm.region, **SIZE_FACTS, **facts}
    lease = {
        "state_owned": True,
        "county": "440106",
        "risk_listed": False,
        "monthly_rent": "10000.00",
        "months_leased": 12,
    }
    for table, key, values in (
        ("enterprise", firm.code, {"uscc": firm.code, "name": firm.name, **own}),
        ("lease", "ZL1", {"lease": "ZL1", "uscc": firm.code, **lease}),
    ):
        FactRow.objects.create(
            snapshot=taken,
            enterprise=firm,
            table=table,
            key=key,
            values={name: value for name, value in values.items() if value is not None},
            source="测试登记",
            as_of=taken.as_of,
        )
