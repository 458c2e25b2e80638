"""Where a measurement says its sides, its times and whether the motion was active."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from agent.understanding.labels import Label, Way
from agent.understanding.marks import Mark
from agent.understanding.phrases import words
from agent.understanding.tokens import Token
from agent.understanding.values import went_from

_PERIOD: Final = r"(?:day|week|month|year|visit|session)"
_TIMES: Final = re.compile(
    r"(?P<before>"
    rf"(?:last|previous|prior|first|initial) "
    rf"(?:\w+day|evaluation|eval|note|time|reading|one|{_PERIOD})s?\b|"
    r"(?:at |on |since )?(?:the |our )?(?:initial )?(?:evaluation|eval|intake|admission|baseline|"
    r"start(?: of care)?|beginning)\b|"
    r"initially\b|originally\b|previously\b|earlier\b|prior\b|yesterday\b|before\b|initial\b|last\b|"
    rf"(?:a|an|one|\d+|several|few) {_PERIOD}s? (?:ago|before)\b|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"in (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r")|(?P<today>"
    r"(?:today|today's|now|currently|this (?:visit|morning|afternoon|week|session|time))\b"
    r")|(?P<goal>"
    r"(?:goal|goals|goal's|target|toward|towards|(?:aiming|shooting|hoping) for|"
    r"(?:we're|i'm|we are|i am) after|(?:we|i) want|(?:we|i)(?:'d| would) like)\b"
    r")"
)
_FROM: Final = frozenset(["from", "than"])
_WAS: Final = frozenset(["was", "were"])
_MODES: Final = {
    "active": "active", "actively": "active", "arom": "active",
    "passive": "passive", "passively": "passive", "prom": "passive",
}  # fmt: skip
BREAKS: Final = frozenset(
    [",", ";", "and", "but", "then", "versus", "vs", "compared", "while", "whereas", "or"]
)
_VERBS: Final = frozenset(["was", "were", "is", "are", "'s", "it's", "from"])
_ARTICLES: Final = frozenset(["the", "his", "her", "your", "a"])
_BEHIND: Final = frozenset(["on", "to", "with", "for", "in", "of", "at"])
_THAT_IS: Final = frozenset(["that's", "that", "is", ",", "on", "for", "the"])
_LEADS: Final = frozenset(
    ["is", "was", "are", "were", ":", "at", "lacks", "lacking", "has", "had", "did", "got"]
)
_OF_THE_SIDE: Final = frozenset(
    ["side", "one", "leg", "arm", "hand", "foot", "knee", "hip", "shoulder", "ankle"]
)
_UNITS: Final = words("openings_units")
_LONGEST_TIME: Final = 5


def sides(tokens: Sequence[Token], found: Sequence[Mark], ends: Sequence[int]) -> list[Label]:
    """The sides among the marks `found`. `ends`: where the values end, in order."""
    out = [
        Label(m.start, m.end, t.name, _way(tokens, m, ends)) for m in found if (t := m.of("side")) is not None
    ]
    return [
        x for i, x in enumerate(out) if not _both_of_them(tokens, out, i) and not _compared_with(tokens, x)
    ]


def _compared_with(tokens: Sequence[Token], side: Label) -> bool:
    """`84% of the left`: what the other side is measured by."""
    at = side.start
    while at > 0 and tokens[at - 1].low in _ARTICLES:
        at -= 1
    return at > 1 and tokens[at - 1].low == "of" and tokens[at - 2].text.endswith("%")


def _both_of_them(tokens: Sequence[Token], said: Sequence[Label], i: int) -> bool:
    """`both negative on the left`: both tests, on the one side that is named behind."""
    if i + 1 >= len(said) or tokens[said[i].start].low != "both" or said[i].end - said[i].start != 1:
        return False
    return not any(t.low in BREAKS for t in tokens[said[i].end : said[i + 1].start])


def _way(tokens: Sequence[Token], side: Mark, ends: Sequence[int]) -> Way:
    at = side.start
    while at > 0 and tokens[at - 1].low in _ARTICLES:
        at -= 1
    prepositions = at
    while prepositions > 0 and tokens[prepositions - 1].low in _BEHIND | _THAT_IS:
        prepositions -= 1
    at = prepositions
    while at > 0 and tokens[at - 1].low in _UNITS:
        at -= 1
    if prepositions < side.start and at in ends:
        return "behind"
    following = side.end
    while following < len(tokens) and tokens[following].low in _OF_THE_SIDE:
        following += 1
    return "ahead" if following < len(tokens) and tokens[following].low in _LEADS else ""


def modes(tokens: Sequence[Token], start: int, end: int) -> list[Label]:
    """`active` and `passive` in tokens [start, end)."""
    return [Label(i, i + 1, _MODES[tokens[i].low]) for i in range(start, end) if tokens[i].low in _MODES]


def times(tokens: Sequence[Token], start: int, end: int) -> Iterator[Label]:
    """When values in tokens [start, end) were taken: `before`, `today`, `goal`."""
    at = start
    while at < end:
        if tokens[at].low in _FROM and _value_next(tokens, at + 1, end) and not _ranges(tokens, at):
            yield Label(at, at + 1, "before", "ahead")
            at += 1
            continue
        if tokens[at].low == "to" and any(went_from(tokens, i) for i in range(max(start, at - 2), at)):
            yield Label(at, at + 1, "today", "ahead")
            at += 1
            continue
        said = " ".join(t.low for t in tokens[at : min(end, at + _LONGEST_TIME)])
        match = _TIMES.match(said)
        size = match.group().count(" ") + 1 if match is not None else 1
        if match is None or _not_a_time(tokens, at, at + size, end):
            at += size
            continue
        yield Label(at, at + size, match.lastgroup or "", "behind" if match.group().endswith("ago") else "")
        at += size


def _ranges(tokens: Sequence[Token], at: int) -> bool:
    """`from 5 to 110` is one range of motion, `went from 21 to 24` is not."""
    low = [t.low for t in tokens[at + 1 : at + 4]]
    return (
        low[1:2] == ["to"]
        and low[2:3] != []
        and low[2].lstrip("-")[:1].isdigit()
        and not went_from(tokens, at + 1)
    )


def _value_next(tokens: Sequence[Token], at: int, end: int) -> bool:
    """`up from 38`, `than a 6`, and not `from the floor`."""
    while at < end and tokens[at].low in (
        "a",
        "an",
        "about",
        "the",
        "only",
        "her",
        "his",
        "was",
        "it",
        "'s",
        "at",
    ):
        at += 1
    return at < end and tokens[at].text.lstrip("-")[:1].isdigit()


_COMPARED: Final = frozenset(["than", "since", "from", "like", "as", "over", "to", "versus", "vs", "the"])
_BEHIND_BEFORE: Final = frozenset(["", ",", ";", "was", "it", "treatment", "session", "the", "today"])


def _not_a_time(tokens: Sequence[Token], at: int, end: int, upto: int) -> bool:
    """`the last 10 degrees`, `before fatigue`, `better than last week`: no value of another visit."""
    before = tokens[at - 1].low if at else ""
    if before == "the" and at > 1:
        before = tokens[at - 2].low
    if before in _COMPARED and not _value_next(tokens, end, upto):
        return True
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    if tokens[at].low == "last":
        return following.isdigit() and at + 2 < len(tokens) and tokens[at + 2].low in _UNITS
    return tokens[at].low == "before" and following not in _BEHIND_BEFORE


def breaks(tokens: Sequence[Token], start: int, end: int, *, verbs: bool = False) -> list[tuple[int, str]]:
    """The places in tokens [start, end) where another value may begin.

    `verbs`: so does a verb behind a value (`105 was 95 last visit`), not one behind a label (`left is 5`).
    """
    out: list[tuple[int, str]] = []
    valued = False
    for i in range(start, end):
        low = tokens[i].low
        if low in BREAKS or (verbs and valued and low in _VERBS):
            out.append((i, low))
            valued = False
        valued = valued or low[:1].isdigit()
    return out


def with_their_time(
    tokens: Sequence[Token], cuts: Sequence[tuple[int, str]], told: Sequence[Label]
) -> list[tuple[int, str]]:
    """`cuts` with the time that leads a verb behind the cut: `78 | last visit was 70` tells that of 70."""
    out = []
    for at, word in cuts:
        leads = (
            x
            for x in told
            if word in _WAS and x.name == "before" and x.end <= at and _only_a_subject(tokens, x.end, at)
        )
        out.append((next((x.start - 1 for x in leads), at), word))
    return out


def _only_a_subject(tokens: Sequence[Token], start: int, end: int) -> bool:
    return all(t.low in _SUBJECTS for t in tokens[start:end])


_SUBJECTS = frozenset(["it", "that", "this", "which", "he", "she", "they"])


def led_by_was(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether `was` leads the value at `at` with no number and no comma in between."""
    for i in range(at - 1, start - 1, -1):
        if tokens[i].low in _WAS:
            return True
        if tokens[i].text in ",;" or tokens[i].text[:1].isdigit():
            return False
    return False
