"""A circular that the unit was sent: opening it leaves one receipt."""

from __future__ import annotations

import pytest
from tests.web.circular_objects import receipt_of

from ballast_web.kernel.roles import Role

pytestmark = pytest.mark.django_db


def test_the_first_reader_leaves_the_units_receipt(city, acting, signed_in):
    receipt = receipt_of("own")
    address = f"/staff/received-circular/{receipt.pk}/"
    first = acting(Role.OPERATIONS, city)
    page = signed_in(first).get(address).content.decode()
    assert "没有已下达的任务。" in page
    signed_in(acting(Role.LEADER, city)).get(address)
    receipt.refresh_from_db()
    assert (receipt.person, receipt.read_at is not None) == (first.person, True)


def test_what_went_to_another_unit_is_not_there(city, acting, signed_in):
    address = f"/staff/received-circular/{receipt_of('foreign').pk}/"
    assert signed_in(acting(Role.OPERATIONS, city)).get(address).status_code == 404
