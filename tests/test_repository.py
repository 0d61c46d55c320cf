"""What the repository promises of itself, read from its files."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LISTED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
FILES = [ROOT / line for line in LISTED.stdout.splitlines() if (ROOT / line).is_file()]
PYTHON = [path for path in FILES if path.suffix == ".py"]
#: Migrations are drawn up by Django, as long as the tables are.
WRITTEN = [path for path in PYTHON if "migrations" not in path.parts]
SOURCES = [path for path in PYTHON if path.is_relative_to(ROOT / "src")]
LONGEST_FILE = 400


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_the_repository_lists_its_files():
    assert len(PYTHON) > 50


@pytest.mark.parametrize("path", WRITTEN, ids=name)
def test_a_file_is_short_enough_to_have_one_subject(path):
    assert len(text(path).splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_module_says_what_it_is(path):
    assert ast.get_docstring(ast.parse(text(path)))


def test_nothing_is_left_to_do_in_code():
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    own = Path(__file__).resolve()
    assert [name(path) for path in PYTHON if path != own and marks.search(text(path))] == []


def test_no_test_is_switched_off():
    marks = re.compile(r"pytest\.mark\.(skip|xfail)\b")
    own = Path(__file__).resolve()
    assert [name(path) for path in PYTHON if path != own and marks.search(text(path))] == []


def test_no_test_is_timed():
    clocks = re.compile(r"\b(perf_counter|process_time|monotonic)\b")
    own = Path(__file__).resolve()
    tests = [path for path in PYTHON if path.is_relative_to(ROOT / "tests") and path != own]
    assert [name(path) for path in tests if clocks.search(text(path))] == []


LOCKS = ("requirements.lock", "requirements-bench.lock")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_with_hashes_and_names_no_address(name):
    lock = text(ROOT / name)
    assert "://" not in lock
    pins = re.findall(r"^[a-z0-9][^\s=]*==\S+", lock, re.MULTILINE)
    assert len(pins) > 20
    assert lock.count("--hash=sha256:") >= len(pins)


def test_direct_dependencies_are_pinned_and_locked():
    lock = "".join(text(ROOT / name) for name in LOCKS).lower()
    pinned = re.findall(r'"([A-Za-z0-9_.-]+)==([^"]+)"', text(ROOT / "pyproject.toml"))
    assert pinned
    for package, version in pinned:
        assert f"{package.lower()}=={version}" in lock


def test_benchmarks_use_the_versions_that_are_tested():
    pins = [
        set(re.findall(r"^[a-z0-9][^\s=]*==\S+", text(ROOT / name), re.MULTILINE)) for name in LOCKS
    ]
    assert pins[0] < pins[1]


def test_every_error_has_a_message():
    tree = ast.parse(text(ROOT / "src/ballast/errors.py"))
    errors = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert all(ast.get_docstring(node) for node in errors)


def test_make_help_explains_every_target():
    makefile = text(ROOT / "Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE).group(1).split()
    explained = re.findall(r"^([a-z-]+):.*## \S", makefile, re.MULTILINE)
    assert sorted(phony) == sorted(explained)


def test_ci_runs_what_the_readme_tells():
    assert "make test" in text(ROOT / ".ci/run")
    assert "make test" in text(ROOT / "README.md")


def test_each_glossary_term_stands_once():
    rows = re.findall(r"^\| ([^|]+?) \| `", text(ROOT / "GLOSSARY.md"), re.MULTILINE)
    assert len(rows) > 20
    assert len(rows) == len(set(rows))


def test_architecture_names_every_package():
    page = text(ROOT / "ARCHITECTURE.md")
    packages = [p.name for p in (ROOT / "src/ballast").iterdir() if (p / "__init__.py").is_file()]
    assert [package for package in packages if f"`{package}/`" not in page] == []


def test_the_readme_names_every_command():
    page = text(ROOT / "README.md")
    commands = (p.stem for p in (ROOT / "src").glob("*/cli/[a-z]*.py"))
    assert [command for command in commands if f"ballast {command}" not in page] == []
