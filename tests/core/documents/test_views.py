"""Views of a text: the same character by character, whatever its length."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ballast.documents.view import folded, simplified

#: Longer than what is turned one character at a time, and than one piece of what is turned at once.
LONG = 70_000
MIXED = st.text(
    st.sampled_from("著名顯著眼俱家鍮𨱎䥺（）［１二〇年\x00a\ud800\udc00") | st.characters(),
    min_size=1,
)


@settings(max_examples=30, deadline=None)
@given(MIXED)
def test_a_long_text_is_viewed_as_its_characters_are(piece: str):
    piece += "." * 40  # no word or year reaches over it
    times = LONG // len(piece) + 1
    for view in (folded, simplified):
        assert view(piece * times) == view(piece) * times


def test_a_character_whose_simplified_form_takes_two_units_of_utf_16_is_turned_in_a_long_text():
    assert set(simplified("鍮" * LONG)) == set(simplified("鍮"))
