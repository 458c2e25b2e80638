"""The words that are told at a glance are what the whole telling makes of them."""

from __future__ import annotations

import unicodedata

import pytest

from agent.understanding.tokens import Token, fold, tokenise


@pytest.mark.parametrize(
    "text",
    [
        "Left Heel raise, 3x10 at 4+/5: she's OK.",
        "Straße naïve ﬁt ªbc 1st twenty's 1,200 L5-S1 90% … I a",
        "word\u200bword \x00 \ue000 end",
    ],
)
def test_each_word_with_its_place_and_its_form(text: str) -> None:
    made = tokenise(text, 7)
    last = None
    for token in made:
        said = text[token.start - 7 : token.end - 7]
        assert token.text == (said if token.number is None else said.replace(",", ""))
        assert token.low == fold(token.text)
        assert token.glued == (token.start == last)
        assert (token.number is not None) == token.text.replace(".", "", 1).isdigit()
        last = token.end
    kept = {c for token in made for c in text[token.start - 7 : token.end - 7]}
    unseen = ("Cc", "Cf", "Co", "Cn", "Cs")
    assert kept == {c for c in text if not c.isspace() and unicodedata.category(c) not in unseen}


def test_another_spelling_covers_what_it_stands_for() -> None:
    token = Token("Bilat", 3, 8, glued=True, number=2.0, low="bilat")
    assert token.written("Both Sides", end=11) == Token("Both Sides", 3, 11, True, None, "both sides")
    assert token.written("2", number=2.0) == Token("2", 3, 8, True, 2.0, "2")
