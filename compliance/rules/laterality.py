"""Which side the record says, and which side the dictation speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.domain.base import Side
from agent.domain.facts import (
    BaseFact,
    Fact,
    FunctionFact,
    HistoryFact,
    InterventionFact,
    PainFact,
    PalpationFact,
    RomFact,
    SpecialTestFact,
    StrengthFact,
)
from agent.needles import Rare
from compliance.rules.body import other, region_of, within
from compliance.rules.context import RuleContext, said_after_treatment, words_of
from compliance.rules.icd10 import descriptor_of, side_of

_COMPLAINT = (PainFact, InterventionFact, PalpationFact, FunctionFact, HistoryFact)
_COMPARED = Rare(
    r"\b(?:compar\w+|other (?:side|knee|leg|hip|shoulder|arm|ankle|hand|foot)|uninvolved|unaffected|"
    r"contralateral|normal|full|fine|good|okay|ok|never|not bothering|no (?:problems?|pain|"
    r"issues?|trouble)|perfect|old|"
    r"years ago|(?:in|since) (?:19|20)\d\d|in high school|as a (?:child|kid)|also|too|as well|both|"
    r"bilateral\w*|versus|vs|replaced|denie[sd])\b",
)

_OF_ITS_EFFECT = re.compile(
    r"\b(?:good|full|fine|normal|okay|ok|perfect|no) (?:\w+ ){0,2}(?:response|tolerance|relief|result|effect|"
    r"release|reaction|carry[- ]?over|dose|pressure)\b",
    re.IGNORECASE,
)
"""Said of what a treatment did, and not of the side."""


_TRUNK = ("cervical", "thoracic", "lumbar", "vestibular")
_FIGURE = re.compile(r"\d")


def recorded_side(ctx: RuleContext) -> Side:
    """The affected side: the episode's, else that of the diagnoses of the treated region."""
    episode = ctx.encounter.episode
    if episode.side in ("left", "right"):
        return episode.side
    if episode.side == "bilateral":
        return "none"
    sides = {side_of(d) for d in episode.diagnoses if _of_region(descriptor_of(d), episode.region)}
    named = sides & {"left", "right"}
    return named.pop() if len(named) == 1 and "bilateral" not in sides else "none"


def _of_region(text: str, region: str) -> bool:
    found = region_of(text)
    return not found or found == region_of(region)


def in_region(fact: BaseFact, region: str, *, wide: bool = False) -> bool:
    """Whether the fact concerns the treated region; a fact that names no body part is taken to.

    `wide`: where the record's region is no body part (gait, a limb after a stroke), any limb is of it.
    """
    if not region_of(region):
        return wide and region_of(fact.phrase) not in _TRUNK
    named = " ".join(str(getattr(fact, n, "")) for n in ("body_part", "joint", "muscle")).strip()
    if within(named, region) or within(fact.phrase, region):
        return True
    return not region_of(named) and not region_of(fact.phrase)


def is_comparison(fact: BaseFact) -> bool:
    """Whether the words set the other side beside the treated one, or tell of something old or well."""
    return _COMPARED.search(_OF_ITS_EFFECT.sub(" ", words_of(fact))) is not None


def current(facts: Iterable[Fact]) -> list[Fact]:
    """Facts of the patient that hold at this visit, `was six afterwards` among them."""
    return [
        f
        for f in facts
        if (f.polarity, f.subject) == ("present", "patient")
        and f.kind != "command"
        and (f.time == "today" or (f.time == "before" and said_after_treatment(f)))
    ]


def complaints(ctx: RuleContext, side: Side) -> list[Fact]:
    """Complaints, findings, limits and treatment of the region on `side`, at this visit."""
    region = ctx.encounter.episode.region
    return [
        f
        for f in current(ctx.facts.facts)
        if f.side == side and in_region(f, region, wide=True) and _is_complaint(f)
    ]


def _is_complaint(fact: Fact) -> bool:
    if isinstance(fact, PainFact):
        return fact.value is None or fact.value > 0 or (fact.value_high or 0) > 0
    if isinstance(fact, SpecialTestFact):
        return fact.result.startswith("positive")
    if isinstance(fact, HistoryFact):
        return region_of(fact.phrase) != ""
    return isinstance(fact, _COMPLAINT)


def measured(ctx: RuleContext, side: Side) -> list[Fact]:
    """Ranges, strength and tests of the region on `side`, today."""
    region = ctx.encounter.episode.region
    kinds = (RomFact, StrengthFact, SpecialTestFact)
    return [
        f for f in ctx.present if f.side == side and isinstance(f, kinds) and in_region(f, region, wide=True)
    ]


def spoken_elsewhere(ctx: RuleContext) -> list[Fact]:
    """Complaints on the other side than the record's, where none at all stand on the record's side.

    One single complaint is enough only where nothing of the region was told or measured on the
    record's side or without a side.
    """
    return ctx.once("spoken_elsewhere", _find_spoken_elsewhere)


def _negative_on(ctx: RuleContext, side: Side) -> set[str]:
    """Names of the tests that are negative on `side` today."""
    return {
        f.name
        for f in ctx.facts.facts
        if isinstance(f, SpecialTestFact)
        and (f.side, f.time) == (side, "today")
        and f.result.startswith("negative")
    }


def _find_spoken_elsewhere(ctx: RuleContext) -> list[Fact]:
    side, region = recorded_side(ctx), ctx.encounter.episode.region
    if side == "none" or complaints(ctx, side):
        return []
    own = measured(ctx, side)
    against = [
        f for f in complaints(ctx, other(side)) if not is_comparison(f) and not (own and _only_a_value(f))
    ]
    if any(f.side == "bilateral" for f in ctx.present if in_region(f, region)):
        return []
    if against and _negative_on(ctx, side) & {f.name for f in against if isinstance(f, SpecialTestFact)}:
        return against
    sentences = {f.evidence[0].start if f.evidence else f.phrase for f in against}
    if len(sentences) > 1:
        return against
    unsided = [f for f in ctx.today(PainFact) if f.side == "none" and in_region(f, region)]
    return against if not unsided and not own else []


def _only_a_value(fact: Fact) -> bool:
    """A figure without a treatment or complaint: beside the record's side, it is there to compare with."""
    return isinstance(fact, FunctionFact | PalpationFact) and _FIGURE.search(fact.phrase) is not None
