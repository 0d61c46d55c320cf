"""Whatever bytes come, a document is read or refused in words, in time linear in its size."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ballast.documents import reader
from ballast.documents.reader import read, read_bytes
from ballast.errors import BallastError, TooLarge
from ballast.measures.as_json import as_json
from ballast.measures.extract import measures

sys.path.insert(0, str(Path(__file__).parent))
from invented import page, plain

MUTATIONS = max(300, int(os.environ.get("BALLAST_EXAMPLES") or 0))


def attempt(data: bytes, name: str) -> None:
    """Read everything; a refusal in words is as good."""
    try:
        document = read_bytes(data, name)
        as_json(document, measures(document))
    except BallastError as refusal:
        assert str(refusal)


def mutated(data: bytes, chance: np.random.Generator) -> bytes:
    """`data` with a few bytes flipped, a piece deleted or tripled, or the end cut off."""
    for _ in range(chance.integers(1, 7)):
        at, size = int(chance.integers(len(data) + 1)), int(chance.integers(1, 400))
        piece = data[at : at + size]
        flipped = bytes(byte ^ 1 << int(chance.integers(8)) for byte in piece[:4])
        changes = (
            data[:at] + flipped + data[at + 4 :],
            data[:at] + data[at + size :],
            data[:at] + piece * 3 + data[at:],
            data[: at + 1],
            data[:at] + chance.bytes(3) + data[at:],
        )
        data = changes[int(chance.integers(len(changes)))]
    return data


def attempts(files: list[tuple[str, bytes]], count: int) -> None:
    for seed in range(count):
        name, data = files[seed % len(files)]
        attempt(mutated(data, np.random.default_rng(seed)), name)


def test_mutated_files_are_read_or_refused_in_words():
    invented = [
        ("a.html", page().encode()),
        ("a.txt", plain().encode("gb18030")),
        ("a.md", plain().encode()),
    ]
    attempts(invented, MUTATIONS)


def test_mutated_documents_at_hand_are_read_or_refused_in_words(documents: Path):
    kinds = {".txt", ".html", ".md"}
    paths = sorted(path for path in documents.rglob("*") if path.suffix in kinds)
    attempts([(path.name, path.read_bytes()) for path in paths], MUTATIONS)


#: Texts that grow without end: by name, the text of a size and the file's name.
GROWING: dict[str, tuple[Callable[[int], str], str]] = {
    "nested tags": (lambda n: "<div>" * n + "一、支持。" + "</div>" * n, "a.html"),
    "links never closed": (lambda n: "<span><a href=x>" * n + "一、支持。", "a.html"),
    "scripts never closed": (lambda n: "<script>" * n + "一、支持。", "a.html"),
    "tags never ended": (lambda n: "一、支持" + "<a ' \"" * n, "a.html"),
    "entities": (lambda n: "<p>一、支" + "&nbsp;&#x4e00;" * n, "a.html"),
    "nested brackets": (lambda n: "一、支持" + "（" * n + "伞" + "）" * n, "a.txt"),
    "brackets never closed": (lambda n: "一、支持。" + "（甲\n" * n, "a.txt"),
    "titles": (lambda n: "一、支持" + "《" * n + "》" * n, "a.txt"),
    "one line without punctuation": (lambda n: "一、支持" + "伞" * 20 * n, "a.txt"),
    "digits": (lambda n: "一、支持" + "1" * 10 * n, "a.txt"),
    "numerals": (lambda n: "一、支持" + "一" * 10 * n, "a.txt"),
    "spaces": (lambda n: "一、支持" + " \u3000\n" * 10 * n + "。", "a.txt"),
    "labels on one line": (lambda n: "".join(f"{i}.支持伞厂。" for i in range(1, n)), "a.txt"),
    "labels that restart": (lambda n: "一、支持\n" * n, "a.txt"),
    "labels of every kind": (lambda n: "一、甲\n（一）乙\n1.丙\n（1）丁\n" * (n // 4), "a.txt"),
    "markdown marks": (lambda n: "# 甲\n一、" + "**a [b](" * n, "a.md"),
    "units": (lambda n: "一、支持伞厂。（" + "市财政局、" * n + "）", "a.txt"),
    "quantities": (lambda n: "一、推动" + "10家" * n, "a.txt"),
    "shares in words": (lambda n: "一、" + "百分之" * n, "a.txt"),
    "dates": (lambda n: "一、" + "从2022年3月" * n, "a.txt"),
    "document numbers": (lambda n: "一、" + "国发〔2022〕3号" * n, "a.txt"),
    "short names": (lambda n: "一、" + "伞业条例（以下简称“条例”）" * n, "a.txt"),
    "pinyin": (lambda n: "一、支(zhī)持(chí)化(huà)" + "?huà)(huà)" * n, "a.txt"),
    "task tables": (lambda n: "一、支持\n序号\t任务\t责任单位\n1\t造伞\t市工信局\n" * (n // 4), "a.txt"),
    "rows that reach down": (
        lambda n: "<table>" + "<tr>" + "<td rowspan=999>伞" * 40 + "</tr><tr><td>伞</tr>" * n,
        "a.html",
    ),
    "boxes and annexes": (lambda n: "一、支持。\n专栏1\n1.伞\n附件2\n清单\n1.伞\n" * (n // 4), "a.txt"),
    "brackets behind sentences": (lambda n: "一、支持" + "。（甲（乙）" * n + "\n伞", "a.txt"),
    "signatures": (lambda n: "一、支持\n" + "市财政局\n" * n + "2022年3月1日\n", "a.txt"),
    "points of a report": (
        lambda n: "日前，市政府印发《伞业措施》。\n" + "每月一场，推动10家伞厂，到2025年达到10%。" * n,
        "a.txt",
    ),
}  # fmt: skip
SIZE = 2000


@pytest.mark.parametrize("kind", GROWING)
def test_a_shape_repeated_thousands_of_times_is_read_or_refused(kind: str):
    make, name = GROWING[kind]
    attempt(make(2 * SIZE).encode(), name)


def test_a_line_of_a_million_characters_is_read():
    attempt(("一、支持" + "伞" * 1_000_000).encode(), "a.txt")


def test_a_hundred_thousand_labels_are_read():
    attempt("".join(f"（一）支持\n{i}.给予\n" for i in range(50_000)).encode(), "a.txt")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "a.txt"
    with file.open("wb") as sparse:
        sparse.truncate(reader.LARGEST + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    with pytest.raises(TooLarge, match=r"a\.txt has 100,000,001 bytes.*at most 100,000,000"):
        read(file)


def test_bytes_that_are_too_many_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "LARGEST", 10)
    with pytest.raises(TooLarge, match="has 12 bytes; a document may have at most 10"):
        read_bytes("一、支持".encode(), "a.txt")
