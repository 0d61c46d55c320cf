"""Dirt that a page, a scan or a converter adds changes nothing of what is read."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from invented import LINES, page, plain, result

SYLLABLES = ("zhōng", "guó", "zhèng", "fǔ", "gōng", "yè", "jīng", "jì", "zhǎn", "qǐ")
MARKUP = ("<span class='q'></span>", "<a href='http://x/y?z=1'>", "</a>", "<!-- x -->", "<b></b>")
_TAG = re.compile(r"<[^<>]*>|\A---\n.*?\n---\n|<head.*?</head>", re.DOTALL)
_HAN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
PLACES = st.sets(st.integers(0, 10**6), min_size=1, max_size=30)
FEW = settings(max_examples=25, deadline=None)

TEXT, PAGE = result(plain(), "a.txt"), result(page(), "a.html")


def between_characters(text: str) -> list[int]:
    """The places between two Chinese characters, outside of tags and front matter."""
    taken = bytearray(len(text) + 1)
    for tag in _TAG.finditer(text):
        taken[tag.start() : tag.end()] = b"\1" * (tag.end() - tag.start())
    return [found.start() for found in _HAN.finditer(text) if not taken[found.start()]]


def put_in(text: str, chosen: set[int], additions: list[str]) -> str:
    """`text` with additions, in turn, at some of the places between its characters."""
    places = between_characters(text)
    at = sorted({places[number % len(places)] for number in chosen}, reverse=True)
    for turn, place in enumerate(at):
        text = text[:place] + additions[turn % len(additions)] + text[place:]
    return text


def pinyin(times: int) -> list[str]:
    return [f"({syllable})" * times for syllable in SYLLABLES]


@FEW
@given(PLACES)
def test_pinyin_in_brackets_changes_nothing(places: set[int]):
    assert result(put_in(plain(), places, pinyin(1)), "a.txt") == TEXT


@FEW
@given(PLACES)
def test_doubled_pinyin_changes_nothing(places: set[int]):
    assert result(put_in(plain(), places, pinyin(2)), "a.txt") == TEXT


@FEW
@given(PLACES)
def test_tags_inside_words_change_nothing(places: set[int]):
    assert result(put_in(page(), places, list(MARKUP)), "a.html") == PAGE


@FEW
@given(PLACES)
def test_line_breaks_in_the_source_of_a_page_change_nothing(places: set[int]):
    assert result(put_in(page(), places, ["\n", "\r\n"]), "a.html") == PAGE


@FEW
@given(PLACES, st.integers(2, 99))
def test_page_numbers_inside_sentences_change_nothing(places: set[int], number: int):
    assert result(put_in(plain(), places, [f"— {number} —", f"—{number}—"]), "a.txt") == TEXT


@FEW
@given(st.integers(0, 10**6), st.integers(2, 99))
def test_a_page_number_between_sentences_changes_nothing(place: int, number: int):
    ends = [found.end() for found in re.finditer("。", plain())]
    at = ends[place % len(ends)]
    assert result(f"{plain()[:at]}— {number} —{plain()[at:]}", "a.txt") == TEXT


@FEW
@given(st.integers(20, 60))
def test_hard_wraps_at_a_width_change_nothing_of_the_measures(width: int):
    """A heading on its own line and a title are left whole: nothing tells their end but the line.

    Wrapped, a heading can no longer be told from a heading with a body.
    """
    wrapped = [
        "\n".join(line[at : at + width] for at in range(0, len(line), width))
        if len(line) > 60
        else line
        for line in LINES
    ]
    assert result("\n".join(wrapped), "a.txt")["measures"] == TEXT["measures"]


def test_a_character_lost_to_a_question_mark_comes_back_where_the_text_teaches_it():
    """One that the text never teaches stays lost, and its place is kept."""
    taught = plain().replace("伞厂", "伞(sǎn)厂(chǎng)").replace("措施", "措(cuò)施(shī)")
    damaged = taught.replace("家伞(sǎn)厂(chǎng)", "家?sǎn)厂(chǎng)", 1)
    assert result(damaged, "a.txt") == TEXT


def test_traditional_characters_change_nothing():
    traditional = opencc.OpenCC("s2t").convert
    assert result(traditional(plain()), "a.txt") == TEXT
    assert result(traditional(page()), "a.html") == PAGE


def test_gb18030_and_utf_8_read_alike():
    assert result(plain().encode("gb18030"), "a.txt") == TEXT
    assert result(page().encode("gb18030"), "a.html") == PAGE


def test_the_chrome_of_a_site_changes_nothing():
    above = "<div>当前位置：首页 &gt; 政务公开</div><div>打印 关闭 字体：大 中 小</div>"
    below = "<div>责任编辑：某</div><div>扫一扫在手机打开当前页</div><div>打印本页 关闭窗口</div>"
    assert result(page(above, below), "a.html") == PAGE


def documents_at_hand(folder: Path) -> list[Path]:
    kinds = {".txt", ".html", ".md"}
    return sorted(
        path for path in folder.rglob("*") if path.suffix in kinds and path.stem != "README"
    )


def dirty(path: Path) -> list[tuple[str, str | bytes]]:
    """The real document with each kind of dirt, by its name."""
    text = path.read_bytes().decode()
    places = set(range(7, 10**6, 40_009))
    made: list[tuple[str, str | bytes]] = [
        ("gb18030", text.encode("gb18030")),
        ("traditional", opencc.OpenCC("s2t").convert(text)),
        ("page marks", put_in(text, places, ["— 7 —"])),
        ("pinyin", put_in(text, places, pinyin(1))),
        ("doubled pinyin", put_in(text, places, pinyin(2))),
    ]
    if "<p" in text:
        made.append(("tags", put_in(text, places, list(MARKUP))))
        made.append(("breaks", put_in(text, places, ["\n"])))
    return made


def test_dirt_changes_nothing_in_documents_at_hand(documents: Path):
    paths = documents_at_hand(documents)
    if not paths:
        pytest.skip("the folder of documents holds none that is text")
    changed = [
        (path.name, kind)
        for path in paths
        for clean in [result(path.read_bytes(), path.name)]
        for kind, content in dirty(path)
        if result(content, path.name) != clean
    ]
    assert changed == []
