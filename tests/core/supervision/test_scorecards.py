"""Scorecards: weights as data, points, ties, and what is not known."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.content import home
from ballast.errors import Invalid, NotFound
from ballast.supervision.periods import span_on
from ballast.supervision.scorecards import Version, load_scorecards, ranking

KNOWN = {"on_course", "reports_on_time"}
TEXT = """\
label: 季度评价
period: quarter
source: 测试
versions:
  - from: 2022-07-01
    published_on: 2022-06-30
    points: share
    indicators:
      - {key: on_course, label: 按序时推进, source: 灯色, weight: 60}
      - {key: reports_on_time, label: 按时填报, source: 填报, weight: 40}
"""
CITIES = ["440100", "440300", "440600", "441300", "441900"]


def written(tmp_path, text=TEXT):
    (tmp_path / "scorecards").mkdir(exist_ok=True)
    (tmp_path / "scorecards" / "quarter.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def version(points="share", weights=(60, 40), none="unknown"):
    indicators = [
        {"key": key, "label": key, "source": "测试", "weight": Decimal(weight), "none": none}
        for key, weight in zip("ab", weights, strict=True)
    ]
    fields = {"from": date(2022, 7, 1), "published_on": date(2022, 6, 1)}
    return Version.model_validate({**fields, "points": points, "indicators": indicators})


def values(a, b):
    def of(row):
        return {city: None if each is None else Decimal(each) for city, each in row.items()}

    return {"a": of(a), "b": of(b)}


def totals(found):
    return {each.city: (each.rank, each.total) for each in found}


def test_the_scorecards_of_the_repository_are_sound():
    known = {"on_course", "targets_complete", "duties_met", "reports_on_time", "orders_answered"}
    found = load_scorecards(home("supervision"), known)
    assert {"quarter", "year"} <= set(found)


def test_a_scorecard_is_read_with_its_version_of_a_period(tmp_path):
    card = load_scorecards(written(tmp_path), KNOWN)["quarter"]
    assert card.on(span_on(date(2022, 6, 30), "quarter")) is None
    assert card.on(span_on(date(2022, 7, 1), "quarter")) is card.written.versions[0]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight: 40", "weight: 39.9", "weights of 99.9 in all"),
        ("2022-06-30", "2022-07-01", "a day before 2022-07-01"),
        ("2022-06-30", "2022-08-01", "a day before 2022-07-01"),
        ("from: 2022-07-01", "from: 2022-07-02", "the first day of a quarter"),
        ("reports_on_time", "gdp", "on_course, reports_on_time"),
        ("reports_on_time", "on_course", "a second time"),
        ("weight: 60", "weight: 0", "greater than 0"),
        ("points: share", "points: whim", "share"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(tmp_path, old, new, said):
    with pytest.raises(Invalid, match=said) as found:
        load_scorecards(written(tmp_path, TEXT.replace(old, new, 1)), KNOWN)
    assert found.value.problems[0].line > 1


def test_versions_stand_in_order(tmp_path):
    again = TEXT.partition("versions:\n")[2]
    with pytest.raises(Invalid, match="a day after 2022-07-01"):
        load_scorecards(written(tmp_path, TEXT + again), KNOWN)


def test_a_folder_without_scorecards_is_told(tmp_path):
    with pytest.raises(NotFound):
        load_scorecards(tmp_path, KNOWN)


def test_a_share_earns_its_part_of_the_weight_rounded_half_up():
    found = ranking(version(), ["440100"], values({"440100": "0.333325"}, {"440100": "0.5"}))
    assert found[0].points == {"a": Decimal("20.00"), "b": Decimal("20.00")}
    found = ranking(version(), ["440100"], values({"440100": "0.33325"}, {"440100": "0"}))
    assert found[0].points["a"] == Decimal("20.00")
    found = ranking(version(), ["440100"], values({"440100": "0.000083333"}, {"440100": "0"}))
    assert found[0].points["a"] == Decimal("0.00")
    found = ranking(version(), ["440100"], values({"440100": "0.00008334"}, {"440100": "0"}))
    assert found[0].points["a"] == Decimal("0.01")


def test_between_the_worst_and_the_best():
    row = {"440100": "3", "440300": "1", "440600": "2"}
    found = ranking(version("minmax"), CITIES[:3], values(row, dict.fromkeys(row, "7")))
    assert totals(found) == {
        "440100": (1, Decimal("100.00")),
        "440600": (2, Decimal("70.00")),
        "440300": (3, Decimal("40.00")),
    }


def test_places_earn_points_and_equal_values_the_same():
    row = {"440100": "3", "440300": "3", "440600": "2"}
    found = ranking(version("rank"), CITIES[:3], values(row, row))
    assert totals(found) == {
        "440100": (1, Decimal("100.00")),
        "440300": (1, Decimal("100.00")),
        "440600": (3, Decimal("33.33")),
    }


def test_a_value_that_is_not_known_leaves_the_total_unknown_and_is_named():
    found = ranking(
        version(), CITIES[:2], values({"440100": None, "440300": "0"}, dict.fromkeys(CITIES, "1"))
    )
    assert totals(found) == {"440300": (1, Decimal("40.00")), "440100": (None, None)}
    assert found[-1].missing == ("a",)
    assert found[-1].points["a"] is None


def test_who_has_nothing_to_count_gets_what_the_file_says():
    given_ = values({}, {"440100": "1"})
    assert ranking(version(), ["440100"], given_)[0].missing == ("a",)
    full = ranking(version(none="full"), ["440100"], given_)[0]
    assert (full.total, full.values["a"]) == (Decimal("100.00"), None)
    unknown = ranking(version(none="full"), ["440100"], values({"440100": None}, {"440100": "1"}))
    assert unknown[0].total is None


def test_a_share_beyond_the_whole_is_no_share():
    with pytest.raises(ValueError, match="outside 0 to 1"):
        ranking(version(), ["440100"], values({"440100": "1.01"}, {"440100": "1"}))


shares = st.none() | st.integers(0, 100).map(lambda each: Decimal(each) / 100)
rows = st.fixed_dictionaries(dict.fromkeys(CITIES, shares))
methods = st.sampled_from(["share", "minmax", "rank"])


@given(methods, rows, rows, st.permutations(CITIES))
def test_the_order_in_which_cities_come_does_not_matter(points, a, b, order):
    turned = {key: {city: row[city] for city in order} for key, row in (("a", a), ("b", b))}
    found = ranking(version(points), order, turned)
    assert found == ranking(version(points), CITIES, {"a": a, "b": b})


@given(methods, rows, rows)
def test_totals_lie_within_the_weights_and_only_the_known_have_a_place(points, a, b):
    for each in ranking(version(points), CITIES, {"a": a, "b": b}):
        known = a[each.city] is not None and b[each.city] is not None
        assert known == (each.total is not None) == (each.rank is not None) == (not each.missing)
        assert each.total is None or 0 <= each.total <= 100


@given(rows, rows, st.integers(1, 9))
def test_scaled_weights_scale_the_totals_and_keep_the_places(a, b, by):
    given_ = {"a": a, "b": b}
    found = ranking(version(), CITIES, given_)
    scaled = ranking(version(weights=(60 * by, 40 * by)), CITIES, given_)
    assert [(each.city, each.rank) for each in scaled] == [(one.city, one.rank) for one in found]
    for one, other in zip(found, scaled, strict=True):
        assert other.total == (None if one.total is None else one.total * by)


@given(methods, rows, rows, st.sampled_from(CITIES))
def test_a_city_that_betters_itself_never_falls_behind(points, a, b, city):
    if a[city] is None:
        return
    before = ranking(version(points), CITIES, {"a": a, "b": b})
    after = ranking(version(points), CITIES, {"a": {**a, city: Decimal(1)}, "b": b})
    places = [{each.city: each.rank for each in found}[city] for found in (before, after)]
    assert places == [None, None] or places[1] <= places[0]
