"""Where another thing begins inside a sentence: by signs, or without punctuation by rules and weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from agent.understanding.ahead import covered_by, dosed, low, minutes_follow, value_follows, valued
from agent.understanding.commas import LONG_WINDED, clause_start, response_start
from agent.understanding.marks import MEASURES, Mark, marks
from agent.understanding.runon import HOLDS_ON, goes_on, sides_last, starts_free
from agent.understanding.statement_ends import begins
from agent.understanding.together import goes_on_naming, named_together
from agent.understanding.tokens import Token, join

LONGEST = 60
"""An unpunctuated clause is cut after so many words at the latest: keeps the cutting linear."""


def pieces(sentence: list[Token], unpunctuated: bool, *, dictated: bool) -> Iterator[list[Token]]:
    """A sentence cut where another thing begins. `dictated`: it is no turn of a conversation."""
    found = marks(sentence)
    if unpunctuated:
        cuts = _never_too_long(sentence, _begins(sentence, found))
    else:
        cuts = _between_signs(sentence, found, by_commas=dictated and len(sentence) >= LONG_WINDED)
    start = 0
    for cut in cuts:
        yield sentence[start:cut]
        start = cut
    yield sentence[start:]


def _begins(sentence: Sequence[Token], found: Sequence[Mark]) -> Iterator[int]:
    """Where rules and weights together cut an unpunctuated sentence.

    What the rules know for certain stands: the end of a pair that says its sides last, a person behind a
    treatment, and a goal of its own, because it belongs to another section. No single word is left behind,
    and what the weights add alone cuts nothing that must go on.
    """
    rules = by_rules(sentence, found)
    covered = covered_by(found)
    certain = {
        at
        for before, at in pairwise([0, *rules])
        if _opens_with_its_mode(sentence, before, at, covered)
        or sides_last(sentence, before, at - 1, covered)
        or (low(sentence, at) == "goal" and not _told_of_a_value(sentence, at + 1))
        or (low(sentence, at) in _PERSONS and _is_given(covered.get(at - 1)))
    }
    start = 0
    for at in sorted({*begins(sentence, found, rules), *certain}):
        if _forbids_what_follows(sentence, start, at):
            continue
        if at - start > 1 and (at in rules or not goes_on(sentence, at, covered)):
            yield at
            start = at


_OF_A_MOVEMENT = frozenset(
    ["active", "passive", "heavy", "deep", "forced", "forceful", "overhead", "full", "strong", "hard", "fast",
     "aggressive", "combined", "early", "rapid", "sudden", "extreme", "high", "low", "impact"]
)  # fmt: skip


def _forbids_what_follows(tokens: Sequence[Token], start: int, at: int) -> bool:
    """`no loaded | flexion past 90`: cut there, what is forbidden would stand as if it were asked for."""
    said = [low(tokens, k) for k in range(start, at)]
    words_ = said[-2:] if said[-2:-1] == ["no"] else said[-3:] if said[-3:-2] == ["no"] else []
    return bool(words_) and all(w in _OF_A_MOVEMENT or w.endswith("ed") for w in words_[1:])


_MODES = frozenset(["active", "passive", "resisted"])
_NAMED_WITHIN = 4
"""Words of `passive right hip flexion`."""


def _opens_with_its_mode(sentence: Sequence[Token], start: int, at: int, covered: dict[int, Mark]) -> bool:
    """`portals closed and dry | passive right hip flexion 78`: no state, but how the motion is measured."""
    if low(sentence, at) not in _MODES or low(sentence, at - 1) in HOLDS_ON:
        return False
    if not any((m := covered.get(k)) is not None and m.of("palpation") for k in range(start, at)):
        return False
    for k in range(at + 1, min(len(sentence), at + 1 + _NAMED_WITHIN)):
        mark = covered.get(k)
        if mark is None:
            return False
        if mark.of("motion") is not None:
            return value_follows(sentence, mark.end)
    return False


_PERSONS = frozenset(["he", "she", "they", "i", "we"])


def _is_given(mark: Mark | None) -> bool:
    return mark is not None and mark.of("exercise", "intervention") is not None


def _told_of_a_value(sentence: Sequence[Token], at: int) -> bool:
    """`four minus, goal five`, `goal is ten`: the goal of what was measured before."""
    return low(sentence, at) in ("is", "was", "for", "of") or low(sentence, at)[:1].isdigit()


def by_rules(sentence: Sequence[Token], found: Sequence[Mark]) -> list[int]:
    """Where the rules cut an unpunctuated sentence: what the fitted weights start from."""
    by_start, covered = {m.start: m for m in found}, covered_by(found)
    out, start = list[int](), 0
    for at in range(1, len(sentence)):
        if at <= start:
            continue
        if low(sentence, at - 1) not in (",", "."):
            cut = starts_free(sentence, start, at, by_start, covered)
        else:
            cut = _starts(sentence, start, at, by_start, covered) or response_start(sentence, start, at)
        if cut is None and at - start >= LONGEST and sentence[at - 1].low not in HOLDS_ON:
            cut = at
        if cut is not None and cut > start:
            out.append(cut)
            start = cut
    return out


def _never_too_long(sentence: Sequence[Token], cuts: Iterable[int]) -> Iterator[int]:
    """`cuts`, and one more wherever `LONGEST` words have none."""
    start = 0
    for cut in [*cuts, len(sentence)]:
        while cut - start > LONGEST:
            start = next((i for i in range(start + LONGEST, cut) if sentence[i - 1].low not in HOLDS_ON), cut)
            if start < cut:
                yield start
        if cut < len(sentence):
            yield cut
        start = cut


def _between_signs(sentence: Sequence[Token], found: Sequence[Mark], *, by_commas: bool) -> Iterator[int]:
    """Where the rules cut a punctuated sentence."""
    by_start, covered = {m.start: m for m in found}, covered_by(found)
    start = 0
    for at in range(1, len(sentence)):
        if at <= start:
            continue
        cut = _starts(sentence, start, at, by_start, covered) or response_start(sentence, start, at)
        if cut is None and by_commas:
            cut = clause_start(sentence, start, at)
        if cut is not None and cut > start:
            yield cut
            start = cut


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
