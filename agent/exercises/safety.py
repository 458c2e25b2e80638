"""Everything that forbids an exercise at this visit: orders, time since surgery, other conditions, flags."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from agent.domain.base import Model, Side
from agent.domain.facts import HistoryFact, RedFlagFact, VisitFacts
from agent.domain.transcript import EvidenceSpan
from agent.domain.visit import Encounter
from agent.exercises.constraints import Candidate, Constraint, conflict
from agent.exercises.library import load_data
from agent.exercises.orders import Order, from_today, said_orders
from agent.exercises.precautions import ReadPrecaution, joint_of, read_precaution
from agent.exercises.protocols import Protocol, procedures_of
from agent.exercises.surgeon import SurgeonOrders, orders_at, surgeons_protocol
from agent.needles import Rare

_ORIGINS = {
    "record": "the record's precaution",
    "dictated": "the note's precaution",
    "protocol": "the procedure's time",
    "red_flag": "a red flag",
    "comorbidity": "another condition",
}


class Verdict(Model):
    """Why an exercise is kept out, with the words that forbid it."""

    why: str
    constraint: Constraint

    @property
    def evidence(self) -> tuple[EvidenceSpan, ...]:
        return self.constraint.evidence


class SafetyFrame(Model):
    """The constraints of one visit, and what could not be settled."""

    constraints: tuple[Constraint, ...] = ()
    week: float | None = None
    questions: tuple[str, ...] = ()
    red_flags: tuple[str, ...] = ()
    ordered: tuple[str, ...] = ()
    """Precautions of the record, then those of the note, in their own words."""
    allowed: frozenset[str] = frozenset()
    """Catalogue names that the surgeon's own protocol lists for now: general weeks do not bind them."""

    @property
    def in_force(self) -> tuple[str, ...]:
        """Precautions that forbid something now, in their words."""
        return tuple(dict.fromkeys(c.text for c in self.constraints if c.source != "red_flag"))

    def judge(self, candidate: Candidate) -> Verdict | None:
        """The first constraint that `candidate` breaks, or None."""
        for constraint in self.constraints:
            if constraint.source == "red_flag" and candidate.where == "clinic":
                continue
            if constraint.source == "protocol" and candidate.name in self.allowed:
                continue
            if any(name == candidate.name and (self.week or 0) >= start for name, start in constraint.spares):
                continue
            if what := conflict(candidate, constraint):
                return Verdict(why=_why(candidate, constraint, what, self.week), constraint=constraint)
        return None


def region_of(encounter: Encounter) -> str:
    """The joint the episode is about, in the catalogue's words; empty when the record does not say."""
    texts = [
        encounter.episode.region,
        encounter.episode.surgery.procedure if encounter.episode.surgery else "",
        *(d.label for d in encounter.episode.diagnoses),
    ]
    return next((joint for text in texts if (joint := joint_of(text))), encounter.episode.region)


def weeks_since_surgery(encounter: Encounter) -> float | None:
    """Whole and part weeks from surgery to the visit; negative before it, None without surgery."""
    surgery = encounter.episode.surgery
    return (encounter.visit.date - surgery.date).days / 7 if surgery else None


def safety_frame(facts: VisitFacts, encounter: Encounter, protocol: Protocol | None) -> SafetyFrame:
    """What holds at this visit, and questions on what the software could not read."""
    week = weeks_since_surgery(encounter)
    region, side = region_of(encounter), encounter.episode.side
    questions: list[str] = []
    found: list[Constraint] = []
    surgery = encounter.episode.surgery
    ordered = list(surgery.precautions) if surgery else []
    for text in surgery.precautions if surgery else ():
        read = read_precaution(text, region=region, side=side, source="record")
        found += read.constraints
        if not read.understood:
            questions.append(f"The precaution {text!r} could not be tested by software: check it by hand.")
    orders = said_orders(facts)
    for order in orders:
        read = _read_order(order, region, side)
        found += read.constraints
        if order.named or read.constraints:
            ordered.append(order.text)
        if order.named and not read.understood and not read.constraints:
            questions.append(
                f"The precaution {order.text!r} could not be tested by software: check it by hand."
            )
    questions += _contradictions(tuple(surgery.precautions) if surgery else (), orders)
    for timed in (*((protocol,) if protocol else ()), *procedures_of(encounter)):
        found += timed.contraindications(side)
    own = surgeons_protocol(encounter)
    surgeons = orders_at(own, week or 0.0, region, side) if own else SurgeonOrders()
    found = [*surgeons.constraints, *found]
    questions += surgeons.questions
    found += _comorbid(facts, encounter)
    flags = tuple(
        f
        for f in facts.of("red_flag")
        if isinstance(f, RedFlagFact)
        and f.polarity == "present"
        and f.subject == "patient"
        and f.time in ("today", "before")
    )
    found += [_red_flag(f) for f in flags]
    if week is not None and week < 0:
        questions.append(
            "The surgery date lies after this visit: is the date right, or is this a visit before surgery?"
        )
    at = max(0.0, week) if week is not None else None
    active = tuple(
        c
        for c in found
        if c.forbids_something and not (c.until_week and at is not None and at >= c.until_week)
    )
    return SafetyFrame(
        constraints=active,
        week=week,
        questions=tuple(dict.fromkeys(questions)),
        red_flags=tuple(dict.fromkeys(f.flag for f in flags)),
        ordered=tuple(dict.fromkeys(ordered)),
        allowed=surgeons.allowed,
    )


def _read_order(order: Order, region: str, side: Side) -> ReadPrecaution:
    """The constraints of an order said today. `For two weeks` counts from today, so it holds."""
    own = order.side if order.side != "none" else side
    read = read_precaution(order.text, region=region, side=own, source="dictated", evidence=order.evidence)
    if not from_today(order.text):
        return read
    lasting = tuple(c.model_copy(update={"until_week": None}) for c in read.constraints)
    return read.model_copy(update={"constraints": lasting})


_FREE = re.compile(r"\b(?:wbat|fwb)\b|\bweight[- ]?bearing as tolerated|\bfull weight", re.I)
_KEPT = Rare(
    r"\b(?:nwb|ttwb|tdwb|ffwb|pwb)\b|\b(?:non|toe[- ]?touch|touch[- ]?down|foot[- ]?flat|partial)[- ]?weight",
)


def _contradictions(record: tuple[str, ...], said: tuple[Order, ...]) -> list[str]:
    """Questions on orders that cannot both hold; until answered the stricter one is kept."""
    written, told = " | ".join(record), " | ".join(o.text for o in said)
    free, kept = _FREE.search(f"{written} | {told}"), _KEPT.search(f"{written} | {told}")
    if not (free and kept):
        return []
    if _FREE.search(written) and _KEPT.search(written):
        return ["The record orders two weight-bearing statuses: which one holds? The stricter one was used."]
    return [
        f"Record and note order two weight-bearing statuses ({free.group()}, {kept.group()}): which one "
        "holds? The stricter one was used."
    ]


@cache
def _comorbidities() -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = load_data("comorbidities.yaml")
    return data


@cache
def _flags() -> dict[str, dict[str, Any]]:
    data: dict[str, dict[str, Any]] = load_data("red_flags.yaml")
    return data


def _comorbid(facts: VisitFacts, encounter: Encounter) -> list[Constraint]:
    codes = [d.icd10 for d in encounter.episode.diagnoses]
    history = [
        f
        for f in facts.of("history")
        if isinstance(f, HistoryFact) and f.polarity == "present" and f.subject == "patient"
    ]
    found: list[Constraint] = []
    for entry in _comorbidities():
        said = next((f for f in history if any(w in f.phrase.lower() for w in entry["words"])), None)
        if said is None and not any(code.startswith(tuple(entry["icd10"])) for code in codes):
            continue
        for text in entry["precautions"]:
            read = read_precaution(text, source="comorbidity", evidence=said.evidence if said else ())
            found += [c.model_copy(update={"text": f"{entry['name']}: {c.text}"}) for c in read.constraints]
    return found


def _red_flag(fact: RedFlagFact) -> Constraint:
    entry = _flags().get(fact.flag, _flags()["other"])
    return Constraint(
        text=entry["why"],
        source="red_flag",
        min_effort=entry["min_effort"],
        tags=tuple(entry["tags"]),
        evidence=fact.evidence,
    )


def _why(candidate: Candidate, constraint: Constraint, what: str, week: float | None) -> str:
    at = f" (week {int(week)} after surgery)" if week is not None and week >= 0 else ""
    until = f", until week {constraint.until_week:.0f}" if constraint.until_week else ""
    same = "" if what == candidate.name else f"{what}: "
    return f"{same}{_ORIGINS[constraint.source]} says “{constraint.text}”{until}{at}"


def opposite(one: Side, other: Side) -> bool:
    return {one, other} == {"left", "right"}
