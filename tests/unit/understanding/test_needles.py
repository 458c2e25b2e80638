"""An expression that is tried only where one of its fixed strings stands finds what it finds anywhere."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.understanding import commands, redflags, stages
from agent.understanding.needles import Gated, needles


@cache
def gated() -> tuple[Gated, ...]:
    """Every expression of the understanding that stands behind a gate."""
    return (*commands._gated(), *redflags._flags().values(), *(pattern for pattern, _ in stages._cues()))


@st.composite
def matched(draw: st.DrawFn) -> tuple[Gated, str]:
    one = draw(st.sampled_from(gated()))
    return one, draw(st.from_regex(one.pattern))


@given(matched())
def test_whatever_an_expression_matches_is_found_behind_its_gate(drawn: tuple[Gated, str]) -> None:
    one, text = drawn
    found, sought = one.search(text, text.lower()), one.pattern.search(text)
    assert found is not None
    assert sought is not None
    assert found.span() == sought.span()
    assert [m.span() for m in one.finditer(text, text.lower())] == [
        m.span() for m in one.pattern.finditer(text)
    ]


def test_most_expressions_have_needles() -> None:
    assert sum(bool(one.needles) for one in gated()) > 0.95 * len(gated())


@pytest.mark.parametrize(
    ("says", "told"),
    [
        (r"\bbowel\b|\bbladder\b", ("bladder", "bowel")),
        (r"\b(?:un)?stead(?:y|ily)\b", ("steadily", "steady")),
        (r"(?:no|not any) \w+ pain", (" pain",)),
        (r"sore(?!ly)", ("sore",)),
        (r"Goal", ("goal",)),
        (r"[ab]c\w*(left|right)\d", ("left", "right")),
        (r"(?:ab)+c", ("ab",)),
    ],
)
def test_needles_are_the_strings_that_tell_most(says: str, told: tuple[str, ...]) -> None:
    assert needles(re.compile(says)) == told


@pytest.mark.parametrize(
    "says", [r"\d+", r"(?:pain)?", r"pain|\w+", r"[^a]b*", r"(?=pain)\w+", r"(?!pain)\w+"]
)
def test_what_may_match_anything_has_no_needles(says: str) -> None:
    assert needles(re.compile(says)) == ()


def test_a_text_with_other_letters_is_searched_whole() -> None:
    one = Gated.of(re.compile("sore", re.IGNORECASE))
    assert one.search("\u017fore", "\u017fore")  # the long s, which is an s where case does not count
    assert one.search("very well", "very well") is None
