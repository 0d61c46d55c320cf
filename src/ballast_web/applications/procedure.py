"""How applications are handled: days allowed, publicity, where automatic ones begin; all dated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ballast.rules.ruleset import BenefitKind
from ballast_web.applications.errors import WrongProcedure

#: What a procedure need not say.
_OPTIONAL = ("window_until",)
Start = Literal["reviewing", "recommended"]


class _Layer(BaseModel):
    """What one layer says: values by the day from which they hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    review_days: dict[date, int] | None = None
    supplement_days: dict[date, int] | None = None
    publicity_days: dict[date, int] | None = None
    decision_days: dict[date, int] | None = None
    automatic_start: dict[date, Start] | None = None
    paid: dict[date, bool] | None = None
    window_until: dict[date, date] | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    default: _Layer
    kinds: dict[BenefitKind, _Layer] = Field(default_factory=dict)
    rules: dict[str, _Layer] = Field(default_factory=dict)


@dataclass(frozen=True)
class Procedure:
    """How one measure is handled on one day; days are working days.

    `automatic_start` is the state in which an automatic case begins; `paid` says whether the
    treasury pays what is approved. `window_until` is the last day on which one may apply; None
    where one may at any time.
    """

    review_days: int
    supplement_days: int
    publicity_days: int
    decision_days: int
    automatic_start: Start
    paid: bool
    window_until: date | None = None


def procedure_of(rule: str, kind: str, day: date) -> Procedure:
    """The procedure for the measure `rule`, whose benefit is of `kind`, on `day`.

    Raises WrongProcedure where the file is wrong or says nothing for that day.
    """
    path: Path = settings.BALLAST_PROCEDURE
    file = _read(path, path.stat().st_mtime_ns)
    of_kind = next((layer for name, layer in file.kinds.items() if name == kind), None)
    layers = [file.rules.get(rule), of_kind, file.default]
    held = {
        name: _held(path, name, [getattr(layer, name) for layer in layers if layer], day)
        for name in _Layer.model_fields
        if name not in _OPTIONAL or any(getattr(layer, name) for layer in layers if layer)
    }
    return Procedure(**held)


def _held(path: Path, name: str, said: list[Mapping[date, Any] | None], day: date) -> Any:
    """The value of the first layer that says something for `day`: its latest by then."""
    for values in said:
        begun = [start for start in values or () if start <= day]
        if values and begun:
            return values[max(begun)]
    raise WrongProcedure(path=path, what=f"{name}在{day}没有值")


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> _File:
    try:
        return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise WrongProcedure(path=path, what=str(error)) from None
