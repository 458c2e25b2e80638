"""Tokens and the line of text that they make."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.understanding.tokens import join, offsets, tokenise

SAID = st.lists(
    st.sampled_from(["so", "it's", "5/10,", "(left)", "3 x 10.", "…", "why?", "a-b", "yes;", "“no”", "12.5"]),
    max_size=12,
).map(" ".join)


@given(SAID)
def test_every_token_is_found_where_it_is_said_to_begin(said: str) -> None:
    tokens = tokenise(said)
    text, begins = join(tokens), offsets(tokens)
    assert [text[at : at + len(t.text)] for at, t in zip(begins, tokens, strict=True)] == [
        t.text for t in tokens
    ]
    ends = [at + len(t.text) for at, t in zip(begins, tokens, strict=True)]
    between = [text[end:begin] for end, begin in zip(ends, begins[1:], strict=False)]
    assert all(gap in ("", " ") for gap in between)
    assert text[: begins[0]] == "" if tokens else text == ""
