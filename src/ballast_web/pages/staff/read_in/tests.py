"""Correcting what was read, through the page."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from web_fixtures import DOCUMENT

from ballast_web.catalogue import documents
from ballast_web.catalogue.models import Draft
from ballast_web.kernel.roles import Role
from ballast_web.pages.staff.read_in.view import pieces

pytestmark = pytest.mark.django_db


def test_the_pieces_are_the_whole_text_whatever_the_marks():
    marks = [{"kind": "unit", "start": a, "end": b} for a, b in ((3, 5), (4, 6), (0, 2), (8, 99))]
    found = list(pieces("0123456789", {"span": [2, 7], "marks": marks}))
    assert "".join(piece.text for piece in found) == "0123456789"


def test_a_measure_is_corrected_and_the_next_one_shown(
    at_once, small_library, province, acting, signed_in
):
    officer = acting(Role.POLICY, province)
    document = documents.upload(officer, ContentFile(DOCUMENT.encode(), "措施.txt"))
    client = signed_in(officer)
    address = reverse("staff.read_in", kwargs={"pk": document.pk})
    given = {"place": "0", "name": "技改补助", "summary": "给补助。", "kinds": ["benefit", "task"]}
    units = "省工业厅（牵头）\n\n省财政厅\n"
    response = client.post(address, {**given, "units": units, "next": "1"})
    assert response.url == f"{address}?measure=1"
    document.refresh_from_db()
    first = document.reading["measures"][0]
    assert (first["name"], first["kinds"]) == ("技改补助", ["benefit", "task"])
    assert first["units"][0] == {"unit": "省工业厅", "role": "lead"}
    client.post(address, {"action": "accept", "issuer": "guangdong", "slug": "2022-umbrellas"})
    paths = Draft.objects.get().files.values_list("path", flat=True)
    assert sorted(paths) == [
        "guangdong/2022-umbrellas/measures.yaml",
        "guangdong/2022-umbrellas/policy.yaml",
    ]
