"""Where another thing begins inside a sentence, with punctuation to go by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.understanding.ahead import covered_by, dosed, low, minutes_follow, value_follows, valued
from agent.understanding.commas import LONG_WINDED, clause_start, response_start
from agent.understanding.marks import MEASURES, Mark, marks
from agent.understanding.runon import HOLDS_ON, starts_free
from agent.understanding.together import goes_on_naming, named_together
from agent.understanding.tokens import Token, join

LONGEST = 60
"""An unpunctuated clause is cut after so many words at the latest: keeps the cutting linear."""


def pieces(sentence: list[Token], unpunctuated: bool, *, dictated: bool) -> Iterator[list[Token]]:
    """A sentence cut where another thing begins. `dictated`: it is no turn of a conversation."""
    found = marks(sentence)
    by_start = {m.start: m for m in found}
    covered = covered_by(found)
    start = 0
    by_commas = dictated and not unpunctuated and len(sentence) >= LONG_WINDED
    for at in range(1, len(sentence)):
        if at <= start:
            continue
        free = unpunctuated and low(sentence, at - 1) not in (",", ".")
        cut = (starts_free if free else _starts)(sentence, start, at, by_start, covered)
        if cut is None and not free:
            cut = response_start(sentence, start, at)
        if cut is None and by_commas:
            cut = clause_start(sentence, start, at)
        if cut is None and unpunctuated and at - start >= LONGEST and sentence[at - 1].low not in HOLDS_ON:
            cut = at
        if cut is not None and cut > start:
            yield sentence[start:cut]
            start = cut
    yield sentence[start:]


_JOINERS = frozenset([",", "and", "then", "but", "so", "plus", "also"])


def _starts(
    tokens: Sequence[Token], start: int, at: int, by_start: dict[int, Mark], covered: dict[int, Mark]
) -> int | None:
    """In a punctuated sentence: a comma or `and` before another measurement, treatment or total."""
    if low(tokens, at) in _JOINERS and low(tokens, at) != ",":
        return None
    joined = at - 1
    if low(tokens, joined) not in _JOINERS:
        return None
    while joined - 1 > start and low(tokens, joined - 1) in _JOINERS:
        joined -= 1
    if _plans(tokens, at) and not _plans(tokens, start):
        return joined
    head = at
    while head < len(tokens) and (
        (
            (m := by_start.get(head)) is not None
            and m.of("side", "joint", "part") is not None
            and m.of(*MEASURES) is None
        )
        or low(tokens, head)
        in ("active", "passive", "resisted", "the", "our", "his", "her", "then", "unilateral", "current")
    ):
        m = by_start.get(head)
        head = m.end if m is not None else head + 1
    mark = by_start.get(head)
    if mark is None:
        words = tuple(low(tokens, at + k) for k in range(2))
        if words in (
            ("total", "time"),
            ("total", "treatment"),
            ("next", "visit"),
            ("next", "time"),
            ("next", "session"),
        ):
            return joined
        return None
    if mark.of(*MEASURES) is not None and mark.of("exercise") is None:
        earlier = [m for i in range(start, joined) if (m := covered.get(i)) and m.of(*MEASURES)]
        sided_before = bool(earlier)
        if mark.of("vital") and earlier and earlier[-1].of("vital"):
            return None
        treats = any((m := covered.get(i)) and m.of("intervention") for i in range(start, joined))
        if treats and dosed(tokens, mark.end):
            return None
        if earlier and goes_on_naming(tokens, covered, earlier[-1], mark):
            return None
        if (
            sided_before
            and valued(tokens, start, joined, covered)
            and value_follows(tokens, named_together(tokens, covered, mark)[-1].end)
        ):
            return joined
    term = mark.of("intervention")
    if term is not None and (not term.data.weak or minutes_follow(tokens, mark.end, covered)):
        before = any((m := covered.get(i)) and m.of("intervention") for i in range(start, joined)) and any(
            t.number is not None for t in tokens[start:joined]
        )
        if before and minutes_follow(tokens, mark.end, covered):
            return joined
    return None


_PLANS = re.compile(
    r"^(?:continue\b|keep (?:going|up|him|her|them)\b|next (?:visit|session|time|week)\b|"
    r"back (?:on )?(?:mon|tues|wednes|thurs|fri)day|"
    r"see (?:him|her|them) (?:back|again|on|next|in|mon|tues|wednes|thurs|fri)|"
    r"(?:recheck|reassess|follow up)\b|(?:we |i )?will (?:add|continue|progress|try|start|recheck)\b)",
    re.IGNORECASE,
)
_OFTEN = re.compile(r"^(?:once|twice|\d+(?: times| visits| x)?) (?:a|per) week\b", re.IGNORECASE)


def _plans(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plan opens at `at`; how often alone is one only as a consequence (`…, so two a week`)."""
    text = join(tokens[at : at + 6])
    return _PLANS.match(text) is not None or (low(tokens, at - 1) == "so" and _OFTEN.match(text) is not None)
