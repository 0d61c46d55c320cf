"""The report of a simulation: one HTML page that needs nothing else and prints well."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from ballast.rules import wording
from ballast.rules.derived import Vocabulary
from ballast.rules.ruleset import BENEFIT_LABELS
from ballast.simulation import charts, outlines
from ballast.simulation.outcome import Line
from ballast.simulation.run import Simulation
from ballast.simulation.telling import changes
from ballast.simulation.trial import SIZE, Pair

UNKNOWN = "未知"
#: The groupings that a report shows, with their titles.
_GROUPS = {"city": "分市", "industry": "分行业（大类）", "size": "分规模"}


def write_report(simulation: Simulation, vocabulary: Vocabulary, path: Path) -> None:
    """Write the report to `path`."""
    environment = Environment(
        loader=PackageLoader("ballast.simulation"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters |= {"money": _money, "exact": _exact, "signed": _signed, "count": _count}
    sections = [
        _section(simulation, pair, vocabulary)
        for pair in simulation.pairs
        if pair not in simulation.unjudged
    ]
    page = environment.get_template("report.html").render(
        simulation=simulation,
        day=wording.day(simulation.day),
        sections=sections,
        caption=outlines.CAPTION,
    )
    path.write_text(page, encoding="utf-8")


def _section(simulation: Simulation, pair: Pair, vocabulary: Vocabulary) -> dict[str, Any]:
    rule = pair.rule
    (total,) = simulation.by("all", rule.id)
    groups = {
        title: named(simulation.by(dimension, rule.id), dimension, vocabulary)
        for dimension, title in _GROUPS.items()
    }
    return {
        "rule": rule,
        "benefit": BENEFIT_LABELS[rule.written.benefit.kind],
        "state": "新增" if pair.before is None else "停止执行" if pair.after is None else "调整",
        "pays": rule.amount is not None,
        "changes": list(changes(pair, simulation.day)),
        "total": total,
        "groups": groups,
        "charts": _charts(simulation, pair, groups) if rule.amount is not None else {},
    }


def _charts(
    simulation: Simulation, pair: Pair, groups: dict[str, list[tuple[str, Line]]]
) -> dict[str, str]:
    """The map and the bars, by title."""
    cities = simulation.by("city", pair.rule.id)
    found = {"各市金额增减": charts.city_map(cities, simulation.facts.region or "")}
    for title in ("分行业（大类）", "分规模"):
        found[title] = charts.bars([each for each in groups[title] if each[0] != UNKNOWN])
    return {title: svg for title, svg in found.items() if svg}


def named(lines: Sequence[Line], dimension: str, vocabulary: Vocabulary) -> list[tuple[str, Line]]:
    """The lines with their groups' Chinese names."""
    return [(name(line.key, dimension, vocabulary), line) for line in lines]


def name(key: str | None, dimension: str, vocabulary: Vocabulary) -> str:
    """What people call a group."""
    if key is None:
        return UNKNOWN
    if dimension == "size":
        return vocabulary.derived["enterprise", SIZE].type.values.get(key, key)
    codelist = vocabulary.codelists.get({"city": "regions", "industry": "industries"}[dimension])
    return codelist.label(key) if codelist else key


def _money(yuan: Decimal) -> str:
    return wording.rough_money(yuan)


def _exact(yuan: Decimal) -> str:
    return f"{yuan:,.2f} 元"


def _signed(yuan: Decimal) -> str:
    return f"{'＋' if yuan > 0 else '－' if yuan < 0 else ''}{wording.rough_money(abs(yuan))}"


def _count(number: int) -> str:
    return f"{number:,}"
