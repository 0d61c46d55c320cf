"""The reader against the reference annotations, where the documents are at hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from ballast.documents.reader import read
from ballast.measures.as_json import as_json
from ballast.measures.extract import measures

#: Shares that must not fall: of the five documents that the project starts from, and of others.
FIVE = {
    "start": 1.0,
    "end": 1.0,
    "units": 1.0,
    "lead": 1.0,
    "quantity": 1.0,
    "deadline": 1.0,
    "meta": 1.0,
}
OTHERS = {
    "start": 0.99,
    "end": 0.99,
    "units": 0.99,
    "lead": 0.99,
    "quantity": 0.95,
    "deadline": 0.95,
    "meta": 0.93,
}


@pytest.fixture(scope="module")
def scorer(documents: Path) -> ModuleType:
    path = documents.parent / "score_reading.py"
    if not path.is_file():
        pytest.skip(f"no scorer of readings at {path}")
    spec = importlib.util.spec_from_file_location("score_reading", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("chosen", "floors"), [("00", FIVE), ("", OTHERS)], ids=["five", "others"])
def test_the_reader_finds_what_a_careful_person_finds(
    documents: Path, scorer: ModuleType, chosen: str, floors: dict[str, float]
):
    files = [
        p
        for p in sorted((documents / "gold").glob("*.json"))
        if p.name.startswith("00") == bool(chosen)
    ]
    if not files:
        pytest.skip("no reference annotations beside the documents")
    totals = {column: [0, 0] for column in scorer.COLUMNS}
    for file in files:
        gold = json.loads(file.read_text(encoding="utf-8"))
        path = next(
            p for p in (documents / gold["file"], documents / "more" / gold["file"]) if p.is_file()
        )
        document = read(path)
        tally, extra = scorer.score(gold, as_json(document, measures(document)))
        assert extra == 0, file.name
        for column, (found, wanted) in tally.items():
            totals[column] = [totals[column][0] + found, totals[column][1] + wanted]
    shares = {column: found / wanted for column, (found, wanted) in totals.items() if wanted}
    assert {column: share for column, share in shares.items() if share < floors[column]} == {}


def test_every_heading_section_and_open_lead_agrees_with_the_reference(
    documents: Path, scorer: ModuleType
):
    for file in sorted((documents / "gold").glob("00*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        document = read(documents / gold["file"])
        found = as_json(document, measures(document))["measures"]
        for want, got in zip(gold["measures"], found, strict=True):
            norm = scorer.norm
            assert norm(got["heading"]) == norm(want["title"]), want["label"]
            assert norm(got["section"]) == norm(want["section"]), want["label"]
            assert got["lead_ambiguous"] == want.get("lead_ambiguous", False), want["label"]


def test_a_report_gives_the_paragraphs_of_the_reference(documents: Path):
    for file in sorted((documents / "gold").glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))
        if gold["kind"] != "news":
            continue
        path = next(
            p for p in (documents / gold["file"], documents / "more" / gold["file"]) if p.is_file()
        )
        document = read(path)
        found = as_json(document, ())
        assert found["kind"] == "report"
        assert [p["text"] for p in found["paragraphs"]] == gold["clean_paragraphs"]["simplified"]
        assert found["reported_document"]["title"] == gold["reported_document"]["title"]
        assert found["reported_document"]["issuer"] == gold["reported_document"]["issuer"]
