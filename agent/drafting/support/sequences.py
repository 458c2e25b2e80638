"""Whether a statement's numbers were said one after the other, or another number in the place of one.

`Rotation left 41, right 53` of a talk that says `left 42 right 53`: beside the 53 stands another number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator

from agent.drafting.support.claims import ClaimNumber, StatementClaim
from agent.drafting.support.said import Said, number_keys

NAMES = ("beside_before", "beside_after", "replaced_before", "replaced_after", "beside_least")
"""The features, in order: 1 said beside the neighbouring number, -1 not so, 0 no neighbour; 1 replaced."""
APART, SAID_APART = 12, 16
"""Words within which two numbers are neighbours, in a statement and in the talk."""
Places = Callable[[ClaimNumber, Said], Collection[int]]


def sequence_features(
    number: ClaimNumber, claim: StatementClaim, said: Said, places: Places
) -> tuple[float, ...]:
    mine = places(number, said)
    stated = {key for n in claim.numbers for s in n.spellings for key in number_keys(s)}
    beside, replaced = [], []
    for step in (-1, 1):
        neighbour = _neighbour(number, claim, step)
        theirs = set(places(neighbour, said)) if neighbour is not None else set()
        if not theirs:
            beside.append(0.0)
            replaced.append(0.0)
            continue
        met = any(k in theirs for p in mine for k in _next_number(p, step, said))
        beside.append(1.0 if met else -1.0)
        others = [said.words[k].number for p in theirs for k in _next_number(p, -step, said)]
        replaced.append(float(not met and any(stated.isdisjoint(number_keys(o)) for o in others)))
    return (*beside, *replaced, min(beside))


def _neighbour(number: ClaimNumber, claim: StatementClaim, step: int) -> ClaimNumber | None:
    """The number before (-1) or after (1) one in its statement."""
    at = next(i for i, n in enumerate(claim.numbers) if n is number) + step
    if not 0 <= at < len(claim.numbers) or abs(claim.numbers[at].at - number.at) > APART:
        return None
    return claim.numbers[at]


def _next_number(place: int, step: int, said: Said) -> Iterator[int]:
    """The place of the number said before (-1) or after (1) the one at `place`, where it is near."""
    at = bisect_left(said.number_places, place) + step
    if 0 <= at < len(said.number_places) and abs(said.number_places[at] - place) <= SAID_APART:
        yield said.number_places[at]
