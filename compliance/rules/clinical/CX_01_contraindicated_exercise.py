"""An exercise was asked for that the precautions forbid.

What the surgeon or the therapist has ruled out must not enter the plan because it was said in passing.

Anti-pattern: "Next visit active abduction with one pound" two weeks after a cuff repair, passive motion only.
Best practice: The exercise is kept out, the therapist is asked, and the surgeon's protocol is followed.
Source: surgeon's protocol and precautions of the record; condition guidelines of the exercise library [U]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import (
    EducationFact,
    ExerciseFact,
    Fact,
    FunctionFact,
    PlanFact,
    PrecautionFact,
)
from agent.domain.transcript import EvidenceSpan
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of, words_of
from compliance.rules.safety import contraindications, dictated_precaution, for_a_red_flag
from compliance.rules.text import contains, phrases_in

_HELD = Rare(
    r"\b(?:no|not|n't|never|hold(?:ing)?(?! (?:for )?(?:\d|two|three|five|ten|thirty))|held|avoid\w*|without|"
    r"skip\w*|defer\w*|until|unless|if|once|when|after (?:week|clearance)|cleared|later|stay off|instead of|"
    r"remind\w*|reviewed?|precautions?|stop(?:ped)?|"
    r"(?:tired|sore|ach(?:y|es|ing)|pain\w*|hurts?) (?:from|with|after))\b",
)
_WEEK = re.compile(
    r"(?:until|before|for|through)\s+(?:post[- ]?op(?:erative)? )?(?:week )?(\d+)(?: ?weeks?)?", re.IGNORECASE
)


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    spoken: set[int] = set()
    for kept in ctx.plan.kept_out:
        if dictated_precaution(kept) or for_a_red_flag(kept):
            continue
        if kept.evidence and all(_refused(ctx, span) for span in kept.evidence):
            continue
        spoken |= {at for span in kept.evidence for at in range(span.start, span.end)}
        yield Hit(
            detail=f"{kept.exercise} was asked for and kept out of the plan: {kept.why}.",
            where="plan",
            evidence=kept.evidence,
            suggestion="Confirm that it stays out; if the surgeon has lifted the precaution, say so.",
        )
    barred = [(text, p) for text in _precautions(ctx) for p in contraindications() if contains(text, p.when)]
    for fact in ctx.facts.facts:
        if not barred or fact.polarity != "present" or not _is_asked(fact):
            continue
        if fact.time not in ("today", "planned") or fact.subject != "patient":
            continue
        said = " ".join((getattr(fact, "name", ""), words_of(fact), getattr(fact, "load", "")))
        places = {at for span in fact.evidence for at in range(span.start, span.end)}
        if _HELD.search(said) or places & spoken:
            continue
        in_force = [(text, p) for text, p in barred if not _for_later(said, text)]
        broken = ((text, m) for text, p in in_force for m in phrases_in(said, p.breaks))
        for text, match in broken:
            asked = fact.phrase.rstrip(".")
            yield Hit(
                detail=f"{asked}: breaks the precaution “{text}” ({match.group(0)}).",
                where="plan",
                evidence=evidence_of(fact),
                suggestion="Take it out, or ask the surgeon; note who lifted the precaution and when.",
            )
            spoken |= places
            break


_ALLOWED = Rare(
    r"(?:^|: |\"|, )(?:sure|yes|yeah|yep|okay|ok|of course|absolutely|go (?:ahead|for it)|(?:you|she|he|"
    r"they) can|"
    r"that's (?:fine|okay|ok)|no problem)\b",
)
"""A wish that the therapist grants, whatever sort of sentence it is taken for."""


def _is_asked(fact: Fact) -> bool:
    if isinstance(fact, ExerciseFact | PlanFact):
        return True
    return isinstance(fact, EducationFact | FunctionFact | PrecautionFact) and bool(
        _ALLOWED.search(fact.phrase)
    )


_REFUSED = Rare(
    r"(?:^|[,;.] ?|\b(?:i|we|and|so|but) )(?:told|said)(?: to)?(?: (?:her|him|them|the patient))?\b"
    r"[^.;?!\n]{0,40}\b(?:no|not|isn't|never|off limits|too (?:early|soon)|off the (?:list|table))\b",
)
_REACH = 60


def _refused(ctx: RuleContext, wish: EvidenceSpan) -> bool:
    """Whether the therapist says with the wish, or right after it, that it was refused."""
    return _REFUSED.search(ctx.transcript.text[wish.start : wish.end + _REACH]) is not None


_IN_WEEK = Rare(r"\b(?:in|at|from|by|after|starting) (?:post[- ]?op(?:erative)? )?(?:week|wk) (\d+)\b")


def _for_later(said: str, precaution: str) -> bool:
    """Whether the words put the exercise into a week in which the precaution is over."""
    until, named = _WEEK.search(precaution), _IN_WEEK.search(said)
    return bool(until and named and int(named[1]) >= int(until[1]))


def _precautions(ctx: RuleContext) -> list[str]:
    """Precautions in force: the record's, with their weeks counted from surgery, and the dictated ones."""
    surgery = ctx.encounter.episode.surgery
    texts = [f.phrase for f in ctx.all(PrecautionFact) if f.polarity == "present" and f.time != "before"]
    for text in surgery.precautions if surgery else ():
        week = _WEEK.search(text)
        if surgery and week and (ctx.on - surgery.date).days >= int(week.group(1)) * 7:
            continue
        texts.append(text)
    return texts


RULE = Rule(
    id="CX-01",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "active abduction with a weight under passive motion only",
            "{encounter: {episode: {region: shoulder, side: left, diagnoses: [{icd10: M75.122}], "
            "surgery: {procedure: Left cuff repair, date: 2026-02-24, precautions: [PROM only "
            "until week 6]}}}, facts: [{kind: exercise, name: active abduction, phrase: active "
            "abduction with a one pound weight, time: planned}]}",
        ),
    ),
    passes=(
        Example(
            "held because of the precaution",
            "{encounter: {episode: {region: hip, surgery: {procedure: Left hip arthroplasty, date: "
            "2026-02-01, precautions: [no internal rotation]}}}, facts: [{kind: exercise, name: "
            "clamshell, phrase: clamshells held because of the precaution}]}",
        ),
    ),
)
