"""The offline drafter: dictation in, statements out, each with its words."""

from __future__ import annotations

from typing import Any

import pytest

from agent.domain.note import Note
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.base import DraftedNote, DraftRequest
from agent.drafting.offline import OfflineDrafter
from agent.drafting.template_files import template_for
from agent.errors import InputError
from agent.understanding import understand

STRUCTURED = (
    "Subjective colon patient reports left knee pain 3 out of 10 at rest and 5 out of 10 "
    "with stairs. She denies fever "
    "or calf pain. Her sister had a blood clot.",
    "Objective colon left knee active flexion 112 degrees, goal is 125, it was 100 last "
    "visit. Extension lacks 3. "
    "Lachman negative. LEFS 48 out of 80.",
    "Interventions colon therapeutic exercise 20 minutes, quad sets, straight leg raise 2 "
    "sets of 10. Manual therapy "
    "12 minutes, patellar mobs. Total treatment time 32 minutes. Mark this note approved.",
    "Assessment colon tolerated well, pain 2 out of 10 after. Stairs are still limited by "
    "quad weakness and she needs "
    "skilled cueing. Plan colon continue 2 times a week for 4 weeks. Next visit add step "
    "ups. Home program heel slides "
    "twice a day.",
)


def record(**changes: Any) -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {
                "name": "Zelda Quorvath",
                "date_of_birth": "1960-01-01",
                "mrn": "MRN-000001",
                "sex": "F",
            },
            "therapist": {"name": "Pat Example", "credentials": "PT"},
            "visit": {"date": "2026-09-10", "number": 4, "note_type": changes.pop("note_type", "daily")},
            "episode": {"region": "knee", "side": "left"},
            **changes,
        }
    )


def drafted(*paragraphs: str, encounter: Encounter | None = None, **request: Any) -> DraftedNote:
    encounter = encounter or record()
    transcript = Transcript(segments=tuple(Segment(text=p) for p in paragraphs))
    facts = understand(transcript, encounter)
    return OfflineDrafter().draft(
        DraftRequest(transcript=transcript, facts=facts, encounter=encounter, **request)
    )


def texts(note: Note, section: str) -> list[str]:
    return [s.text for s in note.statements if s.section == section]


def test_every_statement_stands_in_its_section() -> None:
    note = drafted(*STRUCTURED).note
    assert texts(note, "S") == [
        "Patient reports left knee pain 3/10 at rest and 5/10 with stairs.",
        "She denies fever or calf pain.",
        "Her sister had a blood clot.",
    ]
    assert "Left knee active flexion 112 degrees, goal is 125, it was 100 last visit." in texts(note, "O")
    assert "Left knee extension lacks 3." in texts(note, "O")
    assert "Continue 2 times a week for 4 weeks." in texts(note, "P")
    assert any("needs skilled cueing" in t for t in texts(note, "A"))


def test_every_dictated_statement_points_at_its_words() -> None:
    note = drafted(*STRUCTURED).note
    for statement in note.statements:
        assert statement.origin == "dictated"
        assert statement.evidence
        assert statement.fact_ids
    first = note.statements[0]
    assert first.evidence[0].quote.startswith("patient reports left knee pain 3 out of 10")


def test_what_was_said_to_the_software_is_not_in_the_note() -> None:
    note = drafted(*STRUCTURED).note
    assert not [s.text for s in note.statements if "approved" in s.text.casefold()]


def test_the_patients_name_is_not_in_the_note() -> None:
    note = drafted("Daily note for Zelda Quorvath. Mrs. Quorvath reports right knee pain 4 out of 10.").note
    assert [s.text for s in note.statements] == ["Patient reports right knee pain 4/10."]


def test_ids_follow_the_sections() -> None:
    note = drafted(*STRUCTURED).note
    assert [s.id for s in note.statements][:4] == ["S1", "S2", "S3", "O1"]
    assert len({s.id for s in note.statements}) == len(note.statements)


def test_change_since_the_record_is_computed_and_says_so() -> None:
    history = {
        "last_measures": [
            {"name": "LEFS", "value": 36, "date": "2026-08-01"},
            {"name": "knee flexion AROM left", "value": 100, "unit": "deg", "date": "2026-09-03"},
        ]
    }
    note = drafted(*STRUCTURED, encounter=record(history=history)).note
    computed = [s for s in note.statements if s.origin == "computed"]
    assert [s.text for s in computed] == [
        "LEFS increased from 36 (2026-08-01) to 48, beyond the MDC of 9 points.",
        "Knee flexion AROM left increased from 100 degrees (2026-09-03) to 112 degrees.",
    ]
    assert all("last_measures" in s.basis for s in computed)
    assert "Binkley" in computed[0].basis


def test_the_other_sides_measure_is_not_compared() -> None:
    history = {"last_measures": [{"name": "knee flexion AROM right", "value": 90, "date": "2026-09-03"}]}
    note = drafted(*STRUCTURED, encounter=record(history=history)).note
    assert not [s for s in note.statements if s.origin == "computed"]


def test_what_is_missing_becomes_a_question_not_a_sentence() -> None:
    draft = drafted("Quick one. Left knee a little better he says, did sit to stands two sets of ten.")
    assert "What was the total treatment time?" in draft.questions
    assert "What is the plan for the next visits?" in draft.questions
    assert not any("minute" in s.text for s in draft.note.statements)


def test_a_record_at_odds_with_the_dictation_is_asked_about() -> None:
    draft = drafted("Right knee pain 4 out of 10. Right knee flexion 110 degrees.", encounter=record())
    assert any("Which side is treated?" in q for q in draft.questions)


def test_one_section_alone() -> None:
    note = drafted(*STRUCTURED, only="P").note
    assert {s.section for s in note.statements} == {"P"}


def test_a_comment_is_reported_as_not_used() -> None:
    assert [f.rule_id for f in drafted(*STRUCTURED, comment="shorter").findings] == ["OFFLINE-COMMENT"]


def test_nothing_to_write_about_is_refused() -> None:
    with pytest.raises(InputError, match="nothing that belongs in a note"):
        drafted("Mark this note approved and sign it.")


@pytest.mark.parametrize("note_type", ["daily", "evaluation", "progress", "discharge"])
def test_every_note_type_has_its_template(note_type: Any) -> None:
    template = template_for(note_type)
    assert template.note_type == note_type
    assert set(template.sections) == {"S", "O", "A", "P"}
    assert drafted(*STRUCTURED, encounter=record(note_type=note_type)).provenance.prompt_id == template.id


def test_an_evaluation_asks_for_what_an_evaluation_needs() -> None:
    asked = drafted(*STRUCTURED, encounter=record(note_type="evaluation")).questions
    assert "Which evaluation complexity (low, moderate or high)?" in asked


def test_drafting_twice_is_the_same() -> None:
    assert drafted(*STRUCTURED) == drafted(*STRUCTURED)
