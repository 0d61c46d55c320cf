"""Run every benchmark and write `benchmarks/RESULTS.md`."""

from __future__ import annotations

import importlib
import os
import pkgutil
import platform
from pathlib import Path

import benchmarks
from ballast import __version__
from benchmarks.measuring import Table

RESULTS = Path(__file__).with_name("RESULTS.md")
TOOLS = frozenset({"measuring", "__main__"})


def main() -> None:
    """Each module's `run()` gives a table."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.__path__))
    parts = [f"# Benchmarks\n\n{machine()}\n"]
    for name in names:
        if name not in TOOLS:
            print(f"{name} …", flush=True)
            module = importlib.import_module(f"benchmarks.{name}")
            parts.append(section(module.__doc__ or name, module.run()))
    RESULTS.write_text("\n".join(parts), encoding="utf-8")
    print(RESULTS.read_text(encoding="utf-8"))


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
    main()
