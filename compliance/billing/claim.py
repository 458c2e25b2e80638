"""Claim lines from dictated minutes; what was not dictated is not billed."""

from __future__ import annotations

from collections.abc import Iterable

from agent.domain.billing import Claim, ClaimLine, TimedService
from agent.domain.facts import InterventionFact, SessionTimeFact, VisitFacts
from agent.domain.transcript import EvidenceSpan
from agent.domain.visit import Encounter
from agent.errors import InputError
from compliance.billing.assistant import assistant_units
from compliance.billing.codes import codes, is_timed, name_of
from compliance.billing.figures import NotCovered, kx_threshold
from compliance.billing.kx import says_over_threshold
from compliance.billing.units import ama_units, cms_units
from compliance.profiles.model import Profile

STIMULATION = frozenset({"97014", "G0283"})


def given(facts: VisitFacts) -> tuple[InterventionFact, ...]:
    """The treatments given to the patient today."""
    return tuple(
        f
        for f in facts.facts
        if isinstance(f, InterventionFact)
        and (f.time, f.polarity, f.subject) == ("today", "present", "patient")
    )


def build_claim(facts: VisitFacts, encounter: Encounter, profile: Profile) -> Claim:
    """The claim of a visit by the payer's method, with the units by both methods for comparison.

    Minutes count only as dictated; an aide's minutes are never billable; evaluation and other untimed
    minutes count toward the total treatment time alone. From minutes that no day can hold nothing is
    billed: the explanation names the code, and a rule blocks the draft.
    """
    treatments = given(facts)
    services = tuple(
        TimedService(code=f.code, minutes=f.minutes, by="PTA" if f.by == "PTA" else "PT", evidence=f.evidence)
        for f in treatments
        if f.minutes is not None and f.minutes >= 0 and is_timed(f.code) and f.by != "aide"
    )
    minutes: dict[str, int] = {}
    for service in services:
        minutes[service.code] = minutes.get(service.code, 0) + service.minutes
    absurd = ""
    try:
        pooled, alone = cms_units(minutes), ama_units(minutes)
    except InputError as error:
        minutes, absurd = {}, error.message
        pooled, alone = cms_units({}), ama_units({})
    allocation = pooled if profile.billing.method == "cms" else alone
    untimed = _untimed(treatments, profile)
    modifiers = _modifiers(facts, encounter, profile)
    lines = [
        line
        for code, told in minutes.items()
        if told
        for line in _timed_lines(code, allocation.units.get(code, 0), services, profile, modifiers)
    ]
    lines += [_untimed_line(code, treatments, profile, modifiers) for code in untimed]
    timed_total = _last_total(facts, "timed")
    return Claim(
        method=profile.billing.method,
        services=services,
        untimed=untimed,
        lines=tuple(lines),
        minutes=minutes,
        cms_units=pooled.units,
        ama_units=alone.units,
        total_timed_minutes=sum(minutes.values()) if minutes else timed_total,
        total_treatment_minutes=_last_total(facts, "total"),
        explanation=absurd
        or _explain(allocation.explain(), bool(minutes), untimed, allocation.tied, allocation.choices),
    )


def _last_total(facts: VisitFacts, what: str) -> int | None:
    totals = [f.minutes for f in facts.facts if isinstance(f, SessionTimeFact) and f.what == what]
    return totals[-1] if totals else None


def _untimed(treatments: Iterable[InterventionFact], profile: Profile) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for fact in treatments:
        if fact.code in codes() and not is_timed(fact.code):
            stimulation = fact.code in STIMULATION
            found[profile.billing.unattended_stimulation if stimulation else fact.code] = None
    return tuple(found)


def _modifiers(facts: VisitFacts, encounter: Encounter, profile: Profile) -> tuple[str, ...]:
    billing = profile.billing
    modifiers = [billing.discipline_modifier] if billing.discipline_modifier else []
    if billing.threshold_modifier and _over_threshold(facts, encounter):
        modifiers.append(billing.threshold_modifier)
    return tuple(modifiers)


def _over_threshold(facts: VisitFacts, encounter: Encounter) -> bool:
    if any(says_over_threshold(text) for f in facts.facts for text in (f.phrase, *_quotes(f.evidence))):
        return True
    charges = encounter.history.therapy_charges_ytd
    if charges is None:
        return False
    try:
        return charges > kx_threshold(encounter.visit.date)
    except NotCovered:
        return False  # The rule on the threshold reports the missing figure.


def _quotes(evidence: Iterable[EvidenceSpan]) -> list[str]:
    return [span.quote for span in evidence]


def _timed_lines(
    code: str, units: int, services: tuple[TimedService, ...], profile: Profile, modifiers: tuple[str, ...]
) -> Iterable[ClaimLine]:
    own = [s for s in services if s.code == code]
    therapist = sum(s.minutes for s in own if s.by == "PT")
    assistant = sum(s.minutes for s in own if s.by == "PTA")
    evidence = tuple(span for s in own for span in s.evidence)
    marked = 0
    if profile.billing.assistant_modifier:
        marked = assistant_units(units, therapist, assistant, de_minimis=profile.billing.assistant_de_minimis)
    who = f" (PT {therapist} min, PTA {assistant} min)" if assistant else ""
    total = therapist + assistant
    if not units:
        yield ClaimLine(
            code=code,
            units=0,
            minutes=total,
            modifiers=modifiers,
            explanation=f"{name_of(code)}: {total} min → 0 units{who}, counted among the timed minutes",
            evidence=evidence,
        )
    for count, extra in ((units - marked, ()), (marked, (profile.billing.assistant_modifier,))):
        if count:
            yield ClaimLine(
                code=code,
                units=count,
                minutes=total,
                modifiers=(*modifiers, *extra),
                explanation=f"{name_of(code)}: {total} min → {units}{who}",
                evidence=evidence,
            )


def _untimed_line(
    code: str, treatments: tuple[InterventionFact, ...], profile: Profile, modifiers: tuple[str, ...]
) -> ClaimLine:
    own = [f for f in treatments if f.code == code or {f.code, code} <= STIMULATION]
    extra: tuple[str, ...] = ()
    if profile.billing.assistant_modifier and own and all(f.by == "PTA" for f in own):
        extra = (profile.billing.assistant_modifier,)
    entry = codes()[code]
    bundled = profile.payer_class in entry.bundled_by
    note = "documented, not paid by itself" if bundled else "once a day, whatever its minutes"
    return ClaimLine(
        code=code,
        units=0 if bundled else 1,
        minutes=sum(f.minutes for f in own if f.minutes is not None) or None,
        timed=False,
        modifiers=(*modifiers, *extra),
        explanation=f"{name_of(code)}: {note}",
        evidence=tuple(span for f in own for span in f.evidence),
    )


def _explain(
    text: str, any_timed: bool, untimed: tuple[str, ...], tied: tuple[str, ...], choices: int
) -> str:
    parts = [text if any_timed else "no timed minutes were dictated"]
    if choices > 1:
        parts.append(f"{', '.join(tied)} tie: {choices} allocations are right, the clinician may choose")
    if untimed:
        parts.append("untimed: " + ", ".join(untimed))
    return "; ".join(parts)
