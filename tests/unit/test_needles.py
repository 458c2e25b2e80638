"""An expression that is tried only where one of its fixed strings stands finds what it finds anywhere."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.needles import Family, Rare, needles
from agent.understanding import commands, phrasing, redflags, stages, wordsmith

FAMILIES: tuple[Family[Any], ...] = (
    commands._commands(),
    redflags._flags(),
    stages._cues(),
    wordsmith._CONTRACTED,
)
"""Every family of expressions of the understanding."""


@st.composite
def matched(draw: st.DrawFn) -> tuple[Family[Any], re.Pattern[str], str]:
    family = draw(st.sampled_from(FAMILIES))
    pattern, _ = draw(st.sampled_from(family.members))
    return family, pattern, draw(st.from_regex(pattern))


@given(matched())
def test_whatever_an_expression_matches_it_is_tried_on(
    drawn: tuple[Family[Any], re.Pattern[str], str],
) -> None:
    family, pattern, text = drawn
    assert pattern in [tried for tried, _ in family.to_try(text.lower())]


def test_next_to_nothing_is_tried_on_what_says_none_of_it() -> None:
    for family in FAMILIES:
        assert len(family.to_try("xyz")) < 0.1 * len(family.members)


def test_members_are_tried_in_their_order() -> None:
    family = Family((re.compile(says), says) for says in ("sore", "pain", r"\d", "ache"))
    assert [says for _, says in family.to_try("an ache, pain 4, sore")] == ["sore", "pain", r"\d", "ache"]
    assert [says for _, says in family.to_try("an ache")] == [r"\d", "ache"]


@pytest.mark.parametrize("others", [0, 70])
def test_a_string_of_two_letters_is_looked_for_too(others: int) -> None:
    """Among few strings and among many, which are looked for in two ways."""
    family = Family([(r"\b\d/5\b", "grade"), *((f"word {n:03}", "other") for n in range(others))])
    assert family.to_try("a grade of five") == []
    assert [value for _, value in family.to_try("graded 4/5")] == ["grade"]


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
        (r"\bfirm{2}ness\b", ("ness",)),
        (r"weight[- ]bearing{1,}", ("weight bearin", "weight-bearin")),
        (r"(?P<side>left|right)(?<=t) (?i:KNEE)", ("left knee", "right knee")),
        (r"[]x]\.\-y", ("].-y", "x.-y")),
        (r"re(?:ful{0,2}|s{,3}|less*) today", (" today",)),
        (r"(?:left|right)? hip", (" hip",)),
        (r"(?:sore|very sore|tender)(?: and| or)* (knee)", (" knee",)),
        (r"(?:hip|knee|ankle|wrist|elbow|thumb|finger|toe|heel|sole) (aches)", (" aches",)),
    ],
)
def test_needles_are_the_strings_that_tell_most(says: str, told: tuple[str, ...]) -> None:
    assert needles(re.compile(says)) == told


@pytest.mark.parametrize(
    "says",
    [
        *(r"\d+", r"(?:pain)?", r"pain|\w+", r"[^a]b*", r"(?=pain)\w+", r"(?!pain)\w+", r"(?:pain){0}."),
        *(r"(pain|sore)?(?(1)ful|less)", r"(?P<a>.)(?P=a)", r"(\w)\1", "(?x: p a i n )", ""),
    ],
)
def test_what_may_match_anything_has_no_needles(says: str) -> None:
    assert needles(re.compile(says)) == ()


RARE = [one for one in vars(phrasing).values() if isinstance(one, Rare)]


@given(st.sampled_from(RARE).flatmap(lambda rare: st.tuples(st.just(rare), st.from_regex(rare.compiled()))))
def test_a_rare_expression_is_found_wherever_it_matches(drawn: tuple[Rare, str]) -> None:
    rare, text = drawn
    for said in (text, text.upper(), f"so {text} then"):
        assert str(rare.search(said)) == str(rare.compiled().search(said))


@pytest.mark.parametrize("text", ["SORE and sore", "\u017fore", "fine", ""])
def test_a_rare_expression_does_what_a_compiled_one_does(text: str) -> None:
    rare, compiled = Rare(r"\bsore\b"), re.compile(r"\bsore\b", re.IGNORECASE)
    assert str(rare.search(text, 2, 8)) == str(compiled.search(text, 2, 8))
    assert str(rare.match(text)) == str(compiled.match(text))
    assert [m.span() for m in rare.finditer(text)] == [m.span() for m in compiled.finditer(text)]
    assert str(rare.fullmatch(text)) == str(compiled.fullmatch(text))
    assert [m.span() for m in rare.finditer(text, 1, 9)] == [m.span() for m in compiled.finditer(text, 1, 9)]
    assert rare.findall(text) == compiled.findall(text)
    assert rare.split(text) == compiled.split(text)
    assert rare.sub("well", text) == compiled.sub("well", text)
    assert rare.sub(lambda m: m.group().upper(), text, 1) == compiled.sub(
        lambda m: m.group().upper(), text, 1
    )


def test_a_rare_expression_may_tell_cases_apart() -> None:
    assert Rare(r"\bSi joint\b", flags=0).search("the Si joint")
    assert not Rare(r"\bSi joint\b", flags=0).search("the SI joint")


def test_a_rare_expression_is_not_compiled_before_it_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def compiled(_: Rare) -> re.Pattern[str]:
        raise AssertionError("compiled")

    monkeypatch.setattr(Rare, "compiled", compiled)
    assert Rare(r"\bsore\b").search("fine") is None
    with pytest.raises(AssertionError, match="compiled"):
        Rare(r"\bsore\b").search("sore")


def test_blanks_of_a_verbose_expression_are_no_needles() -> None:
    assert needles(re.compile("sore  # or not", re.VERBOSE)) == ()


def test_a_member_given_as_text_is_found_in_any_case_and_compiled_once() -> None:
    family = Family([("Sore", 1), ("ache", 2)])
    ((pattern, value),) = family.to_try("very sore")
    assert value == 1
    assert pattern.search("SORE")
    assert family.to_try("so sore")[0][0] is pattern is family.members[0][0]


def test_on_a_text_with_other_letters_all_are_tried() -> None:
    family = Family([(re.compile("sore", re.IGNORECASE), None)])
    assert family.to_try("\u017fore")  # the long s, which is an s where case does not count
    assert not family.to_try("very well")
