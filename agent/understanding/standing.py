"""`Now stand on your left leg.`: what a therapist tells the patient to do, called by the name of the test.

For how long it was to be (`thirty seconds`) is no finding. `That's the spot, left greater trochanter`: where
it was pressed, it is tender.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_LONGEST_PLACE: Final = 6
_SPOT: Final = Rare(
    r"^(?:(?:yes|yeah|okay|ah|oh|so|and|right|there),? )*(?:that's|that is|there's|there is|here's|this is) "
    r"(?:the|your) (?:sore |tender |painful )?(?:spot|place|point|area)(?:,| on| over| at) (?:the |your )?",
)
_ON_ONE_LEG: Final = Rare(
    r"^(?:(?:now|and|okay|then|good|next|please|can you|try to|let's|let me see you|,) ?)*"
    r"(?:stand|standing|balance|balancing)(?: up)? on (?:just |only )?(?:the |your |one )?"
    r"(?P<side>left|right)?"
    r"(?: ?(?:leg|foot|one|side))?(?: only| alone)?"
    r"(?P<how>,? (?:and |with )?(?:eyes (?:open|closed)|no hands))?"
    r"(?:,? (?:for )?(?:up to )?\d+ seconds)?(?: if you can)?(?: for me| please)?$",
)

_STOOD: Final = Rare(
    r"^(?:(?:now|and|okay|then|good|next|please|,) ?)*(?:stand|standing|balance|balancing)(?: up)? on "
    r"(?:just |only )?(?:the |your )(?P<side>left|right) (?:leg|foot|one|side),? "
    r"(?:(?:that's|that was|and) )?"
    r"(?P<found>\d[\d.]* seconds?,? (?:and|but|with|before) (?!(?:then|switch|change|back|eyes)\b).+)$",
)
"""`Stand on the left leg, fourteen seconds and the pelvis drops`: for how long it was, and what was seen."""
_RISE: Final = late(
    r"^(?:(?:now|and|okay|then|good|next|please|can you|try to|let's|let me see you|,) ?)*"
    r"(?:push|rise|come|go|get|lift|raise)(?: (?:yourself|right|all the way))? (?:up )?(?:on|onto|on to) "
    r"(?:your |the )?(?:(?:tip ?)?toes|balls of (?:your|the) feet)(?: for me| please| now)?$",
    re.IGNORECASE,
)
"""`Push up on your toes.`: heel raises, which what comes next tells of."""
_WALK_FOR: Final = late(
    r"^(?:(?:now|and|okay|then|good|next|please|so|let's|let us|i want you to|,) ?)*walk(?:ing)? "
    r"(?:for )?(?:the )?(?P<minutes>2|6)(?: full| whole)? minutes?(?: for me)?"
    r"(?P<how>,? (?!.*\b(?:twice|daily|home|every|day|times|outside|tomorrow)\b).*)?$",
    re.IGNORECASE,
)
"""`Let's walk for two minutes.`: the walk test of so many minutes."""
_ASIDE: Final = Rare(
    r"(?: ?,)? (?:and )?(?:we'll|we will|let's|i'll|we're going to|i'm going to) "
    r"(?:(?:just|now) )?(?:go|run|walk|work|do|take|try|get) (?:through |over |down )?"
    r"(?:it|this|that|them|the (?:items|list|whole thing))"
    r"(?: (?:all|together|slow|slowly|item by item|one by one|in order|now|first|here|today))*$",
)


def named_tests(said: Sequence[Clause]) -> None:
    """Put the test's name in place of the therapist's words where they describe nothing else."""
    for clause in said:
        if clause.speaker == "THERAPIST":
            _tender_there(clause)
            _announced(clause)
            _everyday(clause)
            _stood(clause)
        match = _ON_ONE_LEG.match(clause.text) if clause.speaker == "THERAPIST" else None
        if match is None or not (match["side"] or "leg" in clause.low or "foot" in clause.low):
            continue
        name = ["single", "leg", "stance", *(match["side"] or "").split(), *_how(match)]
        clause.retokenised(
            [Token(w, clause.start, clause.end, glued=w == ",", low=w.casefold()) for w in name]
        )


def _everyday(clause: Clause) -> None:
    """Called by its name what was only told to the patient in everyday words."""
    walk = _WALK_FOR.match(clause.text)
    if walk is not None:
        told = (walk["how"] or "").replace(",", " ,").split()
        name = [walk["minutes"], "minute", "walk", "test"]
        kept = list(clause.tokens[len(clause.tokens) - len(told) :]) if told else []
    elif _RISE.match(clause.text):
        name, kept = ["heel", "raises"], []
    else:
        return
    spoken = [Token(w, clause.start, clause.end, low=w) for w in name]
    clause.retokenised([*spoken, *kept])


def _stood(clause: Clause) -> None:
    """The test by its name, in front of how long it was held and what was seen."""
    stood = _STOOD.match(clause.text)
    if stood is None:
        return
    kept = len(stood["found"].replace(",", " ,").split())
    name = ["single", "leg", "stance", stood["side"], ","]
    spoken = [Token(w, clause.start, clause.end, glued=w == ",", low=w) for w in name]
    clause.retokenised([*spoken, *clause.tokens[-kept:]])


def _announced(clause: Clause) -> None:
    """`The Berg, we'll go through it. … 44/56`: the test is named, and its score is still to come."""
    aside = _ASIDE.search(clause.text)
    if aside is None or not any(m.of("performance", "outcome") for m in clause.marks):
        return
    kept = len(clause.tokens) - len(aside.group().replace(",", " ,").split())
    if (
        0 < kept <= _LONGEST_PLACE
        and max(m.end for m in clause.marks if m.of("performance", "outcome")) == kept
    ):
        clause.retokenised(clause.tokens[:kept])


def _tender_there(clause: Clause) -> None:
    spot = _SPOT.match(clause.text)
    if spot is None:
        return
    words = len(spot.group().replace(",", " ,").split())
    if not 1 <= len(clause.tokens) - words <= _LONGEST_PLACE:
        return
    first = clause.tokens[0]
    tender = [Token(w, first.start, first.end, low=w.casefold()) for w in ("Tender", "over")]
    clause.retokenised([*tender, *clause.tokens[words:]])


def _how(match: re.Match[str]) -> list[str]:
    told = (match["how"] or "").strip(" ,").split()
    return [",", *(w for w in told if w not in ("and", "with"))] if told else []
