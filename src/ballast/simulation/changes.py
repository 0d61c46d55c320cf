"""Changed policies for a trial: single values replaced, or a draft laid over what is in force."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ballast.errors import BadSetting, NotFound
from ballast.rules.library import Library, rule_files
from ballast.rules.rule import Rule
from ballast.sources import read

#: What of a rule set can be replaced beside its parameters and conditions.
PLACES = {"effect.from": ("effect", "from"), "effect.to": ("effect", "to")} | {
    "benefit.amount": ("benefit", "amount")
}


@dataclass(frozen=True)
class Setting:
    """One replacement: of the rule that `rule` names, `place` becomes `value`."""

    rule: str
    place: str
    value: str

    def __str__(self) -> str:
        return f"{self.rule}.{self.place}＝{self.value}"


def setting(text: str) -> Setting:
    """`RULE.PLACE=VALUE` as a setting. Raises BadSetting."""
    left, equals, value = text.partition("=")
    rule, place = _split(left.strip())
    if not (equals and rule and place and value.strip()):
        raise BadSetting(given=text, allowed="RULE.PLACE=VALUE")
    return Setting(rule, place, value.strip())


def _split(left: str) -> tuple[str, str]:
    for place in PLACES:
        if left.endswith(f".{place}"):
            return left[: -len(place) - 1], place
    rule, _, place = left.rpartition(".")
    return rule, place


def write_changed(library: Library, settings: Sequence[Setting], folder: Path) -> None:
    """Write the library's rule sets into `folder`, with the settings. Raises BadSetting, NoRule."""
    data = {rule.id: read(rule.path).data for rule in library.rules}
    for each in settings:
        rule = library.one(each.rule)
        _replace(data[rule.id], each, rule)
    for name, content in data.items():
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _replace(data: dict[str, Any], each: Setting, rule: Rule) -> None:
    if each.place in PLACES:
        section, key = PLACES[each.place]
        data[section][key] = _scalar(each.value, each) if section == "effect" else each.value
        return
    parameter = _named(data.get("parameters") or {}, each.place)
    if parameter is not None:
        parameter["values"] = {rule.written.effect.start: each.value}
    elif each.place in data["conditions"]:
        data["conditions"][each.place]["is"] = each.value
    else:
        raise BadSetting(given=each, allowed=", ".join(_places(data)))


def _named(parameters: Mapping[str, Any], place: str) -> dict[str, Any] | None:
    """The parameter of that identifier or label."""
    found = (item for name, item in parameters.items() if place in (name, item["label"]))
    return next(found, None)


def _scalar(value: str, each: Setting) -> date | None:
    try:
        return None if value == "null" else date.fromisoformat(value)
    except ValueError:
        raise BadSetting(given=each, allowed="a day such as 2023-06-30, or null") from None


def _places(data: Mapping[str, Any]) -> Iterator[str]:
    for name, item in (data.get("parameters") or {}).items():
        yield f"{name} ({item['label']})"
    yield from data["conditions"]
    yield from PLACES


def lay_over(draft: Path, folder: Path) -> None:
    """Copy the draft's rule sets over those in `folder`. Raises NotFound without any."""
    found = list(rule_files(draft))
    if not found:
        raise NotFound(
            what="a rule set (<issuer>/<year>-<slug>/<measure>.yaml)", path=draft, option="--draft"
        )
    for path in found:
        target = folder / path.relative_to(draft)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
