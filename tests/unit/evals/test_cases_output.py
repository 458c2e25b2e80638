"""`evals.cases` writes what the cases' own scorer reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.errors import InputError
from evals.cases import finding_names, run

CASE = {
    "id": "case-91",
    "transcript": [
        {"speaker": None, "text": "Right knee pain 4 out of 10 today. Right knee flexion 105 degrees."},
        {
            "speaker": None,
            "text": "Therapeutic exercise 23 minutes, quad sets. Total treatment time 30 minutes.",
        },
    ],
    "encounter": {
        "patient": {
            "name": "Zelda Quorvath",
            "date_of_birth": "1960-01-01",
            "mrn": "MRN-000001",
            "payer": "medicare_b",
        },
        "therapist": {"name": "Pat Example", "credentials": "PT"},
        "visit": {"date": "2026-03-10", "number": 4, "note_type": "daily"},
        "episode": {"region": "knee", "side": "right", "diagnoses": [{"icd10": "M25.561"}]},
        "plan_of_care": None,
        "history": {},
    },
}


def test_one_file_a_case_in_the_scorers_form(tmp_path: Path) -> None:
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "case-91.json").write_text(json.dumps(CASE), encoding="utf-8")
    report = run(cases, tmp_path / "out")
    written = json.loads((tmp_path / "out" / "case-91.json").read_text(encoding="utf-8"))
    assert set(written) == {"note", "billing", "findings", "plan"}
    assert "Right knee flexion 105 degrees." in written["note"]["O"]
    assert written["billing"]["minutes"] == {"97110": 23}
    assert written["billing"]["cms_units"] == {"97110": 2}
    assert written["billing"]["total_treatment_minutes"] == 30
    assert report.samples[0]["id"] == "case-91"


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"case-\*\.json"):
        run(tmp_path)


def test_every_neutral_name_has_a_rule() -> None:
    from compliance.rules.catalogue import all_rules

    known = {rule.id for rule in all_rules()}
    named = {name for rule, names in finding_names().items() if rule in known for name in names}
    assert named == {name for names in finding_names().values() for name in names}
