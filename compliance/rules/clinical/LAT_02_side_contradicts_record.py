"""The dictation speaks of the other side in one place.

One slip of the tongue puts a finding on the wrong limb. Where the rest of the visit speaks of one side,
a single complaint, measure or treatment of the other needs a question before it is signed.

Anti-pattern: Left leg pain throughout, then "right leg pain was six afterwards".
Best practice: The therapist confirms which leg, and the statement is corrected.
Source: Joint Commission Universal Protocol (laterality) [U]; design of this product
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import (
    AssessmentFact,
    EducationFact,
    Fact,
    GoalFact,
    InterventionFact,
    PainFact,
    PlanFact,
    ResponseFact,
    RomFact,
)
from agent.needles import Rare
from compliance.rules import icd10
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.body import other, region_of, sides_in
from compliance.rules.context import RuleContext, evidence_of, said_after_treatment, words_of
from compliance.rules.laterality import (
    current,
    in_region,
    is_comparison,
    recorded_side,
    spoken_elsewhere,
)
from compliance.rules.rom import range_of


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    side = recorded_side(ctx)
    if side == "none":
        return
    if against := spoken_elsewhere(ctx):
        yield Hit(
            title="The whole dictation speaks of the other side than the record",
            detail=f"The record says {side}; {other(side)} was dictated throughout.",
            evidence=evidence_of(against[:4]),
            suggestion="Ask which side is treated before anything is signed.",
        )
        return
    seen: set[str] = set()
    ahead = [f for f in ctx.facts.of("goal", "plan") if f.subject == "patient"]
    for fact in (*current(ctx.facts.facts), *ahead):
        said = fact.evidence[0].quote if fact.evidence else fact.phrase
        if fact.side == other(side) and said not in seen and _slip(ctx, fact):
            seen.add(said)
            yield Hit(
                detail=(
                    f"The record and the rest of the visit say {side}; here {other(side)} was said: {said!r}."
                ),
                where=ctx.statement_of(fact),
                evidence=evidence_of(fact),
                suggestion=f"Listen to it: {side} or {other(side)}? Then correct the statement.",
            )


def _slip(ctx: RuleContext, fact: Fact) -> bool:
    """Whether a fact of the other side stands where only the affected side makes sense."""
    if _tells_of_the_treated_injury(ctx, fact):
        return True
    # a range has its joint, also where the record's region is none (after a stroke, in cerebral palsy)
    if is_comparison(fact) or not in_region(
        fact, ctx.encounter.episode.region, wide=isinstance(fact, RomFact)
    ):
        return False
    if fact.section == "O" and _GIVEN.search(words_of(fact)):
        return sides_in(words_of(fact)) == {fact.side}
    if isinstance(fact, PainFact | ResponseFact):
        if said_after_treatment(fact):
            return not _second_complaint(ctx, fact)
        return isinstance(fact, PainFact) and (fact.value or 0) > 0 and not _own_pain(ctx, fact)
    if isinstance(fact, InterventionFact):
        if _DEVICE.search(fact.evidence[0].quote if fact.evidence else fact.phrase):
            return False
        return bool(fact.minutes or fact.code == "97140")
    if isinstance(fact, RomFact):
        if region_of(fact.joint or fact.body_part or ctx.encounter.episode.region) in _SPINE:
            return False  # the neck and the trunk move to both sides, whichever side hurts
        if fact.section == "A" and _GAINS.search(fact.phrase) and sides_in(fact.phrase) == {fact.side}:
            return True
        if other(fact.side) in sides_in(words_of(fact)):
            return False  # `right six, left five`: one beside the other
        if _told_unread(ctx, fact):
            return False
        own = [f for f in ctx.today(RomFact) if f.side == other(fact.side)]
        return not any(_same_motion(fact, f) for f in own) and (not own or _tracked(ctx, fact))
    if isinstance(fact, AssessmentFact):
        return fact.about in ("progress", "limitation", "skilled_need")
    if isinstance(fact, PlanFact | EducationFact):
        return fact.polarity == "present" and _SELF_CARE.search(fact.phrase) is not None
    return isinstance(fact, GoalFact)


_INJURY = (
    r"(?:fracture|repair|replacement|arthroplasty|reconstruction|fusion|fixation|graft|release|amputation)"
)
_ANOTHER_ONE = Rare(
    r"\b(?:years?|months?) (?:ago|earlier|before)|\b(?:19|20)\d\d\b|"
    r"\b(?:old|previous|prior|first|second|other|also|too|as well|another|both|"
    r"child\w*|kid|high school|college|last year|earlier|used to|will|planned|"
    r"scheduled|wants?|considering|needs?)\b",
)


def _tells_of_the_treated_injury(ctx: RuleContext, fact: Fact) -> bool:
    """`the right humerus fracture has healed` where the record's one fracture is a left one."""
    episode = ctx.encounter.episode
    said = words_of(fact)
    named = re.search(rf"\b{fact.side} (?:\w+ ){{0,3}}({_INJURY})s?\b", said, re.IGNORECASE)
    if named is None or _ANOTHER_ONE.search(said):
        return False
    treated = [icd10.descriptor_of(d) for d in episode.diagnoses] + [d.label for d in episode.diagnoses]
    treated += [episode.surgery.procedure] if episode.surgery else []
    of_it = [t for t in treated if named[1].casefold() in t.casefold()]
    return bool(of_it) and not any(fact.side in sides_in(t) for t in treated)


_SELF_CARE = Rare(
    r"\b(?:ic(?:e|ing)|heat|massage|tap(?:e|ing)|wrap|elevate|ultrasound|strap|brace|splint|sleeve|"
    r"bandage|compression)\b[^.;]{0,30}\b(?:left|right)\b",
)
"""What is done to the side that hurts, or worn on it, and to no other."""
_GIVEN = Rare(
    r"\b(?:mobili[sz]ations?|massage|manual (?:therapy|work)|soft tissue(?: work)?|ultrasound|needling|"
    r"cupping|glides|distraction|laser|e-?stim(?:ulation)?|electrical stimulation|iontophoresis|taping|taped|"
    r"hot packs?|(?:cold|ice) packs?|vaso\w*|myofascial release|friction)\b(?: (?!left|right)[\w-]+){0,6}? "
    r"(?:to|on|over|of|at|along|around|for|into) (?:the |her |his )?(?:left|right)\b",
)
"""What is done to one side by hand or by a device, whatever sort of fact tells it."""
_GAINS = Rare(r"\b(?:gain(?:s|ed|ing)?|improv\w+|progress\w+|respond\w*|coming along)\b")
"""Judged as what is treated, where a measured comparison is not."""
_SPINE = ("cervical", "thoracic", "lumbar")
_DEVICE = Rare(
    r"\b(?:crutch(?:es)?|cane|stick|rail(?:ing)?|walker|pole)\b[^.,;]{0,20}"
    r"\b(?:on|in) (?:the |her |his )?(?:left|right)"
    r"|\b(?:left|right) (?:hand )?(?:rail|crutch|cane)"
    r"|\b(?:carr(?:y|ies|ying)|hold(?:s|ing)?|us(?:e|es|ing)|lead(?:s|ing)?|sleep(?:s|ing)?|l(?:ies?|ying)|"
    r"lean(?:s|ing)?)\b[^.,;]{0,30}\b(?:on|in|with) (?:the |her |his )?(?:left|right)\b",
)
"""The side on which an aid is held or a load is carried is not the side that is treated."""


def _second_complaint(ctx: RuleContext, fact: Fact) -> bool:
    """Whether the other side was complained of before treatment too, so that it has its own course."""
    region = ctx.encounter.episode.region
    pains = [
        f for f in ctx.all(PainFact) if f.side == fact.side and f.polarity == "present" and (f.value or 0) > 0
    ]
    return any(in_region(f, region) and not said_after_treatment(f) for f in pains)


def _own_pain(ctx: RuleContext, fact: PainFact) -> bool:
    """Whether pain of the treated side, or of no named side, is told too."""
    region = ctx.encounter.episode.region
    return any(
        f.side != fact.side and f.polarity == "present" and f.subject == "patient" and in_region(f, region)
        for f in ctx.all(PainFact)
    )


def _told_unread(ctx: RuleContext, fact: RomFact) -> bool:
    """Whether the same motion of the treated side was measured in words that are no value yet, as in
    `right flexion 78 last time 70`: which of the two is of which day is asked, and nothing slipped."""
    said = (f.phrase.casefold() for f in ctx.facts.facts if f.side == other(fact.side) and f.section == "O")
    named = re.compile(rf"\b{re.escape(fact.motion)}\b[^.;]*?\d", re.IGNORECASE)
    return any(fact.joint.casefold() in words and named.search(words) for words in said)


def _same_motion(fact: RomFact, twin: RomFact) -> bool:
    return twin.side == other(fact.side) and (twin.joint, twin.motion) == (fact.joint, fact.motion)


def _tracked(ctx: RuleContext, fact: RomFact) -> bool:
    """Whether the episode tracks this motion on its own side, so that this visit's value is wanted there."""
    if range_of(fact) is None:
        return False  # a range from end to end is no one motion
    plan = ctx.encounter.plan_of_care
    names = [m.name for m in ctx.encounter.history.last_measures]
    names += [g.measure for g in plan.goals] if plan else []
    return any(
        fact.joint.casefold() in n.casefold()
        and fact.motion.casefold() in n.casefold()
        and fact.side not in sides_in(n)
        for n in names
    )


RULE = Rule(
    id="LAT-02",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "pain afterwards on the other leg",
            "{facts: [{kind: pain, value: 4, side: right, body_part: knee}, {kind: pain, value: 6, "
            "side: left, body_part: knee, when: afterwards}]}",
        ),
        Example(
            "the treated fracture on the other side",
            "{encounter: {episode: {region: shoulder, side: left, diagnoses: [{icd10: S42.202D}]}}, facts: "
            "[{kind: pain, value: 2, side: left, body_part: shoulder}, {kind: assessment, about: progress, "
            "side: right, phrase: The right humerus fracture has healed with good use}]}",
        ),
    ),
    passes=(
        Example(
            "an old fracture of the other side",
            "{encounter: {episode: {region: shoulder, side: left, diagnoses: [{icd10: S42.202D}]}}, facts: "
            "[{kind: pain, value: 2, side: left, body_part: shoulder}, {kind: assessment, about: progress, "
            "side: right, phrase: The right humerus fracture healed well years ago}]}",
        ),
        Example(
            "the well side beside values of two days",
            "{encounter: {episode: {region: hip, side: right}}, facts: [{kind: function, side: right, "
            "section: O, activity: hip, phrase: Passive right hip flexion 78 last time 70.}, {kind: rom, "
            "joint: hip, motion: flexion, side: left, to_value: 118, phrase: Left hip flexion 118.}]}",
        ),
        Example(
            "a load carried on the other side",
            "{encounter: {episode: {region: wrist, side: right}}, facts: [{kind: pain, value: 3, side: "
            "right, "
            "body_part: wrist}, {kind: intervention, code: '97535', minutes: 6, side: left, body_part: "
            "wrist, "
            "body_part: wrist, phrase: Showed her how to carry the laundry on the left}]}",
        ),
        Example(
            "one side throughout",
            "{facts: [{kind: pain, value: 4, side: right, body_part: knee}, {kind: pain, value: 2, "
            "side: right, body_part: knee, when: afterwards}]}",
        ),
    ),
)
