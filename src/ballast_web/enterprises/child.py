"""The child process in which an uploaded sheet is parsed, within limits of memory and time.

    python -m ballast_web.enterprises.child TASK.json

reads the task, imports the sheet into a snapshot folder beside it, marks the sheet's own cells
where something is wrong, and writes `result.json`. What a sheet does to a parser, it does here.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ballast.errors import BallastError
from ballast.facts.intake import Report, Request, import_table
from ballast.vocabulary.declared import Declared, load_declared
from ballast.vocabulary.facts import VERSION_FACTS, Fact, load_entities
from ballast_web.enterprises.marking import Mark, mark

#: Findings that are marked and told; the sheet's others wait for the next upload.
MOST = 2000


def main(path: Path) -> None:
    """Do the task in the file at `path`."""
    task = json.loads(path.read_text(encoding="utf-8"))
    limit = task["megabytes"] * 1024**2
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CPU, (task["seconds"], task["seconds"]))
    try:
        result = _imported(task)
    except BallastError as error:
        result = {"error": str(error)}
    path.with_name("result.json").write_text(
        json.dumps(result, ensure_ascii=False), encoding="utf-8"
    )


def _imported(task: dict[str, Any]) -> dict[str, Any]:
    sheet, folder = Path(task["sheet"]), Path(task["folder"])
    declared = load_declared(Path(task["vocabulary"]))
    if task["declarations"]:
        declared = Declared(load_entities(Path(task["declarations"])), declared.codelists)
    request = Request((sheet,), task["table"], folder, date.fromisoformat(task["as_of"]))
    report = import_table(request, declared)
    marks = list(_marks(report, declared, task["table"]))
    if sheet.suffix == ".xlsx" and marks:
        mark(sheet, sheet.with_name("marked.xlsx"), marks)
    return {
        "read": report.read,
        "imported": report.imported,
        "marks": [vars(each) for each in marks],
    }


def _marks(report: Report, declared: Declared, table: str) -> Iterator[Mark]:
    """Each finding with its cell, and what was expected in Chinese."""
    if not report.findings.counts:
        return
    columns = {c.title: c for header in report.headers.values() for c in header.columns}
    facts: dict[str, Fact] = {**VERSION_FACTS, **declared.entities[table].facts}
    with report.findings.path.open(encoding="utf-8-sig", newline="") as file:
        for number, line in enumerate(csv.DictReader(file)):
            if number >= MOST:
                return
            column = columns.get(line["column"])
            yield Mark(
                sheet=line["file"].partition("[")[2].rstrip("]"),
                row=int(line["row"]),
                column=column.place + 1 if column else 0,
                title=line["column"],
                value=line["value"],
                expected=_expected(line["expected"], facts.get(column.name) if column else None),
                outcome=line["outcome"],
            )


def _expected(said: str, fact: Fact | None) -> str:
    """What was expected, in Chinese."""
    from ballast_web.enterprises.inputs import allowed  # noqa: PLC0415 - needs no Django set up

    told = {
        "a key not used": "编号重复，应为表中未出现过的编号",
        "a value in every row": "此列必填",
        "both check characters": "统一社会信用代码校验位不符，请核对",
        "an enterprise of this snapshot": "企业未登记，请核对统一社会信用代码",
    }
    for start, chinese in told.items():
        if said.startswith(start):
            return chinese
    if said.endswith("cells, as the header"):
        return "本行单元格数与表头不一致"
    return f"应为{allowed(fact)}" if fact else said


if __name__ == "__main__":
    main(Path(sys.argv[1]))
