"""What is only said to go on speaking is left out of a conversation; what it tells stays as spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.understanding.fluent import fluent
from agent.understanding.tokens import join, tokenise


def said(text: str) -> str:
    return join(fluent(tokenise(text)))


@pytest.mark.parametrize(
    ("spoken", "kept"),
    [
        ("I was, um, trying to lift it", "I was trying to lift it"),
        ("it's in, in, in the inside of, uh, my knee", "it's in the inside of my knee"),
        ("for your, your blood pressure", "for your blood pressure"),
        ("there is no, there is no, fracture", "there is no, fracture"),
        ("I was ex- exerting myself", "I was exerting myself"),
        ("it's kind of swollen and, you know, sort of hot", "it's swollen and hot"),
        ("a little bit of a limp, a little bit better", "a little limp, a little better"),
        ("we'll go ahead and order an x-ray", "we'll order an x-ray"),
        ("I go, like, every 3 hours", "I go every 3 hours"),
    ],
)
def test_hesitations_repeats_and_fillers_are_left_out(spoken: str, kept: str) -> None:
    assert said(spoken) == kept


@pytest.mark.parametrize(
    "spoken",
    [
        "4, 4 and 5",
        "left, left and then right",
        "no, no numbness",
        "very, very sore",
        "the scar is 15 mm long",
        "mm-hmm",
        "what kind of pain",
        "some kind of pop",
        "do you know, does it wake you",
        "if it gets worse, that's the ER, not me",
        "pre- and post-op films",
        "it's not actually the knee",
        "she had had a fall",
    ],
)
def test_what_tells_something_stays(spoken: str) -> None:
    assert said(spoken) == spoken


_WORDS = [
    "the",
    "knee",
    "left",
    "no",
    "4",
    "10",
    ",",
    ".",
    "like",
    "um",
    "again",
    "it",
    "is",
    "you",
    "know",
    "a",
]


@given(st.lists(st.sampled_from(_WORDS), max_size=30))
def test_nothing_is_added_and_order_and_places_are_kept(spoken: list[str]) -> None:
    tokens = tokenise(" ".join(spoken))
    places = [t.start for t in fluent(tokens)]
    assert places == sorted(places)
    assert {(t.text, t.start, t.end) for t in fluent(tokens)} <= {(t.text, t.start, t.end) for t in tokens}


@given(st.lists(st.sampled_from(_WORDS), max_size=30))
def test_every_number_and_side_is_kept(spoken: list[str]) -> None:
    tokens = tokenise(" ".join(spoken))

    def facts(kept: list[str]) -> list[str]:
        return [w for w in kept if w.isdigit() or w in ("left", "right")]

    assert facts([t.low for t in fluent(tokens)]) == facts([t.low for t in tokens])
