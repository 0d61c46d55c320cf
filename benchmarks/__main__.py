"""Run every benchmark, or those named, and write `benchmarks/RESULTS.md`.

Where some are named, what the page holds of the others stays, as of when it was measured.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
import re
import sys
from pathlib import Path

import benchmarks
from ballast import __version__
from benchmarks.measuring import Table

RESULTS = Path(__file__).with_name("RESULTS.md")
TOOLS = frozenset({"measuring", "__main__"})


def main(wanted: list[str]) -> None:
    """Each module's `run()` gives a table; the page is written after each."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    names = [name for name in names if name not in TOOLS]
    parts = held()
    for name in wanted or names:
        print(f"{name} …", flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        parts[name] = section(module.__doc__ or name, module.run())
        told = [f"<!-- {each} -->\n{parts[each]}" for each in names if each in parts]
        RESULTS.write_text("\n".join([f"# Benchmarks\n\n{machine()}\n", *told]), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


def held() -> dict[str, str]:
    """The sections of the page as it is, by benchmark."""
    page = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else ""
    parted = re.split(r"^<!-- (\w+) -->\n", page, flags=re.MULTILINE)[1:]
    sections = (part.rstrip("\n") + "\n" for part in parted[1::2])
    return dict(zip(parted[::2], sections, strict=True))


def machine() -> str:
    """What the figures were taken on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = next(
        (line.split(":")[1].strip() for line in cpu_lines() if line.startswith("model name")),
        platform.processor(),
    )
    return (
        f"Ballast {__version__}, Python {platform.python_version()}, {os.cpu_count()} cores "
        f"({model}), {memory:.0f} GiB. Written by `make bench`; trust the ratios, which were "
        "measured in one run, more than the seconds."
    )


def cpu_lines() -> list[str]:
    """/proc/cpuinfo, where there is one."""
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def section(title: str, table: Table) -> str:
    """A benchmark as Markdown."""
    head, *rest = title.strip().splitlines()
    return "\n".join([f"## {head.rstrip('.')}", *rest, "", table.markdown(), ""])


if __name__ == "__main__":
    main(sys.argv[1:])
