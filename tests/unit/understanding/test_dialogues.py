"""Little dialogues, one class of talk in each (`dialogues/*.yaml`): what the note says and never says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.domain.facts import ContributorFact, InterventionFact, SessionTimeFact
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.statements import statements
from agent.drafting.template_files import template_for
from agent.understanding import understand

FILES = sorted((Path(__file__).parent / "dialogues").glob("*.yaml"))
CASES = [case for f in FILES for case in yaml.safe_load(f.read_text(encoding="utf-8"))]
SPEAKERS = {"T": "THERAPIST", "P": "PATIENT"}


def _transcript(talk: str) -> Transcript:
    turns = (line.split(": ", 1) for line in talk.strip().splitlines())
    return Transcript(segments=tuple(Segment(speaker=SPEAKERS[who], text=said) for who, said in turns))


def _encounter(record: dict[str, Any]) -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {
                "name": "Zelda Quorvath",
                "date_of_birth": "1960-01-01",
                "mrn": "MRN-000001",
                "sex": record.pop("sex", "F"),
            },
            "therapist": {"name": "Pat Example", "credentials": "PT"},
            "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
            "episode": record,
        }
    )


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_dialogue(case: dict[str, Any]) -> None:
    facts = understand(_transcript(case["talk"]), _encounter(dict(case["record"])))
    written = statements(facts, template_for("daily"))
    told = "\n".join(f"{s.section}: {s.text}" for s in written)
    for section in ("S", "O", "A", "P", "any"):
        texts = [s.text for s in written if section in (s.section, "any")]
        for pattern in case.get(section, ()):
            assert any(re.search(pattern, t, re.IGNORECASE) for t in texts), f"{section} {pattern}\n{told}"
    for pattern in case.get("never", ()):
        assert not any(re.search(pattern, s.text, re.IGNORECASE) for s in written), f"{pattern}\n{told}"
    given = [f for f in facts.facts if isinstance(f, InterventionFact)]
    for code, minutes in case.get("minutes", {}).items():
        assert sum(f.minutes or 0 for f in given if f.code == code) == minutes, f"{code}\n{told}"
    assert {f.code for f in given} >= set(case.get("untimed", ())), told
    if "total" in case:
        assert [f.minutes for f in facts.facts if isinstance(f, SessionTimeFact)][-1:] == [case["total"]], (
            told
        )
    if case.get("PTA"):
        assert any(isinstance(f, ContributorFact) and f.role == "PTA" for f in facts.facts), told
