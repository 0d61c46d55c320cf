"""Typical cases: proposed, published by somebody else, found by words."""

import pytest
from django.test import Client

from ballast_web.scorecards.models import PracticeCase

pytestmark = pytest.mark.usefixtures("on_the_day", "units")
STAFF, PUBLIC = "/staff/cases/", "/cases/"
GIVEN = {
    "action": "propose",
    "title": "链主企业带动中小企业上云",
    "package": "guangdong/2022-industrial-growth",
    "clause": "（三十一）",
    "text": "以数字化转型补贴撬动<b>产业链</b>",
}


@pytest.fixture
def proposed(signed_in, city_officer):
    assert signed_in(city_officer).post(STAFF, GIVEN).status_code == 302
    return PracticeCase.objects.get()


def publish(client, case):
    return client.post(STAFF, {"action": "publish", "case": case.pk})


def test_everybody_reads_a_case_once_it_is_published(signed_in, supervisor, proposed):
    assert proposed.title not in Client().get(PUBLIC).content.decode()
    assert publish(signed_in(supervisor), proposed).status_code == 302
    shown = Client().get(PUBLIC).content.decode()
    assert proposed.title in shown
    assert "（三十一）" in shown
    assert "<b>产业链" not in shown
    assert publish(signed_in(supervisor), proposed).status_code == 409


def test_it_is_found_by_all_its_words(signed_in, supervisor, proposed):
    publish(signed_in(supervisor), proposed)
    for words, found in (("链主 数字化", True), ("链主 纺织", False), ("%", False)):
        assert (proposed.title in Client().get(PUBLIC, {"q": words}).content.decode()) is found


def test_nobody_publishes_their_own(signed_in, supervisor, city_officer):
    client = signed_in(supervisor)
    client.post(STAFF, GIVEN)
    own = PracticeCase.objects.get()
    assert publish(client, own).status_code == 403
    assert publish(signed_in(city_officer), own).status_code == 404


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", " "), ("package", "a/b"), ("clause", "（九十九）"), ("text", "")],
)
def test_a_case_belongs_to_a_measure_and_says_something(signed_in, city_officer, name, value):
    assert signed_in(city_officer).post(STAFF, {**GIVEN, name: value}).status_code == 422
    assert not PracticeCase.objects.exists()
