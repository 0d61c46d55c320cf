"""Built before every wheel and every editable installation: the message catalogues."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LOCALE = Path(__file__).resolve().parent / "src" / "ballast_web" / "locale"


def compile_catalogues(locale: Path = LOCALE) -> list[Path]:
    """Write a .mo beside every .po that is newer; what was written."""
    return [_compiled(po) for po in sorted(locale.glob("*/LC_MESSAGES/*.po")) if _newer(po)]


def _newer(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.is_file() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compiled(po: Path) -> Path:
    with po.open("rb") as source:
        catalogue = read_po(source)
    beside = po.with_suffix(f".{os.getpid()}.tmp")
    with beside.open("wb") as target:
        write_mo(target, catalogue)
    return beside.replace(po.with_suffix(".mo"))


class Catalogues(BuildHookInterface[Any]):
    """Hatchling's hook."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and let the wheel carry what .gitignore names."""
        compile_catalogues()
        build_data["artifacts"].append("src/ballast_web/locale/**/*.mo")


if __name__ == "__main__":
    compile_catalogues()
