"""An amount that could not be counted in 分 within 37 digits is refused when the rule is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ballast.rules import build, tree
from ballast.rules.build import Rejected
from ballast.rules.types import Range


def amount(most, scale):
    yuan = build.written("1元")
    return replace(yuan, type=yuan.type.spanning(Range(0, most, scale)))


def test_an_amount_that_fits_in_fen_is_taken():
    assert isinstance(build.in_fen(amount(10**35, 0)), tree.Constant)
    assert isinstance(build.in_fen(amount(10**37, 4)), tree.Constant)


def test_an_amount_that_does_not_fit_is_refused():
    with pytest.raises(Rejected, match="37 digits"):
        build.in_fen(amount(10**36, 0))
