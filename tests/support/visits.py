"""Builders of visits and facts for the exercise tests; everybody in them is fictitious."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from agent.domain.facts import ExerciseFact, Fact, VisitFacts
from agent.domain.transcript import EvidenceSpan
from agent.domain.visit import Encounter

VISIT = date(2026, 6, 15)


def make_encounter(
    *,
    procedure: str = "",
    weeks: float = 3,
    precautions: tuple[str, ...] = (),
    icd10: tuple[str, ...] = (),
    region: str = "knee",
    side: str = "right",
    born: date = date(1980, 5, 5),
    note_type: str = "daily",
    onset_weeks: float | None = 6,
    measures: bool = True,
) -> Encounter:
    """A visit on 2026-06-15, `weeks` after `procedure` where one is given."""
    surgery = None
    if procedure:
        surgery = {
            "procedure": procedure,
            "date": VISIT - timedelta(days=round(weeks * 7)),
            "precautions": precautions,
        }
    last = [{"name": "NPRS", "value": 5, "date": VISIT - timedelta(days=5)}] if measures else []
    return Encounter.model_validate(
        {
            "patient": {"name": "Quillon Testperson", "date_of_birth": born, "mrn": "0000001"},
            "therapist": {"name": "Ottoline Sample", "credentials": "PT"},
            "visit": {"date": VISIT, "number": 5, "note_type": note_type},
            "episode": {
                "diagnoses": [{"icd10": code, "label": ""} for code in icd10],
                "region": region,
                "side": side,
                "onset": None if onset_weeks is None else VISIT - timedelta(days=round(onset_weeks * 7)),
                "surgery": surgery,
            },
            "history": {"last_measures": last},
        }
    )


def span(text: str) -> tuple[EvidenceSpan, ...]:
    return (EvidenceSpan(start=0, end=max(1, len(text)), quote=text or " "),)


def did(name: str, clause: str = "", **fields: Any) -> ExerciseFact:
    clause = clause or f"Today {name}."
    values: dict[str, Any] = {
        "id": f"e-{name}-{len(clause)}",
        "section": "O",
        "phrase": clause,
        "clause": clause,
        "name": name,
        "evidence": span(clause),
    }
    return ExerciseFact(**(values | fields))


def visit_facts(*facts: Fact) -> VisitFacts:
    return VisitFacts(facts=facts)
