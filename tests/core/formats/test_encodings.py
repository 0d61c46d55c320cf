"""Encodings: with a mark or without, declared rightly, wrongly or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballast.documents.decode import decode
from ballast.errors import NotText

SENTENCE = "对纸伞企业给予50万元补助，分２期发放。\n"
CHINESE = st.text(alphabet="对纸伞企业给予补助，。、《》（）〔〕“”１年内50%ab\n", min_size=1)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@settings(deadline=None)
@given(CHINESE)
def test_utf_16_without_a_mark_is_known_by_its_text(encoding: str, text: str):
    data = (SENTENCE + text).encode(encoding)
    found = decode(data, "here")
    assert found.value == SENTENCE + text
    span = found.span(5, 9)
    assert data[span.start : span.end].decode(encoding) == "给予50"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@settings(deadline=None)
@given(CHINESE)
def test_an_encoding_that_states_itself_is_never_taken_for_another(encoding: str, text: str):
    assert decode((SENTENCE + text).encode(encoding), "here").value == SENTENCE + text


@pytest.mark.parametrize("declared", ["gb2312", "GBK", "gb18030", "x-gbk"])
def test_a_declared_chinese_charset_is_read_as_the_largest_of_them(declared: str):
    page = f'<meta charset="{declared}"><p>朱镕基路𠮷祥纸伞</p>'
    assert decode(page.encode("gb18030"), "a.html").value == page


def test_a_declaration_settles_what_both_encodings_could_be():
    declared = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>纸伞</p>'
    assert decode(declared.encode("gb18030"), "a.html").value == declared
    assert decode("纸伞".encode("gb18030"), "a.html").value != "纸伞"


def test_a_wrong_declaration_is_overruled_by_the_bytes():
    page = f'<meta charset="gb2312"><p>{SENTENCE}</p>'
    assert decode(page.encode(), "a.html").value == page
    other = f'<?xml version="1.0" encoding="utf-8"?><p>{SENTENCE}</p>'
    assert decode(other.encode("gb18030"), "a.html").value == other


def test_big5_is_read_where_it_is_declared():
    page = '<meta charset="big5"><p>對紙傘企業給予50萬元補助</p>'
    found = decode(page.encode("big5"), "a.html")
    assert found.value == page


@pytest.mark.parametrize(
    "data", [b"\0" * 8, b"\x01\0\x02\0\x03\0\x04\0", b"\xfe\xff\0\0", b"PK\x03\0\0\0"]
)
def test_zero_bytes_alone_do_not_make_utf_16(data: bytes):
    with pytest.raises(NotText, match="UTF-8, UTF-16 or GB18030"):
        decode(data, "scan.bin")
