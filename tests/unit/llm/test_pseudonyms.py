from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.llm.pseudonyms import TOKEN, Hidden, LeftoverIdentifier, Pseudonyms, prove_hidden

KEY = bytes(range(32))
TEXT = "Zebulon Quux said Zeb would come on May 1."
SPANS = [
    Hidden(0, 12, "NAME", "patient"),
    Hidden(18, 21, "NAME", "patient"),
    Hidden(36, 41, "DATE", "May 1"),
]


def test_the_same_person_has_the_same_token() -> None:
    hidden = Pseudonyms(KEY, "visit-1").hide(TEXT, SPANS)
    names = [t for t in TOKEN.findall(hidden) if t.startswith("[NAME")]
    assert len(names) == 2
    assert len(set(names)) == 1
    assert "Zeb" not in hidden


def test_tokens_differ_by_visit_and_by_key() -> None:
    hidden = {
        Pseudonyms(key, scope).hide(TEXT, SPANS)
        for key in (KEY, KEY[::-1])
        for scope in ("visit-1", "visit-2")
    }
    assert len(hidden) == 4


def test_a_person_is_restored_by_their_longest_name() -> None:
    names = Pseudonyms(KEY, "visit-1")
    assert names.restore(names.hide(TEXT, SPANS)) == "Zebulon Quux said Zebulon Quux would come on May 1."


def test_what_was_hidden_once_is_hidden_everywhere() -> None:
    names = Pseudonyms(KEY, "v")
    names.hide(TEXT, SPANS)
    again = names.hide_again("Zeb and Zebra met Zebulon Quux")
    assert "Zeb " not in again
    assert "Zebra" in again


def test_a_forged_token_in_the_text_is_no_token() -> None:
    names = Pseudonyms(KEY, "v")
    real = names.token("NAME", "patient", "Zebulon Quux")
    hidden = names.hide(f"He said {real} aloud", [])
    assert names.restore(hidden) == f"He said {real[1:-1]} aloud"


def test_a_token_that_nobody_made_is_found() -> None:
    assert Pseudonyms(KEY, "v").unknown_tokens("[NAME_AAAAAAAA] came") == {"[NAME_AAAAAAAA]"}


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        Pseudonyms(b"short", "v")


@pytest.mark.parametrize(
    "text",
    ["it was zebulon again", "ZEBULON", "record 60-41 927", "call (206) 555 0137", "Zébulon came"],
)
def test_a_leftover_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(LeftoverIdentifier) as caught:
        prove_hidden(text, ("Zebulon", "MRN-6041927", "206-555-0137"))
    assert "ebulon" not in str(caught.value).casefold()


def test_nothing_left_is_nothing_refused() -> None:
    prove_hidden("flexion 105, was 95, goal 120", ("Zebulon", "MRN-6041927", "206-555-0137", ""))


@given(st.text(max_size=60), st.data())
def test_hiding_and_restoring_one_span_gives_the_text_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    names = Pseudonyms(KEY, "v")
    spans = [Hidden(start, end, "NAME", text[start:end])] if end > start else []
    if not TOKEN.search(text):
        assert names.restore(names.hide(text, spans)) == text
