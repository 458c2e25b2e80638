"""All that a statement's words, denials, numbers and sides say together on whether it is of this visit.

A sentence of another visit betrays itself by little in each: a word unsaid, a number that stands beside
other words, a side that goes with nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from agent.drafting.support.align import Alignment
from agent.drafting.support.claims import StatementClaim
from agent.drafting.support.denials import NAMES as DENIALS
from agent.drafting.support.numbers import NAMES as NUMBERS
from agent.drafting.support.said import Said
from agent.drafting.support.sides import NAMES as SIDES
from agent.drafting.support.telling import telling
from agent.drafting.support.terms import NAMES as TERMS
from agent.drafting.support.topics import NAMES as TOPICS
from agent.drafting.support.topics import topic_features

Row = tuple[float, ...]
_DENIALS = (
    "best_open", "least", "denied_wrong_share", "open_prior", "heavy", "open_sum", "open_heavy",
    "open_missing", "open_least", "denied_sum", "open_right", "turned",
)  # fmt: skip
_LEAST_OF_NUMBERS = ("rival_margin", "own_margin", "company", "gap_margin")
_MOST_OF_NUMBERS = ("unit_said", "before_own", "own", "often", "point", "company_weight", "gap_margin")
_LEAST_OF_SIDES, _MOST_OF_SIDES = ("next_mine", "mine_company"), ("near_mine",)
NAMES = (
    *TERMS, "telling", "told_most", *TOPICS, *_DENIALS, "unsaid",
    *(f"number_least_{n}" for n in _LEAST_OF_NUMBERS), *(f"number_most_{n}" for n in _MOST_OF_NUMBERS),
    *(f"side_least_{n}" for n in _LEAST_OF_SIDES), *(f"side_most_{n}" for n in _MOST_OF_SIDES),
)  # fmt: skip
"""The features, in order. Of numbers and sides the least and the most that any has; -1 without one."""
NONE = -1.0
_of_denials = itemgetter(*map(DENIALS.index, _DENIALS))
_least_of_numbers = [NUMBERS.index(n) for n in _LEAST_OF_NUMBERS]
_most_of_numbers = [NUMBERS.index(n) for n in _MOST_OF_NUMBERS]
_least_of_sides = [SIDES.index(n) for n in _LEAST_OF_SIDES]
_most_of_sides = [SIDES.index(n) for n in _MOST_OF_SIDES]


def whole_features(
    claim: StatementClaim,
    said: Said,
    found: Alignment,
    rows: tuple[Row, Row],
    numbers: Sequence[Row | None],
    sides: Sequence[Row],
) -> Row:
    """`rows`: of the terms and of the denials. Of `numbers` None is one that was never said."""
    terms, denials = rows
    told = [n for n in numbers if n is not None]
    return (
        *terms,
        *telling(claim, said, found),
        *topic_features(claim, said),
        *_of_denials(denials),
        float(len(told) < len(numbers)),
        *(min((n[i] for n in told), default=NONE) for i in _least_of_numbers),
        *(max((n[i] for n in told), default=NONE) for i in _most_of_numbers),
        *(min((s[i] for s in sides), default=NONE) for i in _least_of_sides),
        *(max((s[i] for s in sides), default=NONE) for i in _most_of_sides),
    )
