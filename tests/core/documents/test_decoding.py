"""Decoding: which encodings are read, and that their offsets are true."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballast.documents.decode import decode
from ballast.errors import NotText

SENTENCE = "对企业给予50万元补助𠮷。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding_gives_the_same_characters_and_true_offsets(encoding: str):
    data = SENTENCE.encode(encoding)
    text = decode(data, "here")
    assert text.value == SENTENCE
    span = text.span(5, 7)
    plain = encoding.replace("-sig", "").replace("utf-16", "utf-16-le")
    assert data[span.start : span.end].decode(plain) == "50"


def test_big_endian_utf_16_is_known_by_its_mark():
    assert decode(codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), "here").value == SENTENCE


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03", b"\x81\xff\xff\x80\x81\xff", bytes(range(1, 32)) * 8]
)
def test_a_binary_file_is_refused_with_what_to_do(data: bytes):
    with pytest.raises(NotText, match=r"scan\.bin is not a text file in UTF-8"):
        decode(data, "scan.bin")


@given(st.binary(max_size=200))
def test_bytes_that_decode_are_covered_once_and_in_order(data: bytes):
    try:
        text = decode(data, "here")
    except NotText:
        return
    assert sum(
        int(end) - int(start) for start, end in zip(text.starts, text.ends, strict=True)
    ) in (len(data), len(data) - 2, len(data) - 3)
    assert all(text.ends[:-1] == text.starts[1:])
