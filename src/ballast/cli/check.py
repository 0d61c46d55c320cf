"""`ballast check`: validates policy packages, vocabulary, rules and their cases."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from ballast.assessment.check import check_rules, rule_warnings, rules_of
from ballast.cli import _options
from ballast.errors import NotFound, Problem
from ballast.measures.check import CHECKS, WARNINGS, Scope, documents_folder
from ballast.measures.package import Package
from ballast.rules.derived import load_vocabulary
from ballast.rules.rule import Rule


@click.command()
@_options.policies
@_options.vocabulary
@click.option(
    "--documents",
    type=_options.FOLDER,
    help="Folder of the texts of the documents; $BALLAST_DOCUMENTS by default.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(
    context: click.Context,
    policies: Path,
    vocabulary: Path,
    documents: Path | None,
    as_json: bool,
) -> None:
    """Validate every package, the vocabulary, every rule and its cases; exit with 1 on a problem.

    Warnings leave the exit status alone: a measure whose law has changed since it was issued, a
    unit of a draft that the register of organisations does not know, a quote with 以上, 超过 or the
    like whose condition does not say whether the number is included.

    Where the text of a document is at hand, fingerprints, quotes, clauses and responsible units are
    compared with what the reader finds in it.
    """
    scope = Scope(policies, documents_folder(documents), vocabulary)
    if not scope.policies.is_dir():
        raise NotFound(what="the policies folder", path=scope.policies, option="--policies")
    problems = [problem for check in CHECKS for problem in check(scope)]
    rules, found = check_rules(scope, load_vocabulary(vocabulary))
    problems = list(dict.fromkeys([*problems, *found]))
    warnings = [warning for check in WARNINGS for warning in check(scope)]
    warnings += rule_warnings(rules)
    summaries = [_summary(scope, package, rules) for package in scope.packages]
    tell = _json if as_json else _lines
    for line in tell(summaries, problems, warnings):
        click.echo(line)
    context.exit(1 if problems else 0)


def _summary(scope: Scope, package: Package, rules: Sequence[Rule]) -> dict[str, Any]:
    kinds = Counter(kind for measure in package.measures for kind in measure.kinds)
    return {
        "package": package.name,
        "kind": package.policy.kind,
        "status": package.policy.status,
        "measures": len(package.measures),
        "mechanisms": len(package.policy.supervision),
        "kinds": dict(kinds.most_common()),
        "rules": len(rules_of(package, rules)),
        "text_at_hand": scope.text(package) is not None,
    }


def _lines(
    summaries: list[dict[str, Any]], problems: list[Problem], warnings: list[Problem]
) -> Iterator[str]:
    for each in summaries:
        kinds = ", ".join(f"{times} {kind}" for kind, times in each["kinds"].items())
        yield (
            f"{each['package']}: {each['status']} {each['kind']}, {each['measures']} measures"
            f"{f' ({kinds})' if kinds else ''}, {each['mechanisms']} mechanisms beside them, "
            f"{each['rules']} rules"
        )
        if not each["text_at_hand"]:
            yield "  text not at hand: fingerprints and quotes not checked"
    yield from (f"\nwarning: {warning}" for warning in warnings)
    yield from (f"\n{problem}" for problem in problems)
    counted = f", {len(warnings)} warnings" if warnings else ""
    yield f"\n{len(summaries)} packages, {len(problems)} problems{counted}"


def _json(
    summaries: list[dict[str, Any]], problems: list[Problem], warnings: list[Problem]
) -> Iterator[str]:
    found = {"packages": summaries, "problems": _plain(problems), "warnings": _plain(warnings)}
    yield json.dumps(found, ensure_ascii=False, indent=2)


def _plain(problems: list[Problem]) -> list[dict[str, Any]]:
    return [{**asdict(problem), "file": str(problem.file)} for problem in problems]
