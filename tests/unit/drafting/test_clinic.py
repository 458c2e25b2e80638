"""A draft in its clinic: drafts of the same day, other patients' wording, the clinic's rules and tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.finding import Finding
from agent.domain.note import Note, Statement
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.assemble import draft_content
from agent.drafting.base import DraftedNote
from agent.drafting.check import check
from agent.drafting.clinic import Clinic, clinic_of, mark
from agent.exercises.planner import draft_plan
from agent.store.crypto import KeyRing
from agent.store.engine import Store, open_store
from agent.understanding import understand

AT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
SAID = (
    "Therapeutic exercise 30 minutes and manual therapy 15 minutes. Total timed minutes 45. "
    "Total treatment time 45 minutes."
)
OWN_WORDS = (
    "Quadriceps deficit still limits stairs and squatting at work and tactile cues are needed for alignment.",
    "Next visit add step downs of six inches and recheck the extension lag before loading further.",
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'clinic.db'}", KeyRing.open(tmp_path / "keys" / "k"))
    yield opened
    opened.close()


def visit(mrn: str, start: str = "09:00", end: str = "09:45") -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {"name": f"Patient {mrn}", "date_of_birth": "1950-01-01", "mrn": mrn},
            "therapist": {"name": "Tessa Terranova", "credentials": "PT, DPT"},
            "visit": {"date": "2026-03-10", "number": 4, "time_in": start, "time_out": end},
            "episode": {"region": "knee", "side": "right"},
        }
    )


def content_of(encounter: Encounter, *own: str) -> tuple[DraftContent, Transcript, Any]:
    transcript = Transcript(segments=(Segment(text=SAID),))
    facts = understand(transcript, encounter)
    note = Note(
        statements=tuple(
            Statement(id=f"s{n}", section="A" if n == 1 else "P", text=text, origin="human")
            for n, text in enumerate(own, 1)
        )
    )
    drafted = DraftedNote(note=note, provenance=DraftingProvenance(engine="human"))
    return (
        draft_content(drafted, draft_plan(facts, encounter), transcript, facts, encounter),
        transcript,
        facts,
    )


def add(store: Store, encounter: Encounter, *own: str) -> str:
    content, _, _ = content_of(encounter, *own)
    with store.unit() as uow:
        draft = uow.drafts.add(encounter, recording_id="", created_by="u", at=AT)
        uow.drafts.move(draft, frm={"recorded"}, to="processing")
        uow.drafts.add_version(draft, content, author="engine", by="system", at=AT, based_on=0)
        mark(uow, uow.drafts.get(draft), content)
        uow.drafts.move(draft, frm={"processing"}, to="in_review")
        uow.commit()
    return draft


def findings(store: Store, draft: str, *own: str) -> dict[str, Finding]:
    """Findings of the stored draft's check in its clinic, by rule."""
    with store.read() as uow:
        record = uow.drafts.get(draft)
        content, transcript, facts = content_of(record.encounter, *own)
        checked = check(content, transcript, facts, record.encounter, clinic=clinic_of(uow, record))
    assert "could not run" not in " ".join(f.title for f in checked.findings)
    return {f.rule_id: f for f in checked.findings}


def test_one_on_one_minutes_of_two_patients_at_once(store: Store) -> None:
    other = add(store, visit("T-1"), "Alone.")
    mine = add(store, visit("T-2", "09:15", "10:00"), "Alone.")
    found = findings(store, mine, "Alone.")["GRP-01"]
    assert found.severity == "block"  # 90 minutes between 9:00 and 10:00
    assert other in found.detail
    assert "90 one-on-one minutes in 60 on the clock" in found.detail
    assert "Patient T-1" not in found.model_dump_json()
    after = add(store, visit("T-3", "10:00", "10:45"), "Alone.")
    assert "GRP-01" not in findings(store, after, "Alone.")


def test_a_rejected_draft_takes_no_part_in_the_day(store: Store) -> None:
    other, mine = add(store, visit("T-1")), add(store, visit("T-2"))
    assert "GRP-01" in findings(store, mine)
    with store.unit() as uow:
        record = uow.drafts.get(other)
        uow.drafts.decide(other, seen_version=1, seen_hash=record.displayed_hash, to="rejected")
        uow.commit()
    assert "GRP-01" not in findings(store, mine)


def test_wording_of_another_patients_note_is_found_and_only_ones_own_is_shown(store: Store) -> None:
    theirs = (*OWN_WORDS, "Secret of the other patient stands here.")
    other = add(store, visit("T-1"), *theirs)
    mine = add(store, visit("T-2", "11:00", "11:45"), *OWN_WORDS)
    found = findings(store, mine, *OWN_WORDS)
    assert "CLN-02" not in found  # 24 of 26 runs are shared, and 2 are theirs alone: below nine of ten
    again = add(store, visit("T-3", "12:00", "12:45"), *theirs)
    cloned = findings(store, again, *theirs)["CLN-02"]
    assert other in cloned.detail
    assert OWN_WORDS[0] in cloned.detail
    apart = ("Extension is full now and strength on the stairs is what is left for her to gain.",)
    assert "CLN-02" not in findings(store, add(store, visit("T-4", "13:00", "13:45"), *apart), *apart)


def test_wording_of_ones_own_earlier_draft_is_no_other_patients(store: Store) -> None:
    add(store, visit("T-1"), *OWN_WORDS)
    mine = add(store, visit("T-1", "11:00", "11:45"), *OWN_WORDS)
    assert "CLN-02" not in findings(store, mine, *OWN_WORDS)


def test_the_clinics_profile_is_in_force_at_once_and_named(store: Store) -> None:
    mine = add(store, visit("T-1"))
    assert findings(store, mine)["NCCI-02"].severity == "info"
    text = (
        "kind: overlay\nversions:\n  - version: '7'\n    valid_from: 2020-01-01\n"
        "    rules: {NCCI-02: {severity: block, reason: ours}}\n"
    )
    with store.unit() as uow:
        uow.profiles.save("clinic", text, based_on=0, reason="r", by="u", at=AT)
        uow.commit()
    assert findings(store, mine)["NCCI-02"].severity == "block"
    with store.read() as uow:
        record = uow.drafts.get(mine)
        content, transcript, facts = content_of(record.encounter)
        checked = check(content, transcript, facts, record.encounter, clinic=clinic_of(uow, record))
    assert checked.provenance.ruleset.endswith("medicare_b@2022.1+clinic.r1@7")


def test_the_loaded_table_of_the_quarter_is_used(store: Store) -> None:
    mine = add(store, visit("T-1"))
    quarter = {"quarter": "2026-Q1", "valid_from": "2026-01-01", "valid_until": "2026-03-31"}
    pair = {"column1": "97110", "column2": "97140", "indicator": 1}
    with store.unit() as uow:
        for kind, more in (("ptp", {"pairs": [pair]}), ("mue", {"units": {"97110": 1}})):
            edits = json.dumps({**quarter, **more})
            uow.edit_tables.add(
                kind, "2026-Q1", edits=edits, source="f", file_hash="0", kept=1, by="u", at=AT
            )
        uow.commit()
    found = findings(store, mine)
    assert "NCCI-02" not in found
    assert "2026-Q1" in found["NCCI-01"].detail
    assert "2026-Q1" in found["MUE-01"].detail


def test_a_draft_by_itself_knows_no_clinic() -> None:
    alone = Clinic()
    assert (alone.clinic_notes, alone.therapist_day, alone.overlays) == (None, (), ())
