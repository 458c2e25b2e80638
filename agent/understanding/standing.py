"""`Now stand on your left leg.`: what a therapist tells the patient to do, called by the name of the test.

For how long it was to be (`thirty seconds`) is no finding. `That's the spot, left greater trochanter`: where
it was pressed, it is tender.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.domain.base import OPPOSITE
from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_LONGEST_PLACE: Final = 6
_STANCE: Final = "single leg stance"
_SOON: Final = 3
"""Clauses behind a stance in which the other leg alone tells of it."""
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
    r"(?:,? (?:for )?(?:up to )?\d+ seconds)?(?: if you can)?(?: for me| please| first| now)?"
    r"(?:,? (?:and )?(?:(?:your )?hands on (?:your )?hips|"
    r"(?:your )?arms (?:crossed|folded|down|at your sides?)|"
    r"nothing to hold|no holding on|(?:the )?other foot (?:up|off the (?:floor|ground))|"
    r"nice and tall|hold it|"
    r"stay there|(?:for )?as long as you can|long as you can|don't let go))*(?: for me| please)?$",
)

_STOOD: Final = Rare(
    r"^(?:(?:now|and|okay|then|good|next|please|,) ?)*(?:stand|standing|balance|balancing)(?: up)? on "
    r"(?:just |only )?(?:the |your )(?P<side>left|right) (?:leg|foot|one|side),? "
    r"(?:(?:that's|that was|and) )?"
    r"(?P<found>\d[\d.]* seconds?,? (?:and|but|with|before) (?!(?:then|switch|change|back|eyes)\b).+)$",
)
"""`Stand on the left leg, fourteen seconds and the pelvis drops`: for how long it was, and what was seen."""
_THE_OTHER: Final = Rare(
    r"^(?:(?:and|now|then|okay|good|next),? )*(?:just |only )?(?:the |your )?(?P<side>left|right|other)"
    r"(?: one| leg| foot| side)?(?: now)?"
    r"(?:,? (?:is |was |for |that's |gets )?(?P<found>\d[\d.]*(?: seconds?)?))?$"
)
"""`Now just the right.`, `Other one, nineteen.` behind a stance on one leg."""
_WALKED: Final = Rare(
    r"^(?:(?:so|and|okay),? )*(?:you|patient|he|she) (?:walked|went) (?:for )?(?P<minutes>2|6) minutes?,? "
    r"(?:and )?(?:you )?(?:got |went |did |made |covered |that's |for )?"
    r"(?P<found>\d[\d.,]* (?:feet|foot|ft|meters|m|yards)\b.*)$"
)
"""`You walked for six minutes, four hundred meters.`"""
_UP_AND_GO: Final = Rare(
    r"^(?:(?:now|and|so|okay|then|good|next|please|your|the|,) ?)*(?:get|getting|stand|standing) up"
    r"(?: from the chair)?,? (?:and )?walk(?:ing)? (?:(?:out|over) )?(?:around|round|to) the "
    r"(?:cone|line|mark|tape|corner|door)"
    r"(?:,? (?:and )?(?:(?:walk(?:ing)?|com(?:e|ing)|turn(?:ing)?) )?(?:around|round|back))*"
    r",? (?:and )?sit(?:ting)? (?:back )?down(?: again)?(?P<found>,? (?:was |is |that's |took )?\d.*)?$"
)
"""`Getting up, walking round the cone and sitting down, nine point eight.`"""
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
    named: Clause | None = None
    form: tuple[str, int] = ("", -1)
    since = _SOON + 1
    for clause in said:
        since += 1
        if clause.speaker != "THERAPIST":
            continue
        _tender_there(clause)
        _announced(clause)
        _everyday(clause)
        _stood(clause)
        if named is not None and since <= _SOON and _other_leg(clause, next(iter(_sides(named)))):
            clause.lead_spans.append((named.start, named.end))
            named, since = clause, 0
            continue
        match = _ON_ONE_LEG.match(clause.text)
        if match is not None and (match["side"] or "leg" in clause.low or "foot" in clause.low):
            name = ["single", "leg", "stance", *(match["side"] or "").split(), *_how(match)]
            _called(clause, name)
        form = _form_again(clause, form)
        if any((t := m.of("performance")) is not None for m in clause.marks):
            of_one_leg = any(
                (t := m.of("performance")) is not None and t.name == _STANCE for m in clause.marks
            )
            named, since = clause if of_one_leg and len(_sides(clause)) == 1 else None, 0


_THAT_FORM: Final = Rare(r"\b(?:that|this|the same) (?:form|score|questionnaire|survey)\b")


def _form_again(clause: Clause, form: tuple[str, int]) -> tuple[str, int]:
    """`By week eight I'd like that form at sixty`: the form that was just named, by its name.

    `form`: the one named last, and the turn. Returns the same for what comes next.
    """
    own = {t.name for m in clause.marks if (t := m.of("outcome")) is not None}
    if own:
        return (next(iter(own)), clause.turn) if len(own) == 1 else ("", -1)
    name, turn = form
    again = _THAT_FORM.search(clause.text) if name and clause.turn - turn <= _SOON else None
    if again is None or not any(t.number is not None for t in clause.tokens):
        return form
    words, low = again.group().casefold().split(), [t.low for t in clause.tokens]
    at = next((i for i in range(len(low)) if low[i : i + len(words)] == words), -1)
    if at >= 0:
        first, last = clause.tokens[at], clause.tokens[at + len(words) - 1]
        called = Token(name, first.start, last.end, low=name.casefold())
        clause.retokenised([*clause.tokens[:at], called, *clause.tokens[at + len(words) :]])
    return form


def _sides(clause: Clause) -> set[str]:
    return {t.low for t in clause.tokens if t.low in OPPOSITE}


def _called(clause: Clause, name: Sequence[str], found: Sequence[Token] = ()) -> None:
    """The test's name in place of the clause's words, with what was found behind it."""
    spoken = [Token(w, clause.start, clause.end, glued=w == ",", low=w.casefold()) for w in name]
    clause.retokenised([*spoken, *found])


def _other_leg(clause: Clause, before: str) -> bool:
    """Calls the stance on the leg that is named next by its name; `before` is the side just stood on."""
    other = _THE_OTHER.match(clause.text)
    if other is None:
        return False
    side = OPPOSITE[before] if other["side"].casefold() == "other" else other["side"].casefold()
    found = clause.tokens[-len(other["found"].split()) :] if other["found"] else []
    _called(clause, ["single", "leg", "stance", side, *([","] if found else [])], found)
    return True


def _everyday(clause: Clause) -> None:
    """Called by its name what was only told to the patient in everyday words."""
    walked = _WALKED.match(clause.text)
    if walked is not None:
        words = len(walked["found"].replace(",", " ,").split())
        _called(clause, [walked["minutes"], "minute", "walk", "test", ","], clause.tokens[-words:])
        return
    go = _UP_AND_GO.match(clause.text)
    if go is not None:
        words = len(go["found"].replace(",", " ,").split()) if go["found"] else 0
        _called(clause, ["timed", "up", "and", "go"], clause.tokens[-words:] if words else ())
        return
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
