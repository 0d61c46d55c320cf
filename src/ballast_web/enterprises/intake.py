"""Sheets of facts that officers upload: guarded, parsed in a child process, loaded, given back."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ballast.facts.schema import is_required
from ballast.vocabulary.facts import Entity, Fact
from ballast_web.catalogue.library import vocabulary
from ballast_web.enterprises.inputs import allowed, unit_of
from ballast_web.enterprises.loading import load_snapshot
from ballast_web.enterprises.models import Import
from ballast_web.enterprises.states import WorkState
from ballast_web.errors import BadValue, NotHere
from ballast_web.kernel.acting import Acting
from ballast_web.kernel.clock import today
from ballast_web.kernel.roles import Role
from ballast_web.kernel.writes import writing

#: Who may bring in sheets.
IMPORTERS = frozenset({Role.OPERATIONS, Role.POLICY, Role.ADMINISTRATOR})
#: Address space and processor time of the child; a sheet of 100,000 rows needs about half.
MEGABYTES, SECONDS = 4096, 120
_SUFFIXES = (".xlsx", ".csv")


def tables() -> dict[str, Entity]:
    """The tables that sheets may hold: enterprises and what they own."""
    entities = vocabulary().entities
    return {name: each for name, each in entities.items() if each.owner or name == "enterprise"}


def receive(acting: Acting, table: str, upload: UploadedFile) -> Import:
    """Import an uploaded sheet; what is wrong with it is told cell by cell.

    Raises NotAllowed, NotHere for a table that is none, BadValue for a file too large or of another
    kind. What the sheet itself does wrong is written down in the import.
    """
    acting.must_be(IMPORTERS, "导入企业数据")
    if table not in tables():
        raise NotHere(what="这类数据")
    made = kept(acting, table, upload)
    result = parsed(made)
    fields: dict[str, Any] = {"state": WorkState.FAILED, "message": told(result)}
    if "error" not in result:
        loaded = load_snapshot(acting, Path(made.folder) / "facts", whole=False)
        fields = {
            "state": WorkState.FINISHED,
            "read": result["read"],
            "imported": sum(loaded.tables.values()),
            "rejected": sum(each["outcome"] != "confirm" for each in result["marks"]),
            "refused": loaded.refused,
        }
    return ended(acting, made, fields)


def ended(acting: Acting, made: Import, fields: dict[str, Any]) -> Import:
    """Write down what became of an import."""
    with writing(acting) as log:
        Import.objects.filter(pk=made.pk).update(**fields)
        log.note("facts.imported", made, table=made.table, sha256=made.sha256, **fields)
    made.refresh_from_db()
    return made


def kept(acting: Acting, table: str, upload: UploadedFile) -> Import:
    """The upload on disk, under a name that cannot leave its folder. Raises BadValue."""
    name = Path(upload.name or "").name
    suffix = Path(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise BadValue(field="文件", given=name, allowed="Excel工作簿（.xlsx）或CSV文件")
    most = settings.BALLAST_UPLOAD_MEGABYTES
    if (upload.size or 0) > most * 1024**2:
        raise BadValue(field="文件", given=name, allowed=f"不超过{most}MB的文件")
    with writing(acting):
        made = Import.objects.create(
            table=table,
            name=re.sub(r"[\x00-\x1f]", "", name)[:200],
            sha256="",
            by=acting.person,
            organisation=acting.organisation,
        )
        (settings.BALLAST_HOME / "imports").mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{made.pk}-", dir=settings.BALLAST_HOME / "imports"))
        made.folder, made.sha256 = str(folder), _write(upload, folder / f"sheet{suffix}")
        made.save(update_fields=["folder", "sha256"])
    return made


def _write(upload: UploadedFile, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("wb") as file:
        for piece in upload.chunks():
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def parsed(made: Import, declarations: Path | None = None) -> dict[str, Any]:
    """What the child process found; an `error` where it failed, was killed or took too long.

    `declarations` is a folder that declares the sheet's table, where the vocabulary does not.
    """
    folder = Path(made.folder)
    sheet = next(folder.glob("sheet.*"))
    task = {
        "sheet": str(sheet),
        "folder": str(folder / "facts"),
        "table": made.table,
        "as_of": today().isoformat(),
        "vocabulary": str(settings.BALLAST_VOCABULARY),
        "declarations": str(declarations) if declarations else None,
        "megabytes": MEGABYTES,
        "seconds": SECONDS,
    }
    (folder / "task.json").write_text(json.dumps(task), encoding="utf-8")
    command = [sys.executable, "-m", "ballast_web.enterprises.child", str(folder / "task.json")]
    try:
        subprocess.run(  # noqa: S603 - our own module, arguments are paths of ours
            command, timeout=SECONDS * 2, check=False, capture_output=True
        )
        found: dict[str, Any] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    except (subprocess.TimeoutExpired, FileNotFoundError, ValueError):
        return {"error": ""}
    return found


def told(result: dict[str, Any]) -> str:
    """Why nothing was imported."""
    reason = str(result.get("error", ""))[:600]
    hint = "没有导入。请下载模板，按表头填写后重新上传。"
    return f"{hint}具体原因：{reason or '文件无法在限定的内存和时间内读完。'}"


def marks_of(made: Import) -> list[dict[str, Any]]:
    """The cells that were wrong."""
    path = Path(made.folder) / "result.json"
    if not path.is_file():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")).get("marks", [])
    return found


def marked(made: Import) -> Path | None:
    """The sheet with its wrong cells marked, if it is a workbook with any."""
    path = Path(made.folder) / "marked.xlsx"
    return path if path.is_file() else None


def template(table: str) -> BinaryIO:
    """An open file with a workbook to fill in: a header, and what each column may hold.

    Raises NotHere for a table that is none.
    """
    if table not in tables():
        raise NotHere(what="这类数据的模板")
    return workbook(tables()[table])


def workbook(entity: Entity) -> BinaryIO:
    """An open file with a workbook in which rows of `entity` are filled in."""
    file = BytesIO()  # a few kilobytes, and nothing to close
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    _to_fill_in(book, entity)
    _explained(book, entity)
    book.close()
    file.seek(0)
    return file


def heading(entity: Entity, name: str) -> str:
    """A column's title: label, unit, and * where it must be filled in."""
    fact = entity.facts[name]
    unit = f"（{unit_of(fact)}）" if unit_of(fact) else ""
    return f"{fact.label}{unit}{'*' if is_required(entity, name) else ''}"


def _to_fill_in(book: Any, entity: Entity) -> None:
    page = book.add_worksheet("填报")
    bold, text = book.add_format({"bold": True, "bg_color": "#DCE6F1"}), book.add_format()
    text.set_num_format("@")
    page.freeze_panes(1, 0)
    for place, (name, fact) in enumerate(entity.facts.items()):
        written = fact.type in ("code", "text")
        page.set_column(place, place, 18, text if written else None)
        page.write_string(0, place, heading(entity, name), bold)
        if choices := _choices(fact):
            page.data_validation(1, place, 100_000, place, {"validate": "list", "source": choices})


def _choices(fact: Fact) -> list[str]:
    if fact.type == "bool":
        return ["是", "否"]
    return list(fact.values.values())


def _explained(book: Any, entity: Entity) -> None:
    page = book.add_worksheet("填写说明")
    page.set_column(0, 3, 32)
    for place, title in enumerate(("列", "可以填写", "依据", "说明")):
        page.write_string(0, place, title, book.add_format({"bold": True}))
    for line, (name, fact) in enumerate(entity.facts.items(), 1):
        # A cell that is a column's title would make this sheet look like one that is filled in.
        cells = (
            f"第{line}列：{heading(entity, name)}",
            allowed(fact),
            fact.source,
            fact.averaged or "",
        )
        for place, cell in enumerate(cells):
            page.write_string(line, place, cell)
