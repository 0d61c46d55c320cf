"""A circular taken away as a document."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from ballast.supervision.periods import span_on
from ballast_web.circulars import services
from ballast_web.circulars.states import CircularKind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.mark.parametrize("kind", list(CircularKind))
@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_a_document_is_named_by_its_title(
    supervisor, make_task, on_the_day, signed_in, form, begins, kind
):
    make_task("440100-government")
    made = services.draft(supervisor, kind, span_on(on_the_day, "month"))
    answer = signed_in(supervisor).get(f"/staff/circular/{made.pk}/{form}/")
    assert answer.content.startswith(begins)
    assert f"{made.title}.{form}" in unquote(answer["Content-Disposition"])


def test_a_format_that_is_none_is_not_there(supervisor, make_task, on_the_day, signed_in):
    make_task("440100-government")
    made = services.draft(supervisor, CircularKind.CIRCULAR, span_on(on_the_day, "month"))
    assert signed_in(supervisor).get(f"/staff/circular/{made.pk}/odt/").status_code == 404


def test_a_draft_is_no_paper_of_those_it_will_go_to(
    supervisor, make_task, on_the_day, city_officer, signed_in
):
    make_task("440100-government")
    made = services.draft(supervisor, CircularKind.CIRCULAR, span_on(on_the_day, "month"))
    assert signed_in(city_officer).get(f"/staff/circular/{made.pk}/docx/").status_code == 404
