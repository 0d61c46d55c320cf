"""Maps of the nation are whole."""

from __future__ import annotations

from ballast.simulation.outlines import cities, nation


def points(geometry):
    def flat(value):
        if isinstance(value[0], float | int):
            yield value
        else:
            for each in value:
                yield from flat(each)

    return list(flat(geometry["coordinates"]))


def test_the_nation_has_34_provinces_and_ten_dashes():
    features = nation()["features"]
    provinces = {f["properties"]["name"] for f in features if f["properties"]["code"]}
    assert len(provinces) == 34
    assert {"台湾省", "香港特别行政区", "澳门特别行政区", "西藏自治区"} <= provinces
    (dashes,) = (f["geometry"] for f in features if not f["properties"]["code"])
    assert (dashes["type"], len(dashes["coordinates"])) == ("MultiLineString", 10)


def test_hainan_reaches_to_the_south_of_four_degrees():
    hainan = next(f for f in nation()["features"] if f["properties"]["code"] == "460000")
    assert min(y for _, y in points(hainan["geometry"])) < 4


def test_guangdong_has_21_cities():
    assert len(cities("440000")["features"]) == 21
