"""A value taken back some words later: `Ashworth two… let go, again. No, one plus.` leaves one plus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.provoked import came_of_it
from agent.understanding.redone import Redone
from agent.understanding.tokens import Token

_VALUE = re.compile(r"^-?\d[\d.]*(?:%|[+-]|[+-]?/\d+)?$")
_RESULTS = frozenset(["positive", "negative", "normal", "absent", "present", "left", "right"])
_NO = frozenset(["no", "nope", "wait", "actually", "scratch", "correction"])
MOST_ASIDE = 9
"""Words that may stand between the taking back and the value that is to stand."""


def retaken(said: Sequence[Clause]) -> list[Clause]:
    """The clauses of a conversation with every value that its speaker took back put right."""
    out: list[Clause] = []
    redone = Redone()
    for clause in said:
        if redone.takes(clause) or (out and came_of_it(out[-1], clause)):
            continue
        if clause.speaker is None or clause.question:
            out.append(clause)
            continue
        _within(clause)
        if out and (_across(out, clause) or _measured_again(out, clause)):
            continue
        out.append(clause)
    return out


def _kind(token: Token) -> str:
    if token.low in _RESULTS:
        return "side" if token.low in ("left", "right") else "result"
    if not _VALUE.match(token.text):
        return ""
    return "number"


def _within(clause: Clause) -> None:
    """`FABER positive, well, no, that is groin stretch, call FABER negative`: the last result stands."""
    _without_choice(clause)
    tokens = clause.tokens
    at = next(
        (
            i
            for i, t in enumerate(tokens)
            if i > 1 and t.low in _NO and tokens[i - 1].text in (",", "…", "...")
        ),
        -1,
    )
    if at < 0:
        return
    behind = [i for i in range(at + 1, len(tokens)) if _kind(tokens[i])]
    if len(behind) != 1 or behind[0] != len(tokens) - 1 or behind[0] - at > MOST_ASIDE:
        return
    new = tokens[-1]
    place = next((i for i in range(at - 1, -1, -1) if _kind(tokens[i]) == _kind(new)), -1)
    if place < 0 or _kind(new) == "side":
        return
    kept = list(tokens[:at])
    while kept and (not kept[-1].is_word or kept[-1].low in ("well", "hmm", "um", "uh", "oh")):
        kept.pop()
    kept[place] = replace(new, glued=kept[place].glued)
    clause.retokenised(kept)


_CHOSEN = Rare(
    r"\d[\d.]*(?: (?:seconds|degrees|cm|mm|kg|lb|feet|meters))?"
    r"(?P<tail> ?, (?:and )?(?:i'll|i will|we'll|we will|let's|i'm going to) (?:take|use|keep|count|go with) "
    r"(?:that|this)(?: one)?)$",
    flags=0,
)


def _without_choice(clause: Clause) -> None:
    """`14.1, I'll take that one`: that a trial counts is told by its being written down."""
    match = _CHOSEN.search(" ".join(t.low for t in clause.tokens))
    if match is not None:
        clause.retokenised(clause.tokens[: -len(match.group("tail").split())])


def _across(out: Sequence[Clause], clause: Clause) -> bool:
    """`No, 1+.` after a value of the same turn: that value is put right, and the clause is used up."""
    tokens = [t for t in clause.tokens if t.is_word or _VALUE.match(t.text)]
    if not 2 <= len(tokens) <= 5 or tokens[0].low not in ("no", "nope", "correction", "sorry"):
        return False
    values = [t for t in tokens[1:] if _kind(t) == "number"]
    if len(values) != 1 or any(t.low not in _SMALL for t in tokens[1:] if t is not values[0]):
        return False
    for last in reversed(out[-3:]):
        if last.turn != clause.turn or last.speaker != clause.speaker:
            return False
        place = next(
            (i for i in range(len(last.tokens) - 1, -1, -1) if _kind(last.tokens[i]) == "number"), -1
        )
        if place >= 0:
            fixed = list(last.tokens)
            fixed[place] = replace(values[0], glued=fixed[place].glued)
            last.retokenised(fixed)
            last.lead_spans.append((clause.start, clause.end))
            return True
    return False


_NEXT_TRIAL = re.compile(
    r"\b(?:second|third|last|next|other|better) (?:trial|try|one|time|attempt)(?:'s| is| was)? "
    r"(?P<value>\d[\d.]*)\b"
)
_UNITS = frozenset(["seconds", "degrees", "feet", "meters", "per", "second", "kg", "lb", "mm", "cm"])
_AVERAGE = Rare(
    r"\b(?:average|mean|median)\b(?: of (?:the |those |all )?(?:two|three|2|3|both)(?: \w+)?)?"
    r"(?: ?,)?(?: (?:so|and))?(?: (?:it|that|which))?(?:'s| is| was| comes (?:out )?(?:to|at)| makes| gives)?"
    rf" (?P<value>\d[\d.]*)(?: (?:{'|'.join(sorted(_UNITS))}))*$",
    flags=0,
)
"""`no, her phone has 1.02, let's take the average of the two, that's 0.99`: the value that is to stand."""
_TAKES = re.compile(r"\b(?:take|use|count|keep|record|write(?: down)?|go with|goes? with|call it)\b")


def _measured_again(out: Sequence[Clause], clause: Clause) -> bool:
    """`14.3. I stopped the watch late, the second trial's 13.8, I'll take that one`: 13.8 stands."""
    match = _NEXT_TRIAL.search(clause.low) or _AVERAGE.search(clause.low)
    if match is None or not _TAKES.search(clause.low):
        return False
    last = out[-1]
    values = [i for i, t in enumerate(last.tokens) if _kind(t) == "number"]
    new = next((t for t in reversed(clause.tokens) if t.text == match.group("value")), None)
    if new is None:
        return False
    same = last.turn == clause.turn and last.speaker == clause.speaker
    if not same or not values or any(t.low not in _UNITS for t in last.tokens[values[-1] + 1 :]):
        clause.retokenised([new])
        return False
    tokens = list(last.tokens)
    tokens[values[-1]] = replace(new, glued=tokens[values[-1]].glued)
    last.retokenised(tokens)
    last.lead_spans.append((clause.start, clause.end))
    return True


_SMALL = frozenset(
    ["it's", "it", "is", "that's", "make", "that", "a", "sorry", "wait", "call", "say", "degrees"]
)
