"""What is intended to be granted: names and amounts, and how to object."""

from __future__ import annotations

from ballast_web.applications.access import access_publicity
from ballast_web.pages.listing import Column, Listing
from ballast_web.pages.page import EVERYBODY, Request, Response, page

AMOUNT = "components/application/amount.html"
COLUMNS = (
    Column("企业", lambda row: row.enterprise.name, sort="enterprise__name"),
    Column("措施", lambda row: row.label, sort="label"),
    Column("依据", lambda row: f"{row.policy}{row.measure}"),
    Column("拟核准金额", lambda row: row.amount_fen, "amount_fen", "money", template=AMOUNT),
    Column("公示起", lambda row: row.public_from, sort="public_from", kind="day"),
    Column("公示止", lambda row: row.public_until, sort="public_until", kind="day"),
)


@page("publicity/", title="公示", roles=EVERYBODY, menu=14, theme="公开服务", icon="speakerphone")
def publicity(request: Request) -> Response:
    """The list of today."""
    rows = access_publicity().order_by("public_until", "pk")
    listing = Listing(
        request,
        rows,
        COLUMNS,
        name="公示名单",
        empty="目前没有正在公示的申报。公示期满的不再列出。",
    )
    return listing.exported() or publicity.render(request, listing=listing)
