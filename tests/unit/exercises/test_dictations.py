"""Exercises done, planned, stopped, postponed, forbidden or alternative: each stands in its list."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
import yaml

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.exercises.planner import draft_plan
from agent.understanding import understand

ON = date(2026, 6, 15)
CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("dictations.yaml").read_text("utf-8"))
_SPEAKERS: dict[str, Literal["THERAPIST", "PATIENT"]] = {"T:": "THERAPIST", "P:": "PATIENT"}


def record(case: dict[str, Any]) -> Encounter:
    surgery = None
    if "procedure" in case:
        surgery = {
            "procedure": case["procedure"],
            "date": ON - timedelta(weeks=case["weeks"]),
            "precautions": case.get("precautions", []),
        }
    born = case.get("born", date(1970, 5, 5))
    return Encounter.model_validate(
        {
            "patient": {"name": "Quillon Testperson", "date_of_birth": born, "mrn": "1"},
            "therapist": {"name": "Ottoline Sample", "credentials": "PT"},
            "visit": {"date": ON, "number": 4},
            "episode": {
                "diagnoses": [{"icd10": case["icd"]}],
                "region": case["region"],
                "surgery": surgery,
            },
        }
    )


def transcript(said: str) -> Transcript:
    turns = [turn.strip() for turn in said.split("|")]
    return Transcript(
        segments=tuple(
            Segment(speaker=_SPEAKERS.get(t[:2]), text=t[2:].strip() if t[:2] in _SPEAKERS else t)
            for t in turns
        )
    )


def holds(words: str, texts: list[str]) -> bool:
    return any(re.search(words, text, re.IGNORECASE) for text in texts)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["id"])
def test_each_exercise_stands_where_it_was_meant(case: dict[str, Any]) -> None:
    encounter = record(case)
    plan = draft_plan(understand(transcript(case["say"]), encounter), encounter)
    planned = [p.text for p in plan.exercises]
    later = [p.text for p in plan.later]
    out = [k.exercise for k in plan.kept_out]
    dictated = [p.text for p in plan.exercises if p.origin == "dictated"]
    assert {
        "not planned": [w for w in case["in"] if not holds(w, dictated)],
        "planned all the same": [w for w in case.get("out", ()) if holds(w, planned)],
        "not for later": [w for w in case.get("later", ()) if not holds(w, later)],
        "not held back": [w for w in case.get("kept", ()) if not holds(w, out)],
    } == {"not planned": [], "planned all the same": [], "not for later": [], "not held back": []}, (
        planned,
        later,
        out,
    )
