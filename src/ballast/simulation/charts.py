"""Charts of a simulation as SVG, to stand in a page without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import vl_convert as vlc

from ballast.rules.wording import rough_money
from ballast.simulation.outcome import Line
from ballast.simulation.outlines import cities

_FONT = "PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif"
#: Less, none, more: to be told apart by everybody, and in print.
_LESS, _MORE, _BEFORE = "#b5482a", "#1f6f78", "#b9c4cc"
_LEGEND = alt.Legend(title="增减（万元）", orient="bottom", gradientLength=260, format=",.0f")
#: How many groups a chart of bars shows; the table beside it has them all.
MOST_BARS = 12

Named = Sequence[tuple[str, Line]]


def bars(groups: Named) -> str:
    """Cost before and after in 万元, one pair of bars a group, the largest change first."""
    shown = sorted(groups, key=lambda each: -abs(each[1].cost_after - each[1].cost_before))
    rows = [
        {"组": name, "方案": label, "万元": float(cost / 10_000), "说明": rough_money(cost)}
        for name, line in shown[:MOST_BARS]
        for label, cost in (("现行", line.cost_before), ("调整后", line.cost_after))
    ]
    names = [name for name, _ in shown[:MOST_BARS]]
    chart = (
        alt.Chart({"values": rows})
        .mark_bar()
        .encode(
            y=alt.Y("组:N", sort=names, title=None, axis=alt.Axis(labelLimit=160)),
            yOffset=alt.YOffset("方案:N", sort=["现行", "调整后"]),
            x=alt.X("万元:Q", title="金额（万元）", axis=alt.Axis(format=",.0f", tickCount=5)),
            color=alt.Color(
                "方案:N",
                scale=alt.Scale(domain=["现行", "调整后"], range=[_BEFORE, _MORE]),
                legend=alt.Legend(title=None, orient="top"),
            ),
        )
        .properties(width=420, height=alt.Step(13))
    )
    return _svg(chart)


def city_map(lines: Sequence[Line], province: str) -> str:
    """The change of cost by city in 万元, on the outlines of `province`; empty without a city."""
    outlines = cities(province)
    change = {line.key: (line.cost_after - line.cost_before) / 10_000 for line in lines if line.key}
    features = outlines["features"]
    for feature in features:
        feature["properties"]["万元"] = float(change.get(feature["properties"]["code"], 0))
    if not features:
        return ""
    most = max((abs(float(value)) for value in change.values()), default=0) or 1
    data = {"values": outlines, "format": {"property": "features", "type": "json"}}
    shape = (
        alt.Chart(data)
        .mark_geoshape(stroke="white", strokeWidth=0.8)
        .encode(
            color=alt.Color(
                "properties.万元:Q",
                scale=alt.Scale(domain=[-most, 0, most], range=[_LESS, "#f2f0ea", _MORE]),
                legend=alt.Legend(
                    title="增减（万元）", orient="bottom", gradientLength=260, format=",.0f"
                ),
            )
        )
    )
    return _svg(shape.project("mercator").properties(width=460, height=380))


def _svg(chart: Any) -> str:
    themed = chart.configure(font=_FONT).configure_view(stroke=None)
    return vlc.vegalite_to_svg(themed.to_dict(validate=False))
