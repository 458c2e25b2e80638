"""What is said later of a value that was just said: `you were 52 at the start, and we want 20`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.base import OPPOSITE
from agent.late import late
from agent.needles import Rare
from agent.understanding.before import behind_the_meant, meant_side
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES
from agent.understanding.phrases import words
from agent.understanding.places import sides_of
from agent.understanding.sections import has_number
from agent.understanding.session.sums import tells_total
from agent.understanding.tokens import Token

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_MONTHS = "|".join(sorted(words("numbers_months") - {"may"}))
_DATED = f"{_DAYS}|{_MONTHS}"
_WAS = Rare(
    r"^(?:and |but |so |yep |yes |yeah |well |,)*(?:(?:it|that|this|you|they|which|he|she)(?:'d| had| "
    r"have)?(?: been)?(?: only)? "
    r"(?:was|were|had|did|got|came in|started|lacked|scored|made|"
    r"could only|used to (?:be|get|do)|been)\b(?: (?:at|"
    r"only|about|a|an|"
    r"lacking|doing|getting|up|out))*|(?:was|were|from|(?:(?:that's|that is|it's|it is|which is) )?"
    r"(?:up|down) from|compared (?:to|with)|versus|"
    rf"(?:on |in |back in |last )?(?:{_DATED})(?:,? (?:it|you|that|she|he))? (?:was|were|had|did)\b|"
    r"(?:a |an? )?(?:month|week|visit) ago(?:,? (?:it|you|that|she|he) (?:was|were|did|had))?\b|last "
    r"(?:time|week|visit|"
    r"month)|at (?:the )?(?:start|eval\w*|beginning)|when (?:we|you) (?:started|met|came))\b)",
)
_WAS_AFTER = Rare(
    r"^(?:a |an |yep |yes |yeah |about |only |,)*-?\d[\d./+%-]*(?: (?:degrees|seconds|cm|mm|kg|lb|reps|feet|"
    r"meters))? "
    r"(?:last (?:time|week|visit|month)|at (?:the )?(?:start|eval\w*|beginning)|(?:a|1|2|3|4|5|6|one|two|"
    r"three|four|six) "
    r"(?:week|month|visit)s? ago|when (?:we|you) (?:started|met|came))\b",
)
_WANT = Rare(
    r"^(?:and |but |so |,)*(?:(?:we|we'd|i'd|we're|we are|i|i'm|i am|you|you're|let's)(?: (?:still|would|"
    r"'d))? "
    r"(?:want|wanted|after|want to (?:get to|see)|"
    r"looking for|aiming for|shooting for|trying for|like|need)(?: (?:it|you|to|at|be|see|get|hit|about))*|"
    r"(?:the |our |your )?(?:goal|target)(?:'s| is| was|:)?)(?= (?:a |an |about |at |over |under |at least "
    r")*-?\d)",
)
_IS_GOAL = late(r"^(?:and |but |so |,)*(?:the |our |your )?(?:goal|target)\b", re.IGNORECASE)
_TAIL = Rare(
    r"(?:, ?right|,? ?\b(?:wasn't it|remember|didn't you|weren't you|yes|yeah|i think|if i remember))$",
)
MOST_WORDS = 22
_OPENS_A_TIME = frozenset(["last", "at", "when"])


class Carry:
    """Remembers the last value said and takes on what is said of it afterwards."""

    def __init__(self, involved: str = "none") -> None:
        self._last: Clause | None = None
        self._before: Clause | None = None
        """The value told right before the last one, in the same turn."""
        self._involved = involved

    def takes(self, clause: Clause) -> bool:
        """Whether `clause` only goes on about the last value; then it has become part of that clause."""
        last = self._last
        if last is not None and clause.turn == last.turn and _CANNOT.match(clause.text):
            _go_on(last, clause, clause.tokens)
            return True
        if last is None or clause.turn - last.turn > 2 or not has_number(clause):
            return False
        if len(clause.tokens) > MOST_WORDS or clause.text.endswith("minutes"):
            return False
        if any(m.of(*MEASURES) or m.of("intervention", "exercise", "joint") for m in clause.marks):
            return False
        if clause.turn == last.turn and clause.speaker == "PATIENT":
            return False
        named = {t.name for m in clause.marks if (t := m.of("side")) is not None}
        if named and not named <= {t.name for m in last.marks if (t := m.of("side")) is not None}:
            return False
        if _tells_today(clause, last) or _aims_ahead(clause, last):
            return False
        words = _said(clause)
        if words is None:
            return False
        if not named and len(sides_of(last.marks) & set(OPPOSITE)) > 1:
            at = behind_the_meant(clause, last, self._involved, goal=words[0].low == "goal")
            if at and not _told_inside(last, words):
                _put_in(last, clause, words, at)
            if at is not None:
                return at > 0
        if self._before is not None:
            told = (self._before, self._before.text), (last, last.text)
            last = last if meant_side(clause, *told, self._involved) == "second" else self._before
        if [t.low for t in last.tokens[-len(words) :]] == [t.low for t in words]:
            return True
        _go_on(last, clause, words)
        return True

    def heard(self, clause: Clause) -> None:
        """A clause that goes into the note: its value is the one that is spoken of next."""
        if clause.speaker == "PATIENT" and not has_number(clause):
            return
        self._before = self._last if self._last is not None and self._last.turn == clause.turn else None
        if has_number(clause):
            treats = any(m.of("intervention", "exercise") for m in clause.marks) or " x " in clause.text
            timed = tells_total(clause.tokens) or "minutes" in clause.low.split()[-1:]
            self._last = None if treats or timed else clause
        else:
            self._last = None


def _told_inside(last: Clause, words: Sequence[Token]) -> bool:
    said = " ".join(t.low for t in words)
    return f"({said})" in " ".join(t.low for t in last.tokens)


def _put_in(last: Clause, clause: Clause, words: Sequence[Token], at: int) -> None:
    """Put `words` in brackets behind the value of one of the two sides that `last` tells."""
    lead, spans = last.lead, [*last.lead_spans, (clause.start, clause.end)]
    opens = replace(words[0], text=f"({words[0].text}", low=f"({words[0].low}", glued=False)
    inside = [opens, *words[1:]]
    inside[-1] = replace(inside[-1], text=f"{inside[-1].text})", low=f"{inside[-1].low})")
    last.retokenised([*last.tokens[:at], *inside, *last.tokens[at:]])
    last.lead, last.lead_spans = lead, spans


def _go_on(last: Clause, clause: Clause, words: Sequence[Token]) -> None:
    """Put `words` of `clause` behind the value they are of."""
    comma = Token(",", clause.start, clause.start + 1, glued=True, low=",")
    lead, spans = last.lead, list(last.lead_spans)
    start, end = last.start, last.end
    last.retokenised([*last.tokens, comma, *words])
    last.lead, last.lead_spans = lead, spans
    if clause.turn != last.turn:
        last.lead_spans += [(start, end), (clause.start, clause.end)]


_CANNOT = late(
    r"^(?:and |but )?(?:on |with )(?:just |only )?(?:the |your )?(?:left|right)(?: one| side| leg| foot|"
    r" arm)?"
    r"(?: alone| only| by itself)?,? (?:you|he|she|it|they) (?:can't|cannot|couldn't|could not|can not)"
    r"(?: (?:do|manage|get) (?:it|one|any))?(?: yet| at all)?$",
    re.IGNORECASE,
)
"""`On the left alone you can't yet.`, behind what both did."""
_TODAY = late(r"\b(?:today|right now|currently|at the moment|this (?:morning|visit))\b", re.IGNORECASE)
_AIMS = late(r"\b(?:goals?|want|aim\w*|shoot\w*|hop(?:e|ing)|target|(?:in|within|by) \d+ (?:weeks|months))\b")


def _tells_today(clause: Clause, last: Clause) -> bool:
    """`Quick dash under 20 in six weeks. It was 52 today`: no part of the goal, but what was measured.

    Such a clause is led by the measure that the goal is of.
    """
    named = [m for m in last.marks if m.of("outcome", "performance", "motion")]
    if not named or not _TODAY.search(clause.low) or not _AIMS.search(last.low):
        return False
    first = next(i for i, t in enumerate(clause.tokens) if t.text[:1].isdigit() or t.text[:1] == "-")
    when = [replace(t, text="today", glued=False) for t in clause.tokens[:first] if t.low == "today"]
    clause.retokenised([clause.tokens[first], *when, *clause.tokens[first + 1 :]])
    term = named[-1].of("outcome", "performance", "motion")
    clause.lead = f"{term.name if term is not None else ''}:"
    clause.lead_spans.append((last.start, last.end))
    return True


_BY_THEN = late(r"\b(?:in|within|by|over) (?:the next )?(?:\d+ (?:weeks|months|visits)|discharge)$")


def _aims_ahead(clause: Clause, last: Clause) -> bool:
    """`I want it under twenty by eight weeks`: a goal of its own, which takes the measure's name over."""
    term = next((t for m in reversed(last.marks) if (t := m.of("outcome", "performance", "motion"))), None)
    if term is None or not _WANT.match(clause.text) or not _BY_THEN.search(clause.low):
        return False
    name = [_like(clause.tokens[0], w) for w in ("goal", "is", *term.name.split())]
    clause.retokenised([*name, *_wanted(clause.tokens)[1:]])
    clause.lead_spans.append((last.start, last.end))
    return True


def _said(clause: Clause) -> list[Token] | None:
    """The words to add: `was 52 at the start, goal 20`; None when the clause is about something else."""
    text = clause.text
    tokens = list(clause.tokens)
    if _WANT.match(text):
        return _wanted(tokens)
    if _WAS_AFTER.match(text):
        at = next(i for i, t in enumerate(tokens) if t.text[:1].isdigit() or t.text[:1] == "-")
        return [_like(tokens[0], "was"), *_goals_inside(_without_tail(tokens[at:]))]
    if _WAS.match(text):
        at = next((i for i, t in enumerate(tokens) if t.text[:1].isdigit() or t.text[:1] == "-"), -1)
        if at < 0 or at > 9:
            return None
        between = [t.low for t in tokens[:at]]
        lacked = [t for t in tokens[:at] if t.low in ("lacked", "lacking", "short")]
        when = tokens[:at] if between[0] in _OPENS_A_TIME or "ago" in between else []
        if (day := next((t for t in tokens[:at] if re.fullmatch(_DATED, t.low)), None)) is not None:
            when = [_like(day, "on" if re.fullmatch(_DAYS, day.low) else "in"), day]
        front = [_like(tokens[0], "was")]
        if lacked:
            front.append(_like(lacked[0], "lacking"))
        rest = _goals_inside(_without_tail(tokens[at:]))
        dated = [t for t in when if t.low not in ("it", "was", "you", "were", ",", "had")]
        ends = next((i for i, t in enumerate(rest) if t.text == ","), len(rest))
        return [*front, *rest[:ends], *dated, *rest[ends:]]
    return None


def _wanted(tokens: Sequence[Token]) -> list[Token]:
    at = next(i for i, t in enumerate(tokens) if t.text[:1].isdigit() or t.text[:1] == "-")
    bound = [t for t in tokens[:at] if t.low in ("over", "under", "least", "below", "above")]
    return [_like(tokens[0], "goal"), *bound, *_without_tail(tokens[at:])]


def _goals_inside(tokens: Sequence[Token]) -> list[Token]:
    """`52 at the start, and we want 20`: the second part called the goal it is."""
    for i, token in enumerate(tokens):
        if i and token.low in (",", "and", "but"):
            rest = list(tokens[i + 1 :])
            while rest and rest[0].low in (",", "and", "but"):
                rest.pop(0)
            text = " ".join(t.text for t in rest)
            if _WANT.match(text):
                comma = replace(token, text=",", low=",", glued=True)
                return [*tokens[:i], comma, *_wanted(rest)]
    return list(tokens)


def _without_tail(tokens: Sequence[Token]) -> list[Token]:
    text = " ".join(t.text for t in tokens)
    match = _TAIL.search(text)
    if not match:
        return list(tokens)
    drop = len([w for w in match.group().replace(",", " , ").split() if w])
    kept = list(tokens[:-drop])
    while kept and kept[-1].text == ",":
        kept.pop()
    return kept or list(tokens)


def _like(token: Token, text: str) -> Token:
    return Token(text, token.start, token.end, low=text)
