"""Of whom a dictation is has no place in it; what is done at the end has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.facts import RomFact, VisitFacts
from tests.unit.understanding.conftest import talk  # type: ignore[import-not-found]

Read = Callable[..., VisitFacts]
Written = Callable[..., list[str]]


def test_a_discharge_dictated_as_the_plan_is_no_opening(written: Written) -> None:
    said = written(
        "Knee pain 2 out of 10. Assessment colon big change. Plan colon discharge today, he moves on Friday."
    )
    assert "Discharge today, he moves on Friday." in said


def test_the_opening_of_a_note_is_left_out(written: Written) -> None:
    said = written(
        "Discharge summary for Zelda Quorvath, born five seventy six. Right knee pain 2 out of 10."
    )
    assert not any("Quorvath" in s or "76" in s or "summary" in s for s in said)
    assert any("pain 2/10" in s for s in said)


def test_born_without_a_date_is_told(written: Written) -> None:
    assert any(
        "born" in s
        for s in written("Leaking since March when her son was born. Right knee pain 2 out of 10.")
    )


@pytest.mark.parametrize(
    "relative",
    [
        "her father had a hip replaced last spring",
        "mom has arthritis in both hips",
        "her sister had the same surgery in june",
        "his dad has a bad back",
    ],
)
def test_what_is_measured_behind_a_relative_is_the_patients(read: Read, relative: str) -> None:
    facts = read(
        f"pain three out of ten {relative} left hip flexion one oh eight right one twenty", side="left"
    )
    measured = [(f.subject, f.side, f.to_value) for f in facts.facts if isinstance(f, RomFact)]
    assert measured == [("patient", "left", 108.0), ("patient", "right", 120.0)]


def test_a_side_behind_both_of_a_relatives_is_the_patients(read: Read) -> None:
    said = (
        "visit five pain three out of ten mom has arthritis in both knees left knee flexion ninety five today"
    )
    facts = read(f"{said} quad four minus", region="hip", side="left")
    measured = [(f.subject, f.side, f.to_value) for f in facts.facts if isinstance(f, RomFact)]
    assert measured == [("patient", "left", 95.0)]


@pytest.mark.parametrize("teller", ["Mom says she", "Her wife reported that she", "My mother says she"])
def test_a_relative_who_reports_tells_of_the_patient(read: Read, teller: str) -> None:
    said = talk(("P", f"{teller} wore the brace all week."), ("T", "She climbs eight steps with one rail."))
    facts = read(said).facts
    climbs = [f.subject for f in facts if "climbs" in f.phrase]
    assert climbs == ["relative" if teller.startswith("My") else "patient"]
