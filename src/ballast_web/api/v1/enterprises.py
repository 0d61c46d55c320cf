"""The enterprises that a key's holder may look into."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema

from ballast_web.api.authentication import ApiRequest, KeyHolder
from ballast_web.api.lookup import enterprise_by
from ballast_web.api.paging import paged
from ballast_web.api.problems import READING
from ballast_web.kernel.access import access_enterprises
from ballast_web.kernel.models import Organisation
from ballast_web.keys.models import Scope

router = Router(auth=KeyHolder(Scope.READ_ENTERPRISES))


class EnterpriseOut(Schema):
    """An enterprise by its 统一社会信用代码; `region` is a code of GB/T 2260."""

    code: str
    name: str
    region: str
    active: bool


class Enterprises(Schema):
    """A page of enterprises; `next` is the cursor of what follows, null at the end."""

    items: list[EnterpriseOut]
    next: str | None


@router.get("", response={200: Enterprises, **READING}, summary="企业名录")
def enterprises(
    request: ApiRequest, cursor: str = "", limit: int = 50, region: str = ""
) -> dict[str, Any]:
    """The enterprises of one's territory, an enterprise itself; `region` is how a code begins."""
    rows = access_enterprises(request.acting).filter(region__startswith=region)
    return paged(rows, cursor, limit, _told)


@router.get("/{code}", response={200: EnterpriseOut, **READING}, summary="一家企业")
def enterprise(request: ApiRequest, code: str) -> dict[str, Any]:
    """One enterprise by its code."""
    return _told(enterprise_by(request.acting, code))


def _told(found: Organisation) -> dict[str, Any]:
    names = ("code", "name", "region", "active")
    return {name: getattr(found, name) for name in names}
