"""Protocols by condition: phases by time and criteria, with what each phase allows and forbids.

General knowledge that a licensed PT must ratify; a surgeon's protocol in the record always overrides.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import Field

from agent.domain.base import Model, Side
from agent.domain.visit import Encounter
from agent.exercises.constraints import Constraint
from agent.exercises.library import load_data
from agent.exercises.models import Range
from agent.exercises.precautions import joint_of, read_precaution

Certainty = Literal["V", "V~", "U"]
RATIFY = (
    "General protocol from the literature: a licensed PT must ratify it. The surgeon's own "
    "protocol overrides it."
)


class Criterion(Model):
    """What must be true before the next phase. `measure` and bounds where software can test it."""

    text: str
    measure: str = ""
    at_least: float | None = None
    at_most: float | None = None


class ProtocolDose(Model):
    """The usual dose of an exercise in this phase; ranges are written `[low, high]`."""

    sets: Range | None = None
    reps: Range | None = None
    hold_s: Range | None = None
    minutes: Range | None = None
    load: str = ""
    frequency: str = ""


class ProtocolExercise(Model):
    exercise: str
    """A name of the catalogue."""
    for_: tuple[str, ...] = Field(alias="for", min_length=1)
    """The deficits or goals it serves: `rom`, `quad strength`, `balance`, `gait` …"""
    dose: ProtocolDose = ProtocolDose()
    where: Literal["clinic", "home", "both"] = "both"


class Phase(Model):
    name: str
    weeks: Range | None = None
    """Since surgery or onset; None: by criteria and irritability only."""
    goals: tuple[str, ...] = Field(min_length=1)
    exercises: tuple[ProtocolExercise, ...] = Field(min_length=1)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    """To leave this phase."""


class Contraindication(Model):
    text: str
    until_week: float | None = None
    spares: dict[str, float] = {}
    """Exercises that are allowed all the same, with the week after surgery from which they are."""
    certainty: Certainty = "U"


class Reference(Model):
    text: str
    certainty: Certainty


class ProtocolMatch(Model):
    procedure: tuple[str, ...] = ()
    icd10: tuple[str, ...] = ()
    label: tuple[str, ...] = ()


class Protocol(Model):
    """One condition."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    name: str
    version: str
    region: str
    surgical: bool
    match: ProtocolMatch
    phases: tuple[Phase, ...] = Field(min_length=1)
    precautions: tuple[str, ...] = ()
    contraindicated: tuple[Contraindication, ...] = ()
    red_flags: tuple[str, ...] = Field(min_length=1)
    progress: str
    regress: str
    references: tuple[Reference, ...] = Field(min_length=1)
    ratify: str = RATIFY

    def contraindications(self, side: Side = "none") -> tuple[Constraint, ...]:
        """What the procedure's time forbids whatever the phase."""
        return _constraints(self.name, self.region, self.contraindicated, side)

    def phase_at(self, week: float | None) -> Phase:
        """The phase whose weeks hold `week`; the first where time does not decide."""
        if week is None:
            return self.phases[0]
        reached = [p for p in self.phases if p.weeks and p.weeks.low <= max(0.0, week)]
        return reached[-1] if reached else self.phases[0]


class Procedure(Model):
    """A procedure without a protocol of its own: only what its time forbids."""

    name: str
    match: tuple[str, ...] = Field(min_length=1)
    region: str
    when: tuple[str, ...] = ()
    """Joints of the episode it applies to; empty: any (`labral repair` is said of shoulder and hip)."""
    contraindicated: tuple[Contraindication, ...] = Field(min_length=1)

    def contraindications(self, side: Side = "none") -> tuple[Constraint, ...]:
        return _constraints(self.name, self.region, self.contraindicated, side)


def _constraints(
    name: str, region: str, items: tuple[Contraindication, ...], side: Side
) -> tuple[Constraint, ...]:
    return tuple(
        read.model_copy(
            update={
                "text": f"{name}: {item.text}",
                "until_week": item.until_week or read.until_week,
                "spares": tuple(item.spares.items()),
            }
        )
        for item in items
        for read in read_precaution(item.text, region=region, side=side, source="protocol").constraints
    )


@cache
def procedures() -> tuple[Procedure, ...]:
    """Procedures whose time forbids something although no protocol is shipped for them."""
    return tuple(Procedure.model_validate(p) for p in load_data("procedures.yaml"))


def procedures_of(encounter: Encounter) -> tuple[Procedure, ...]:
    """All of them that the record's surgery names; a cuff repair with tenodesis has two parts."""
    surgery = encounter.episode.surgery
    if surgery is None:
        return ()
    joints = {joint_of(encounter.episode.region), joint_of(surgery.procedure)} - {""}
    return tuple(
        p
        for p in procedures()
        if any(re.search(w, surgery.procedure, re.I) for w in p.match)
        and (not p.when or not joints or joints & set(p.when))
    )


@cache
def protocols() -> tuple[Protocol, ...]:
    """All shipped protocols, by id."""
    folder = files("agent.exercises").joinpath("protocols")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml"))
    return tuple(Protocol.model_validate(load_data("protocols", name)) for name in names)


def protocol_for(encounter: Encounter, among: tuple[Protocol, ...] = ()) -> Protocol | None:
    """The protocol of the episode: by procedure, else by diagnosis, else by its words; None when unsure.

    A diagnosis goes before a symptom code (ICD-10 R), the first listed before the later ones. `among`
    are the clinic's protocols; empty: the shipped ones.
    """
    known = among or protocols()
    episode = encounter.episode
    joint = joint_of(episode.region)
    if episode.surgery:
        for protocol in known:
            if any(re.search(p, episode.surgery.procedure, re.I) for p in protocol.match.procedure):
                return protocol
        return None
    found = [
        ((code[0] != "R", -rank, protocol.region == joint, len(prefix)), protocol)
        for protocol in known
        if not protocol.surgical
        for rank, code in enumerate(d.icd10 for d in episode.diagnoses)
        for prefix in protocol.match.icd10
        if code.startswith(prefix)
    ]
    if found:
        return max(found, key=lambda pair: pair[0])[1]
    labels = " | ".join(d.label for d in episode.diagnoses)
    return next(
        (p for p in known if not p.surgical and any(re.search(w, labels, re.I) for w in p.match.label)),
        None,
    )
