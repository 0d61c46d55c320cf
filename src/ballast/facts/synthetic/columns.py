"""Arrow columns from numpy arrays: exact, without a Python loop, `missing` rows null."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Bytes = NDArray[np.uint8]


def money(fen: Integers, missing: Mask) -> pa.Array:
    """DECIMAL(18,2) from integer 分."""
    return _decimals(fen, missing, pa.decimal128(18, 2))


def decimals(ten_thousandths: Integers, missing: Mask) -> pa.Array:
    """DECIMAL(18,4) from integer ten-thousandths."""
    return _decimals(ten_thousandths, missing, pa.decimal128(18, 4))


def ratios(millionths: Integers, missing: Mask) -> pa.Array:
    """DECIMAL(9,6) from integer millionths."""
    return _decimals(millionths, missing, pa.decimal128(9, 6))


def _decimals(values: Integers, missing: Mask, kind: pa.DataType) -> pa.Array:
    """Two words each, the upper one the sign."""
    words = np.empty((len(values), 2), np.int64)
    words[:, 0] = values
    words[:, 1] = values >> 63
    buffers = [_validity(missing), pa.py_buffer(words)]
    return pa.Array.from_buffers(kind, len(values), buffers, int(missing.sum()))


def integers(values: Integers, missing: Mask) -> pa.Array:
    """BIGINT."""
    return pa.array(values.astype(np.int64), mask=missing)


def booleans(values: Mask, missing: Mask) -> pa.Array:
    """BOOLEAN."""
    return pa.array(values, mask=missing)


def dates(days: Integers, missing: Mask) -> pa.Array:
    """DATE from days since 1970-01-01."""
    return pa.array(days.astype(np.int32), mask=missing).cast(pa.date32())


def chosen(labels: Sequence[str], places: Integers, missing: Mask) -> pa.Array:
    """VARCHAR: of `labels` those at `places`."""
    return pa.array(labels, pa.string()).take(pa.array(places, mask=missing))


def texts(characters: Bytes, missing: Mask) -> pa.Array:
    """VARCHAR from UTF-8 of one width, shape (n, width)."""
    count, width = characters.shape
    offsets = np.arange(0, (count + 1) * width, width, dtype=np.int32)
    buffers = [
        _validity(missing),
        pa.py_buffer(offsets),
        pa.py_buffer(np.ascontiguousarray(characters)),
    ]
    return pa.Array.from_buffers(pa.string(), count, buffers, int(missing.sum()))


def numbered(prefixes: Bytes, numbers: Integers, digits: int) -> Bytes:
    """Each row of `prefixes`, shape (n, p), followed by its number: shape (n, p + digits)."""
    count, width = prefixes.shape
    made = np.empty((count, width + digits), np.uint8)
    made[:, :width] = prefixes
    rest = numbers
    for place in range(width + digits - 1, width - 1, -1):
        rest, digit = np.divmod(rest, 10)
        made[:, place] = digit + ord("0")
    return made


def prefix(texts_of_one_width: Sequence[str]) -> Bytes:
    """UTF-8 of a few texts of one width, shape (n, width)."""
    rows = [list(text.encode()) for text in texts_of_one_width]
    return np.array(rows, np.uint8)


def _validity(missing: Mask) -> pa.Buffer:
    return pa.py_buffer(np.packbits(~missing, bitorder="little"))
