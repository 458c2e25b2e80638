"""What is only for later, or was refused, is neither done today nor part of the plan, whoever spoke of it."""

from __future__ import annotations

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.alone import draft_alone
from agent.drafting.offline import OfflineDrafter


def planned(*turns: tuple[str | None, str]) -> list[str]:
    encounter = Encounter.model_validate(
        {
            "patient": {"name": "Zelda Quorvath", "date_of_birth": "1960-01-01", "mrn": "MRN-1", "sex": "F"},
            "therapist": {"name": "Pat Example", "credentials": "PT"},
            "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
            "episode": {"region": "shoulder", "side": "right"},
        }
    )
    said = Transcript(segments=tuple(Segment(speaker=who, text=text) for who, text in turns))  # type: ignore[arg-type]
    return [p.text.lower() for p in draft_alone(said, encounter, OfflineDrafter()).plan.exercises]


def test_what_comes_in_at_a_later_week_is_no_exercise_of_the_plan() -> None:
    plan = planned(
        (None, "Objective. Therapeutic exercise 15 minutes, pendulums 2 minutes, table slides 2 sets of 12."),
        (None, "Plan. Two times a week. Pulleys come in at week six, not sooner."),
    )
    assert any("table slide" in p for p in plan)
    assert not any("pulley" in p for p in plan)


def test_what_a_patient_was_refused_is_no_exercise_of_the_plan() -> None:
    plan = planned(
        ("THERAPIST", "Therapeutic exercise fifteen minutes, table slides two sets of twelve."),
        ("PATIENT", "Can I do push ups at the gym?"),
        ("THERAPIST", "Not yet."),
    )
    assert any("table slide" in p for p in plan)
    assert not any("push" in p for p in plan)


def test_what_is_swapped_for_another_is_no_exercise_of_the_plan() -> None:
    plan = planned(
        (None, "Objective. Therapeutic exercise 15 minutes, table slides 2 sets of 12."),
        (None, "Plan. At home swap the plank for wall push-ups, two by eight, every other day."),
    )
    assert any("push" in p for p in plan)
    assert not any("plank" in p for p in plan)


def test_the_name_of_a_service_is_no_exercise() -> None:
    plan = planned(
        (None, "Therapeutic exercise 15 minutes, table slides 2 sets of 12. Self care and home management "
         "11 minutes, dressing with the left arm. Neuro muscular 8 minutes, weight shifts."),
    )  # fmt: skip
    assert not any("management" in p or "neuro" in p for p in plan)


def test_gaze_stabilization_is_found_by_its_spoken_name() -> None:
    plan = planned(("THERAPIST", "VOR times one, standing, plain wall, sixty seconds, three of them."))
    assert any("vor x1" in p for p in plan)


def test_minutes_reckoned_for_a_service_are_no_dose_of_what_stands_before_them() -> None:
    said = (
        "Treatment. Talar glides, that was thirteen minutes, then ther ex, heel slides 2 by 15, nineteen "
        "minutes, and stairs for gait, ten."
    )
    assert not any("13 min" in p for p in planned((None, said)))
