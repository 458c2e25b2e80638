"""Parts of what an examiner says aloud: values, units, sides and the words around them, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.base import OPPOSITE
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.marks import Mark
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, tokenise

LEADING = words("talk_exam_leading")
BETWEEN = words("talk_exam_between")
LONGEST_SERIES = 40
"""Tokens of a clause in which one motion after the other may be told; keeps the reading linear."""
JOINS = frozenset([",", "and", "then"])
NOT_EXAM = frozenset(
    [
        "minutes",
        "minute",
        "seconds",
        "second",
        "reps",
        "sets",
        "times",
        "pounds",
        "lb",
        "visits",
        "weeks",
        "feet",
        "x",
    ]
)


LEVEL = Rare(
    r"^(?:(?:and|on|the|your|left|right|thumb|hand|one|that|gets?|got|goes|reaches|comes|just|about|to|up|at)"
    r",? )*"
    r"(?:[TL]\d{1,2}\b|(?:your |the |his |her )?(?:back pocket|hip pocket|buttocks?|"
    r"sacrum|belt line|"
    r"waist(?:band)?|bra (?:strap|line)|shoulder blade)\b)",
    flags=0,
)
"""How far the hand comes up the back."""
REACHES = Rare(
    r"^(?:\w+ )?(?:finger ?tips?|fingers|hands?|palms?|knuckles|chin|ear)(?: \w+){0,3}? "
    r"(?:to|at|past|below|above|touch\w*) (?:the |your |her |his )?(?:mid[ -]?)?(?:floor|knees?|shins?|toes|"
    r"ankles?|"
    r"thighs?|calf|calves|patell\w+|chest|shoulder)\b",
)
"""How far a motion goes, told by what is reached: `fingertips to the floor`."""


def is_range(tokens: Sequence[Token]) -> bool:
    """Whether two numbers begin the words, from the one to the other."""
    return (
        len(tokens) > 2
        and tokens[1].low == "to"
        and tokens[0].number is not None
        and tokens[2].number is not None
    )


GRIP = "grip strength"


def gripped(clause: Clause) -> Clause | None:
    """`Squeeze… six kilos left`: grip strength, by its unit."""
    at = next((i for i, t in enumerate(clause.tokens[:5]) if t.low in ("squeeze", "grip", "squeezing")), -1)
    if (
        at < 0
        or not any(t.low in ("kg", "lb") for t in clause.tokens)
        or any(m.of("muscle") for m in clause.marks if m.start != at)
    ):
        return None
    first = next((i for i, t in enumerate(clause.tokens) if has_digit(t)), -1)
    if first < at:
        return None
    side = [t for m in clause.marks if m.start < first and (t := m.of("side"))]
    easy = any((t := m.of("result")) and t.name == "pain free" for m in clause.marks if m.start < at)
    name = " ".join(w for w in ("pain-free" if easy else "", GRIP, side[-1].name if side else "") if w)
    return led_by(clause, name, clause.tokens[first:])


_HANDS = frozenset(["me", "my"])


def without_resistance(clause: Clause) -> None:
    """`kick out, don't let me bend it`: what the therapist does meanwhile is no motion that is measured."""
    while (cut := resistance(clause)) is not None:
        kept = [*clause.tokens[: cut[0]], *clause.tokens[cut[1] :]]
        while kept and (kept[-1].low in JOINS or not kept[-1].is_word) and not has_digit(kept[-1]):
            kept.pop()
        clause.retokenised(kept)


def resistance(clause: Clause) -> tuple[int, int] | None:
    """The words [start, end) of `don't let me …` or `against me`, with other words before them."""
    low = clause.words()
    for i in range(1, min(len(low) - 1, LONGEST_SERIES)):
        start = i
        if low[i : i + 2] == ["let", "me"]:
            start = i - 2 if low[i - 1] == "not" else i - 1
        elif low[i] != "against" or low[i + 1] not in _HANDS:
            continue
        end = next((k for k in range(i, len(low)) if low[k] == "," or has_digit(clause.tokens[k])), len(low))
        if any(t.is_word for t in clause.tokens[:start]):
            return start, end
    return None


_UNITS = words("openings_units") | frozenset(["without", "with", "pain", "lacks", "lacking", "to", "was"])


def only_value(clause: Clause) -> bool:
    """Whether a clause is a value with its side and unit, and no more."""
    return all(
        has_digit(t) or not t.is_word or t.low in LEADING | BETWEEN | _UNITS or is_placed(clause.marks, i)
        for i, t in enumerate(clause.tokens)
    )


def about_so_much(clause: Clause) -> bool:
    """`About fifty.`, with nothing behind it."""
    said = [t for t in clause.tokens if t.is_word and t.low not in ("degrees", "degree")]
    return said[0].low == "about" and len(said) == 2 and has_digit(said[1])


def part_of(clause: Clause, start: int, end: int) -> Clause:
    """Tokens [start, end) of a clause without joining words at their ends, as a clause of its own."""
    tokens = clause.tokens[start:end]
    while len(tokens) > 1 and tokens[0].low in JOINS:
        tokens = tokens[1:]
    while len(tokens) > 1 and tokens[-1].low in JOINS:
        tokens = tokens[:-1]
    opens = clause.new_sentence and start == 0
    return clause.other(tokens, new_sentence=opens, lead_spans=clause.lead_spans)


def asks_for_grip(clause: Clause) -> bool:
    low = [t.low for t in clause.tokens]
    squeezed = any(w in ("squeeze", "grip", "gripper", "dynamometer") for w in low)
    elsewhere = any(w in ("shoulder", "blade", "blades", "glutes", "ball") for w in low)
    return squeezed and not elsewhere and not value_said(clause)


def value_said(clause: Clause) -> bool:
    """Whether a number stands in the clause that is no number of tries."""
    for i, token in enumerate(clause.tokens):
        following = clause.tokens[i + 1].low if i + 1 < len(clause.tokens) else ""
        if has_digit(token) and following not in ("goes", "tries", "times", "trials", "reps", "of"):
            return True
    return False


def has_digit(token: Token) -> bool:
    return (
        token.text[:1].isdigit()
        or (token.text[:1] == "-" and token.text[1:2].isdigit())
        or bool(re.match(r"^[CTLS]\d+$", token.text))
    )


def dosed(clause: Clause) -> bool:
    return any(" x " in t.text or t.low in NOT_EXAM for t in clause.tokens)


def is_placed(found: Sequence[Mark], at: int) -> bool:
    return any(m.start <= at < m.end and m.of("side", "joint", "part") for m in found)


def without_between(tokens: Sequence[Token]) -> list[Token]:
    """The words between a motion and its value that tell something: a side, `lacks`, a position."""
    kept = [
        t
        for i, t in enumerate(tokens)
        if t.low not in BETWEEN or (t.low == "straight" and i and tokens[i - 1].low in ("knee", "elbow"))
    ]
    while kept and not kept[0].is_word:
        kept.pop(0)
    return kept


def mode_in(tokens: Sequence[Token]) -> str:
    """How a motion is taken, by the words: `passive`, `active`, or nothing."""
    said = [t.low for t in tokens]
    if "passive" in said or "passively" in said:
        return "passive"
    return "active" if "active" in said or "actively" in said else ""


def without_setup(tokens: Sequence[Token]) -> list[Token]:
    """`turn it out, elbow in, 40`: how the limb is kept meanwhile is no part of what was measured.

    `Knee straight` and `elbow bent` are, for the same motion may be measured both ways.
    """
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.low == ",":
            parts.append([])
        parts[-1].append(token)
    return [t for part in parts if not _is_setup([t.low for t in part if t.is_word]) for t in part]


def _is_setup(low: Sequence[str]) -> bool:
    return len(low) > 1 and _SETUP.issuperset(low) and bool(_KEPT.intersection(low))


_SETUP = words("talk_exam_setup")
_KEPT = frozenset(["in", "by", "at", "still", "relaxed", "level", "tucked", "flat", "together", "apart"])


def pair_in(tokens: Sequence[Token]) -> tuple[Token, Token] | None:
    said = [t for t in tokens if t.is_word and t.low not in ("degrees",)]
    if len(said) == 3 and said[1].low == "and" and said[0].number is not None and said[2].number is not None:
        return said[0], said[2]
    return None


def other_inside(tokens: Sequence[Token], side: str) -> list[Token]:
    """`122, and the other side, 160` with the other side called by its name."""
    out: list[Token] = []
    at = 0
    low = [t.low for t in tokens]
    while at < len(tokens):
        if low[at] == "other" and side in OPPOSITE and at + 1 < len(tokens):
            while out and out[-1].low in ("the", "and", "on", ","):
                out.pop()
            out.append(Token(",", tokens[at].start, tokens[at].end, glued=True, low=","))
            out.append(replace(tokens[at], text=OPPOSITE[side], low=OPPOSITE[side], glued=False))
            at += 2
            continue
        out.append(tokens[at])
        at += 1
    return out


def led_by(clause: Clause, front: str, rest: Sequence[Token]) -> Clause:
    """The clause with other words in front; they stand for the first word of the clause."""
    first = clause.tokens[0]
    head = [replace(t, start=first.start, end=first.end, number=None) for t in tokenise(front)]
    tokens = [*head, *(replace(t, glued=False) if i == 0 else t for i, t in enumerate(rest))]
    return clause.other(tokens, lead_spans=[(clause.start, clause.end)])
