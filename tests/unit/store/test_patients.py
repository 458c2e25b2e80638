from __future__ import annotations

from pathlib import Path

import pytest
from support.records import AT, add_draft, add_reviewable, decide, encounter, event

from agent.errors import IntegrityError, NotFound, StorageError
from agent.store.crypto import KeyRing, new_key
from agent.store.engine import Store, open_store


def test_the_same_record_number_is_the_same_patient(store: Store) -> None:
    with store.unit() as uow:
        first = uow.patients.ensure(encounter("ab-12 3").patient)
        assert uow.patients.ensure(encounter(" AB-123 ", name="Someone Else").patient) == first
        assert uow.patients.find("ab-123") == first
        assert uow.patients.ensure(encounter("ab-124").patient) != first
        assert uow.patients.find("unknown") is None
        uow.commit()


def test_a_patients_drafts_are_found(store: Store) -> None:
    mine, other = add_reviewable(store, "T-1"), add_reviewable(store, "T-2")
    again = add_reviewable(store, "T-1")
    decide(store, mine)
    with store.read() as uow:
        patient = uow.drafts.get(mine).patient_id
        assert set(uow.drafts.of_patient(patient)) == {mine, again}
        assert uow.drafts.of_patient(patient, statuses=["approved"]) == [mine]
        assert uow.drafts.get(other).patient_id != patient


def test_nothing_of_a_patient_stands_in_clear(sqlite_store: Store, tmp_path: Path) -> None:
    draft = add_reviewable(sqlite_store, "MRN-777-SECRET", text="Unmistakable sentence.")
    decide(sqlite_store, draft, "request_changes")
    with sqlite_store.unit() as uow:
        uow.runlog.add(draft, 1, "redact", "log text of the run", AT)
        uow.commit()
    sqlite_store.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("clinic.db*"))
    for secret in (
        b"Zebulon",
        b"Quux",
        b"Wilhelmina",
        b"MRN-777",
        b"555-0100",
        b"1960-02-29",
        b"2026-11-20",
        b"Unmistakable",
        b"knee feels",
        b"Looks right",
        b"log text",
        b"not really audio",
    ):
        assert secret not in stored, secret
    assert b"in_review" in stored or b"changes_requested" in stored


def test_destroying_the_key_destroys_the_content_and_not_the_trail(
    sqlite_store: Store, tmp_path: Path
) -> None:
    gone, kept = add_reviewable(sqlite_store, "T-1"), add_reviewable(sqlite_store, "T-2")
    with sqlite_store.unit() as uow:
        patient = uow.drafts.get(gone).patient_id
        recording = uow.drafts.get(gone).recording_id
        wrapped = uow.patients._db.exec_driver_sql(
            "SELECT wrapped_key FROM patients WHERE id = ?", (patient,)
        ).scalar_one()
    with sqlite_store.unit() as uow:
        uow.patients.shred(patient)
        uow.audit.append(event("patient.shredded", by="admin"))
        uow.commit()
    with sqlite_store.read() as uow:
        for act in (
            lambda: uow.drafts.get(gone),
            lambda: uow.drafts.content(gone),
            lambda: uow.transcripts.get(gone, 1),
            lambda: uow.recordings.get(recording),
        ):
            with pytest.raises(NotFound, match="destroyed"):
                act()
        assert uow.drafts.content(kept).note.statements
        names = {item.id: item.patient_name for item in uow.drafts.queue(["in_review"])}
        assert names == {gone: "(content destroyed)", kept: "Zebulon Quux"}
        assert len(uow.audit.for_draft(gone)) == 2
    with sqlite_store.unit() as uow, pytest.raises(NotFound):
        uow.patients.ensure(encounter("T-1").patient)
    with sqlite_store.unit() as uow, pytest.raises(NotFound):
        uow.patients.shred(patient)
    assert wrapped not in b"".join(path.read_bytes() for path in tmp_path.glob("clinic.db*"))


def test_a_patients_key_is_told_of_when_it_is_made_and_destroyed(store: Store) -> None:
    first, again = add_draft(store, "T-1"), add_draft(store, "T-1")
    with store.read() as uow:
        patient = uow.drafts.get(first).patient_id
        assert uow.drafts.get(again).patient_id == patient
    with store.unit() as uow:
        uow.patients.shred(patient)  # and not committed: nothing happened, nothing is told
    assert _told_of_keys(store) == [("key.made", patient, "user-1")]
    with store.unit() as uow:
        uow.patients.shred(patient)
        uow.audit.append(event("patient.shredded", by="admin"))
        uow.commit()
    assert _told_of_keys(store) == [("key.made", patient, "user-1"), ("key.destroyed", patient, "admin")]


def _told_of_keys(store: Store) -> list[tuple[str, str, str]]:
    with store.read() as uow:
        told = uow.audit.search(actions=("key.made", "key.destroyed"))
    return [(one.event.action, one.event.patient_ref, one.event.actor_id) for one in told]


def test_another_master_key_does_not_open_the_database(store: Store, store_url: str) -> None:
    add_reviewable(store)
    with pytest.raises(StorageError, match="not the one"):
        open_store(store_url, KeyRing(new_key()))


def test_content_moved_to_another_draft_does_not_open(sqlite_store: Store) -> None:
    one, other = (
        add_reviewable(sqlite_store, "T-1", text="one"),
        add_reviewable(sqlite_store, "T-1", text="two"),
    )
    with sqlite_store.unit() as uow:
        db = uow.drafts._db
        db.exec_driver_sql("DROP TRIGGER draft_versions_no_update")
        db.exec_driver_sql(
            "UPDATE draft_versions SET content_sealed = (SELECT content_sealed FROM draft_versions"
            " WHERE draft_id = ?) WHERE draft_id = ?",
            (one, other),
        )
        uow.commit()
    with sqlite_store.read() as uow, pytest.raises(IntegrityError):
        uow.drafts.content(other)


def test_a_recording_with_a_missing_or_moved_part_does_not_play(sqlite_store: Store) -> None:
    with sqlite_store.unit() as uow:
        patient = uow.patients.ensure(encounter().patient)
        recording = uow.recordings.add(patient, bytes(3 << 20), "audio/wav")
        uow.commit()
    with sqlite_store.unit() as uow:
        uow.recordings._db.exec_driver_sql("DELETE FROM recording_chunks WHERE n = 2")
        with pytest.raises(IntegrityError, match="missing"):
            uow.recordings.get(recording)
        uow.recordings._db.exec_driver_sql("UPDATE recordings SET chunks = 2")
        with pytest.raises(IntegrityError):
            uow.recordings.get(recording)
