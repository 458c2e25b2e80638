"""Of whom and when a thing was said: a relative's illness is not the patient's, a goal no measurement."""

from __future__ import annotations

from collections.abc import Sequence

from agent.drafting.support.bindings import GOAL, PAST, WAS
from agent.drafting.support.claims import ClaimNumber, StatementClaim
from agent.drafting.support.numbers import places_said
from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import weight, word_list

_KIN = word_list("kin")
_OWNERS = frozenset({"his", "her", "my", "your", "their", "patient's"})
_TIMES = frozenset({"date", "age", "day", "week", "month", "year", "hour"})
"""Units of numbers that say when or how long themselves."""
KIN_BACK = 8
"""Words before a finding in which a relative is named whose it is."""
RARE = 1.2
"""How telling a word must be to say whose a finding is."""


def time_wrong(numbers: Sequence[ClaimNumber], said: Said) -> bool:
    """Whether a number only ever said as a goal stands as measured, a former one as today's or as one."""
    for number in numbers:
        spoken = {said.words[p].time for p in places_said(number, said)}
        if len(spoken) == 1 and number.unit not in _TIMES:
            (when,) = spoken
            if when == "goal" and not number.around & GOAL:
                return True
            if when == "past" and number.time in ("", "goal") and not number.around & (PAST | WAS):
                return True
    return False


def subject_wrong(claim: StatementClaim, said: Said) -> bool:
    """Whether what the statement gives to the patient was only ever said of a relative."""
    if claim.kin:
        return False
    telling = [w.form for w in claim.words if w.form in said.by_form and weight(w.form) >= RARE]
    if len(telling) < 1 or len(claim.words) > 2 * len(telling) + 1:
        return False
    of_kin = [all(_after_kin(said, p) for p in said.by_form[f]) for f in dict.fromkeys(telling)]
    return bool(of_kin) and sum(of_kin) >= max(1, len(of_kin) - 1) and of_kin[0]


def _after_kin(said: Said, place: int) -> bool:
    here = said.words[place].sentence
    for k in range(place - 1, max(-1, place - KIN_BACK), -1):
        if said.words[k].sentence != here:
            return False
        if said.words[k].low in _KIN:
            return k > 0 and said.words[k - 1].low in _OWNERS
    return False
