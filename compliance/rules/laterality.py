"""Which side the record says, and which side the dictation speaks of."""

from __future__ import annotations

from agent.domain.base import Side
from agent.domain.facts import (
    BaseFact,
    ExerciseFact,
    Fact,
    FunctionFact,
    InterventionFact,
    PainFact,
    PalpationFact,
    RomFact,
    SpecialTestFact,
    StrengthFact,
)
from compliance.rules.body import other, region_of, within
from compliance.rules.context import RuleContext
from compliance.rules.icd10 import descriptor_of, side_of

_COMPLAINT = (PainFact, InterventionFact, PalpationFact, FunctionFact)


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


def in_region(fact: BaseFact, region: str) -> bool:
    """Whether the fact concerns the treated region, by its body part, joint or words."""
    named = " ".join(str(getattr(fact, n, "")) for n in ("body_part", "joint", "muscle"))
    return within(named if named.strip() else fact.phrase, region)


def complaints(ctx: RuleContext, side: Side) -> list[Fact]:
    """Pain, findings, limits and treatment of the region on `side`, as they are today."""
    region = ctx.encounter.episode.region
    return [f for f in ctx.present if f.side == side and in_region(f, region) and _speaks_of_complaint(f)]


def _speaks_of_complaint(fact: Fact) -> bool:
    if isinstance(fact, PainFact):
        return fact.value is None or fact.value > 0 or (fact.value_high or 0) > 0
    if isinstance(fact, SpecialTestFact):
        return fact.result.startswith("positive")
    return isinstance(fact, _COMPLAINT)


def measured(ctx: RuleContext, side: Side) -> list[Fact]:
    """Ranges, strength and tests of the region on `side`, today."""
    region = ctx.encounter.episode.region
    kinds = (RomFact, StrengthFact, SpecialTestFact)
    return [f for f in ctx.present if f.side == side and isinstance(f, kinds) and in_region(f, region)]


def spoken_elsewhere(ctx: RuleContext) -> list[Fact]:
    """Complaints on the other side than the record's, where none at all stand on the record's side."""
    side = recorded_side(ctx)
    if side == "none":
        return []
    against, for_ = complaints(ctx, other(side)), complaints(ctx, side)
    unsided = [
        f
        for f in ctx.present
        if f.side == "none" and isinstance(f, PainFact) and in_region(f, ctx.encounter.episode.region)
    ]
    if for_ or any(f.side == "bilateral" for f in ctx.present if in_region(f, ctx.encounter.episode.region)):
        return []
    treats = any(f.side == side for f in ctx.today(ExerciseFact))
    return against if against and (len(against) > 1 or not unsided) and not treats else []
