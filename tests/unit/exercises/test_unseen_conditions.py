"""Conditions without a protocol: what was dictated stands, what was withheld does not."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.exercises.dosage import dose_problems
from agent.exercises.library import catalogue, dose_classes
from agent.exercises.planner import draft_plan
from agent.understanding import understand

ON = date(2026, 6, 15)
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("encounters.yaml").read_text("utf-8"))


def record(case: dict[str, Any]) -> Encounter:
    surgery = None
    if "procedure" in case:
        surgery = {
            "procedure": case["procedure"],
            "date": ON - timedelta(weeks=case["weeks"]),
            "precautions": case.get("precautions", []),
        }
    return Encounter.model_validate(
        {
            "patient": {
                "name": "Quillon Testperson",
                "date_of_birth": case.get("born", date(1970, 5, 5)),
                "mrn": "1",
            },
            "therapist": {"name": "Ottoline Sample", "credentials": "PT"},
            "visit": {"date": ON, "number": 4},
            "episode": {
                "diagnoses": [{"icd10": case["icd"]}],
                "region": case["region"],
                "surgery": surgery,
            },
        }
    )


def holds(words: str, texts: list[str]) -> bool:
    return any(re.search(words, text, re.IGNORECASE) for text in texts)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 30
    assert len({c["id"] for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_the_plan_holds_what_was_dictated_and_nothing_withheld(case: dict[str, Any]) -> None:
    encounter = record(case)
    facts = understand(Transcript(segments=(Segment(text=case["say"]),)), encounter)
    plan = draft_plan(facts, encounter)
    planned = [p.text for p in plan.exercises]
    assert [w for w in case["in"] if not holds(w, planned)] == [], planned
    assert [w for w in case.get("out", ()) if holds(w, planned)] == [], planned
    out = [k.exercise for k in plan.kept_out]
    assert [w for w in case.get("kept", ()) if not holds(w, out)] == [], (out, planned)
    for item in plan.exercises:
        if item.origin == "protocol":
            kind = dose_classes()[catalogue().by_name[item.exercise].dose]
            assert dose_problems(item.dose, kind) == ()
