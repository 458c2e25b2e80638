"""Tenths said without a point: after `12.8 seconds`, `that was fifteen one` is 15.1."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, Mark
from agent.understanding.numbers import names_a_test
from agent.understanding.phrases import lexicon
from agent.understanding.tokens import Token

TURNS_BACK = 2
_CLOSES = frozenset(
    ["", ",", ".", "in", "last", "at", "when", "before", "and", "now", "seconds", "today", "on"]
)


def tenths_written(said: Sequence[Clause]) -> None:
    """Write the point into numbers that follow one with a point: of a therapist in talk, or compared."""
    pointed = -9
    before: Clause | None = None
    for clause in said:
        if clause.speaker is None:
            _compared(clause)
            if before is not None and clause.turn == before.turn:
                _given_back(before, clause)
            _of_one_number(clause)
            before = clause
        if clause.speaker != "THERAPIST":
            continue
        tokens: list[Token] = []
        for token in clause.tokens:
            if "." in token.text and token.number is not None:
                pointed = clause.turn
            tokens.append(token)
        if clause.turn - pointed > TURNS_BACK:
            continue
        merged = _merged(tokens)
        if len(merged) != len(tokens):
            clause.retokenised(merged)


def _given_back(before: Clause, clause: Clause) -> None:
    """`left twenty six | one tug thirteen two`: the digit ends the number before, and counts no tests."""
    tokens, last = clause.tokens, before.tokens[-1]
    digit = _DIGITS.get(tokens[0].low, tokens[0].text)
    opens = any(m.start == 1 and m.of(*MEASURES) for m in clause.marks)
    if not opens or len(digit) != 1 or not digit.isdigit() or last.number is None:
        return
    if tokens[1].low in _COUNTED or not _only_a_tenth(before, last.number, int(digit)):
        return
    before.retokenised([*before.tokens, tokens[0].written(digit, number=float(digit))])
    clause.retokenised(list(tokens[1:]))
    _of_one_number(before)


def _of_one_number(clause: Clause) -> None:
    """`TUG thirteen two`, `girth 27 4`: a tenth, where the digit can be no other trial."""
    tokens = clause.tokens
    for at in reversed(_told_twice(clause)):
        digit = _DIGITS.get(tokens[at + 1].low, tokens[at + 1].text)
        if _only_a_tenth(clause, tokens[at].number or 0, int(digit)):
            text = f"{tokens[at].text}.{digit}"
            joined = tokens[at].written(text, end=tokens[at + 1].end, number=float(text))
            clause.retokenised([*tokens[:at], joined, *tokens[at + 2 :]])
            tokens = clause.tokens


def two_numbers_told(clause: Clause) -> bool:
    """Whether two numbers stand side by side: a tenth or two trials, only who measured knows."""
    return clause.speaker is None and bool(_told_twice(clause))


def _told_twice(clause: Clause) -> list[int]:
    """Where a number is followed by a single digit that ends what is told of a measure taken in tenths."""
    tokens = clause.tokens
    if not any(m.of("girth", "performance", "muscle") is not None for m in clause.marks):
        return []
    named = {m.start for m in clause.marks if m.of("side", *MEASURES) is not None}
    inside = {i for m in clause.marks for i in range(m.start, m.end)}
    out = []
    for at in range(1, len(tokens) - 1):
        token, digit = tokens[at], _DIGITS.get(tokens[at + 1].low, tokens[at + 1].text)
        whole = token.number is not None and token.text.isdigit() and 5 <= token.number < 100
        if not whole or len(digit) != 1 or not digit.isdigit() or {at, at + 1} & inside:
            continue
        behind = tokens[at + 2].low if at + 2 < len(tokens) else ""
        if tokens[at - 1].number is not None or (behind not in _ENDS and at + 2 not in named):
            continue
        if _taken_in_tenths(clause, at, behind):
            out.append(at)
    return out


def _taken_in_tenths(clause: Clause, at: int, behind: str) -> bool:
    mark = _measure_before(clause, at)
    if mark is None:
        return False
    if mark.of("muscle") is not None:
        return behind in _WEIGHTS
    return mark.of("girth") is not None or behind in _SECONDS or _unit_of(mark) in _TENTHS


def _only_a_tenth(clause: Clause, whole: float, digit: int) -> bool:
    """Whether a second trial of `digit` is out of the question: no girth of 4 cm, no TUG of 2 s after 13."""
    mark = _measure_before(clause, len(clause.tokens))
    if mark is None or mark.of("muscle") is not None:
        return False
    if mark.of("girth") is not None:
        return whole >= _LEAST_GIRTH
    if mark.of("performance") is None or _unit_of(mark) not in (*_TENTHS, "m/s"):
        return False
    held = mark.of("exercise") is not None or mark.terms[0].name in _HELD
    return digit <= whole * (_OF_A_HOLD if held else _OF_A_TIME)


def _measure_before(clause: Clause, at: int) -> Mark | None:
    told = [m for m in clause.marks if m.end <= at and m.of(*MEASURES) is not None]
    return told[-1] if told else None


def _unit_of(mark: Mark) -> str:
    term = mark.of("performance")
    table = lexicon("measures")["performance"]
    return str(table.get(term.name, {}).get("unit", "")) if term is not None else ""


_DIGITS = {"one": "1"}
_COUNTED = frozenset(["trial", "trials", "time", "times"])
_TENTHS = ("seconds", "s", "cm")
_SECONDS = frozenset(["seconds", "second", "sec", "s"])
_WEIGHTS = frozenset(["pounds", "lb", "lbs", "kg", "kilograms"])
_ENDS = (
    _SECONDS
    | _WEIGHTS
    | {"", ",", ".", ";", "cm", "centimeters", "last", "was", "goal", "today", "and", "on"}
)
_HELD = frozenset(["single leg stance", "tandem stance", "semi-tandem stance", "stance on foam", "Romberg",
                   "mCTSIB", "plank hold"])  # fmt: skip
_LEAST_GIRTH = 12
_OF_A_TIME, _OF_A_HOLD = 0.6, 0.35
"""The share of a first trial below which a second one is out of the question."""


def tenth_said(clause: Clause) -> None:
    """`Thirteen two.` behind a test that is timed: in tenths, where no other number is said."""
    numbers = [t for t in clause.tokens if t.number is not None or t.low == "one"]
    merged = _merged(clause.tokens) if len(numbers) == 2 else clause.tokens
    if len(merged) != len(clause.tokens):
        clause.retokenised(list(merged))


def _compared(clause: Clause) -> None:
    """In a dictation only what is compared with a number that has a point: `13.1, it was fifteen three`."""
    tokens = clause.tokens
    pointed = next((i for i, t in enumerate(tokens) if "." in t.text and t.number is not None), None)
    if pointed is None:
        return
    named = {m.start for m in clause.marks if m.of("side", "joint", "part", *MEASURES) is not None}
    out = list(tokens[: pointed + 1])
    at = pointed + 1
    while at < len(tokens):
        compared = tokens[at - 1].low in _COMPARES
        joined = _with_tenth(tokens, at, named) if compared else None
        out.append(joined or tokens[at])
        at += 2 if joined is not None else 1
    if len(out) != len(tokens):
        clause.retokenised(out)


_COMPARES = frozenset(["was", "were", "from", "goal", "target", "versus", "and", "left", "right"])


def _merged(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        joined = _with_tenth(tokens, at)
        out.append(joined or tokens[at])
        at += 2 if joined is not None else 1
    return out


def _with_tenth(tokens: Sequence[Token], at: int, named: Collection[int] = ()) -> Token | None:
    """The number at `at` with the digit behind it as its tenth; None where nothing shows that it is one.

    `named`: where a side or a measure is named, so that a number before it has come to its end.
    """
    if at + 1 >= len(tokens):
        return None
    token, tenth = tokens[at], tokens[at + 1]
    digit = "1" if tenth.low == "one" else tenth.text
    whole = token.number is not None and token.number.is_integer() and 5 <= token.number < 100
    closes = (
        at + 2 == len(tokens)
        or at + 2 in named
        or tokens[at + 2].low in _CLOSES
        or names_a_test(tokens, at + 2)
    )
    if not whole or not digit.isdigit() or len(digit) != 1 or not closes:
        return None
    text = f"{token.text}.{digit}"
    return token.written(text, end=tenth.end, number=float(text))
