"""Everything a rule may look at; rules are pure functions of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from agent.domain.base import Model
from agent.domain.billing import Claim
from agent.domain.facts import BaseFact, Fact, InterventionFact, VisitFacts
from agent.domain.note import Note, Statement
from agent.domain.plan import Plan
from agent.domain.transcript import EvidenceSpan, Transcript
from agent.domain.visit import Encounter, NoteType
from compliance.billing.claim import given
from compliance.billing.edits import Edits, shipped_mue, shipped_ptp

if TYPE_CHECKING:
    from compliance.rules.clones import ClinicNotes

F = TypeVar("F", bound=BaseFact)
T = TypeVar("T")


class EarlierNote(Model):
    """A signed note of the same patient, to compare with. `ref` is an id, never a name."""

    ref: str
    on: date
    note: Note


class DayVisit(Model):
    """Another visit of the same therapist on the same day, by clock time; `ref` is an id."""

    ref: str
    start: time
    end: time
    timed_codes: tuple[str, ...] = ()
    timed_minutes: int = 0
    """One-on-one minutes that the therapist, not an assistant, gave: of timed codes and evaluations."""
    group: bool = False


@dataclass(frozen=True)
class RuleContext:
    """One visit's packet with its record; what is not known is empty, and rules say so or stay silent."""

    encounter: Encounter
    transcript: Transcript
    facts: VisitFacts
    note: Note
    plan: Plan
    claim: Claim
    earlier_notes: tuple[EarlierNote, ...] = ()
    """This patient's, newest last."""
    clinic_notes: ClinicNotes | None = None
    """Notes of other patients, to search for cloned text."""
    therapist_day: tuple[DayVisit, ...] = ()
    pairs: Edits = field(default_factory=shipped_ptp)
    """The payer's procedure-to-procedure edits; a small sample where no file is loaded."""
    unlikely: Edits = field(default_factory=shipped_mue)
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def on(self) -> date:
        """The date of service."""
        return self.encounter.visit.date

    @property
    def note_type(self) -> NoteType:
        return self.encounter.visit.note_type

    @cached_property
    def treatments(self) -> tuple[InterventionFact, ...]:
        """Treatments given to the patient today."""
        return given(self.facts)

    @cached_property
    def present(self) -> tuple[Fact, ...]:
        """Facts about the patient that hold today: not denied, not planned, not history, not a goal."""
        return tuple(
            f
            for f in self.facts.facts
            if (f.time, f.polarity, f.subject) == ("today", "present", "patient") and f.kind != "command"
        )

    def today(self, kind: type[F]) -> tuple[F, ...]:
        """Facts of this class that hold of the patient today."""
        return tuple(f for f in self.present if isinstance(f, kind))

    def all(self, kind: type[F]) -> tuple[F, ...]:
        """Facts of this class, whatever their time, polarity or subject."""
        return tuple(f for f in self.facts.facts if isinstance(f, kind))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The note's statements that a signature would cover (suggestions are not yet part of it)."""
        return tuple(s for s in self.note.statements if s.origin != "suggested")

    def once(self, name: str, make: Callable[[RuleContext], T]) -> T:
        """`make(self)`, made only once however many rules ask for it under this name."""
        if name not in self._made:
            self._made[name] = make(self)
        made: T = self._made[name]
        return made

    def statement_of(self, fact: BaseFact) -> str:
        """The id of the statement that rests on `fact`, or an empty string."""
        return next((s.id for s in self.note.statements if fact.id in s.fact_ids), "")


def evidence_of(*facts: BaseFact | Iterable[BaseFact]) -> tuple[EvidenceSpan, ...]:
    """The evidence spans of facts, in order."""
    spans: list[EvidenceSpan] = []
    for item in facts:
        for fact in (item,) if isinstance(item, BaseFact) else item:
            spans.extend(fact.evidence)
    return tuple(spans)


_AFTER = re.compile(r"\b(?:after|afterwards?|post|end|following|finish\w*)\b", re.IGNORECASE)


_AFTER_THE_START = re.compile(
    r"\b(?:after|following|post)[- ]+(?:(?:the|a|an|her|his|my|their) )?(?:\w+ )?"
    r"(?:surger\w+|operati\w+|op\b|sprain|strain|fall|accident|injury|game|match|practice|work|shift|"
    r"school|stroke|"
    r"baby|birth|delivery|crash|collision|release|repair|replacement|fracture|hospital\w*|trip|flight)",
    re.IGNORECASE,
)
"""`Two weeks after the soccer sprain` tells of the onset."""


def said_after_treatment(fact: BaseFact) -> bool:
    """Whether the fact tells of the time after this visit's treatment, whatever the verb's tense."""
    if _AFTER.search(f"{fact.when} {getattr(fact, 'activity', '')}") is None:
        return False
    words, onset = _AFTER_THE_START.subn(" ", words_of(fact))
    return not onset or _AFTER.search(words) is not None


def words_of(fact: BaseFact) -> str:
    """The fact's phrase and the words it came from, on one line."""
    return " ".join((fact.phrase, *(span.quote for span in fact.evidence))).replace("\n", " ")
