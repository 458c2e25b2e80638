"""Exercises of a clause with their dose: sets, repetitions, hold, load, minutes, frequency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from agent.domain.facts import ExerciseFact
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.marks import MEASURES, Mark
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, join

_DOSE = Rare(r"\b(\d+) x (\d+)\b(?: ?(seconds?|minutes?|s\b|reps?))?")
_REPS = re.compile(r"\b(\d+) (?:reps?|repetitions|times|each)\b", re.IGNORECASE)
_HOLD = re.compile(r"\b(\d+)[- ]?seconds?(?: holds?)?\b", re.IGNORECASE)
_MINUTES = re.compile(r"\b(\d+) minutes?\b", re.IGNORECASE)
_LOAD = re.compile(
    r"\b(?:(?:at|with|using) (?:an? )?)?(\d+(?:\.\d+)? ?(?:lb|kg|pound|kilogram)s?\b|(?:red|"
    r"green|blue|yellow|black|orange|gray|grey|silver|light|medium|heavy) (?:thera)?band|"
    r"theraband (?:red|green|blue|yellow|black)|\d+[- ]inch (?:step|box|chair))",
    re.IGNORECASE,
)
_FREQUENCY = Rare(
    r"\b(?:(?:once|twice|\d+ (?:times|x)|\d+ to \d+ times) (?:a|per|each) day|daily|"
    r"every (?:other )?day|every \d+(?: to \d+)? hours|(?:once|twice|\d+ times) (?:a|"
    r"per) week|twice daily|BID|TID|\d+ days (?:a|per) week|nightly|every morning)\b",
)
_NOT_DONE = Rare(r"\b(?:held|hold off|deferred|skipped|not|no|without|instead of|avoid)\b")
_NOT_A_NAME = words("doses_not_a_name")


def exercises(
    clause: Clause, base: dict[str, Any], *, home: bool
) -> Iterator[tuple[type[ExerciseFact], dict[str, Any]]]:
    """The exercises that the clause names or doses, in spoken order."""
    named = [m for m in clause.marks if m.of("exercise")]
    spots = sorted([*((m.start, m.end, _name(clause, m)) for m in named), *_unnamed(clause, named)])
    for i, (start, end, name) in enumerate(spots):
        stop = spots[i + 1][0] if i + 1 < len(spots) else len(clause.tokens)
        window = join(clause.tokens[end:stop])
        before = join(clause.tokens[max(0, start - 3) : start])
        if _NOT_DONE.search(before) or re.match(
            r"^,? ?(?:was |were )?(?:held|deferred|skipped|not )", window
        ):
            continue
        rest = join(clause.tokens[end:])
        yield ExerciseFact, base | {"name": name, "home": home} | _dose(window, clause.text, rest)


_USUAL_REPS = frozenset([5, 6, 8, 10, 12, 15, 20, 25, 30])
_AFTER_A_DOSE = frozenset(["each", "and", "then", "per", "at", "on", "reps", "both", "left", "right", "plus"])


_LOADS = frozenset(
    [
        "weight",
        "weights",
        "dumbbell",
        "dumbbells",
        "hammer",
        "kettlebell",
        "cable",
        "cuff",
        "band",
        "lb",
        "kg",
    ]
)


def _loaded(clause: Clause, at: int) -> bool:
    """Whether something was lifted or pulled against before the token `at`, and nothing measured or rated."""
    return any(t.low in _LOADS for t in clause.tokens[:at]) and not any(
        m.of("outcome", "performance", "symptom", "muscle") for m in clause.marks
    )


def with_sets(clause: Clause) -> None:
    """`band rows, three of twelve` is 3 x 12, beside an exercise and unless a word makes it a share
    (`three of ten with good form`)."""
    tokens = list(clause.tokens)
    for at in range(len(tokens) - 3, -1, -1):
        sets, of, reps = clause.tokens[at : at + 3]
        following = clause.tokens[at + 3].low if at + 3 < len(clause.tokens) else ""
        if (
            of.low == "of"
            and sets.number in (2, 3, 4, 5)
            and reps.number in _USUAL_REPS
            and (not following.isalpha() or following in _AFTER_A_DOSE)
            and not _shares_before(clause, at, reps)
            and (
                any(m.of("exercise") and not m.of(*MEASURES) and m.end <= at for m in clause.marks)
                or _loaded(clause, at)
            )
        ):
            dose = replace(sets, text=f"{sets.text} x {reps.text}", end=reps.end, number=None)
            tokens[at : at + 3] = [replace(dose, low=dose.text)]
    for at in range(len(tokens) - 3, 0, -1):
        if at + 3 > len(tokens):
            continue
        reps, comma, times = tokens[at : at + 3]
        if (
            times.low in _ROUNDS
            and comma.text == ","
            and reps.number in _USUAL_REPS
            and _ends(tokens, at + 3)
        ):
            dose = replace(reps, text=f"{_ROUNDS[times.low]} x {reps.text}", end=times.end, number=None)
            tokens[at : at + 3] = [replace(dose, low=dose.text)]
    if len(tokens) < len(clause.tokens):
        clause.retokenised(tokens)


def _shares_before(clause: Clause, at: int, of: Token) -> bool:
    """`five out of eight tries, last time two of eight`: so many of so many were told before."""
    return any(t.text.endswith(f"/{of.text}") for t in clause.tokens[:at])


_ROUNDS = {"twice": 2, "thrice": 3}
"""`median sliders, ten, twice` is 2 x 10."""


def _ends(tokens: list[Token], at: int) -> bool:
    return at >= len(tokens) or not tokens[at].is_word or tokens[at].low in ("and", "then", "on", "each")


def _name(clause: Clause, mark: Mark) -> str:
    return join(clause.tokens[mark.start : mark.end]).casefold()


def _unnamed(clause: Clause, named: list[Mark]) -> list[tuple[int, int, str]]:
    """Doses with a name that the lexicon lacks: the words before them back to a comma or `and`."""
    out = []
    for at, token in enumerate(clause.tokens):
        if not _DOSE.fullmatch(token.text):
            continue
        begin = at
        while (
            begin > 0
            and clause.tokens[begin - 1].text not in (",", ";")
            and clause.tokens[begin - 1].low not in ("and", "then")
            and at - begin < 7
        ):
            begin -= 1
        while begin < at and clause.tokens[begin].low in _NOT_A_NAME:
            begin += 1
        if begin == at or any(begin <= m.start < at or m.start <= begin < m.end for m in named):
            continue
        if any(m.of("intervention") and begin <= m.start < at for m in clause.marks):
            continue
        if (
            begin
            and clause.tokens[begin - 1].text == ","
            and any(m.end == begin - 1 or m.end == begin - 2 for m in named)
        ):
            continue
        name = join(clause.tokens[begin:at]).strip(" ,").casefold()
        if re.search(r"[a-z]{3}", name) and not _HOLD.fullmatch(name):
            out.append((begin, at, name))
    return out


def _dose(window: str, clause_text: str, rest: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if match := _DOSE.search(window):
        fields["sets"] = int(match.group(1))
        unit = (match.group(3) or "").casefold()
        if unit.startswith(("sec", "s")) and unit:
            fields["hold_s"] = float(match.group(2))
        elif unit.startswith("min"):
            fields["minutes"] = float(match.group(2))
        else:
            fields["reps"] = int(match.group(2))
    elif match := _REPS.search(window):
        fields["reps"] = int(match.group(1))
    if "hold_s" not in fields and (match := _HOLD.search(window)):
        fields["hold_s"] = float(match.group(1))
    if (
        "minutes" not in fields
        and not fields
        and (match := _MINUTES.search(window))
        and window.find(",") not in range(match.start())
    ):
        fields["minutes"] = float(match.group(1))
    if match := _LOAD.search(_own(window)):
        fields["load"] = match.group(1)
    if frequency := _frequency(window, clause_text, rest):
        fields["frequency"] = frequency
    return fields


_NEXT_NAME = re.compile(
    r"(?:,|\band\b|\bthen\b)\s+(?:and |then )?(?!(?:with|at|using|against|hold\w*|each|both|on|in|for|off|"
    r"once|twice|daily|every|red|green|blue|yellow|black|orange|gr[ae]y|silver|light|medium|heavy|thera\w*|no|"
    r"left|right)\b)[a-z]",
    re.IGNORECASE,
)


def _own(window: str) -> str:
    """`window` without an unmarked exercise behind the dose: `2 x 8, side steps with the green band`."""
    dose = _DOSE.search(window)
    other = _NEXT_NAME.search(window, dose.end()) if dose else None
    return window[: other.start()] if other else window


def _frequency(window: str, clause_text: str, rest: str) -> str:
    """The exercise's own frequency; one that the clause says once holds for all of its exercises."""
    if own := _FREQUENCY.search(window):
        return own.group()
    found = [m.group() for m in _FREQUENCY.finditer(clause_text)]
    if len({f.casefold() for f in found}) < 2:
        return found[0] if found else ""
    behind = [m.group() for m in _FREQUENCY.finditer(rest)]
    return behind[0] if len(behind) == len(found) else ""
