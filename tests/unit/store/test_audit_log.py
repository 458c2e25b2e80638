from __future__ import annotations

import hashlib
import json

import pytest
from support.records import add_draft, add_reviewable, amend, break_glass, decide, event, mend_glass, sign

from agent.domain.audit import AuditEvent
from agent.errors import Conflict, IntegrityError
from agent.store.engine import Store
from agent.store.frontier import Frontier
from agent.store.repositories.audit import VERIFIED, told
from agent.store.vouching import Deeds, record_digest
from compliance.audit import verify


def test_events_are_numbered_without_a_gap_and_stored_as_their_bytes(store: Store) -> None:
    for n in range(3):
        with store.unit() as uow:
            uow.audit.append(event("draft.viewed", "d1", by=f"u{n}", note="é"))
            uow.audit.append(event("audio.played", "d2"))
            uow.commit()
            assert [one.seq for one in uow.audit.recorded] == [2 * n + 1, 2 * n + 2]
    with store.read() as uow:
        events = uow.audit.all()
        assert [one.seq for one in events] == [1, 2, 3, 4, 5, 6]
        assert all(one.body == one.event.canonical() for one in events)
        assert [one.seq for one in uow.audit.for_draft("d1")] == [1, 3, 5]
        assert [one.seq for one in uow.audit.all(after_seq=2, limit=2)] == [3, 4]
        assert uow.audit.count() == 6


def test_a_unit_reads_its_own_events(store: Store) -> None:
    with store.unit() as uow:
        uow.audit.append(event("draft.viewed", "d1"))
        assert uow.audit.count() == 1
        uow.audit.append(event("draft.viewed", "d1"))
        uow.commit()
        assert len(uow.audit.recorded) == 2


def test_the_head_is_the_merkle_root_of_the_bodies(store: Store) -> None:
    for n in range(11):
        with store.unit() as uow:
            uow.audit.append(event("draft.viewed", f"d{n}"))
            uow.commit()
    with store.read() as uow:
        leaves = [hashlib.sha256(b"\x00" + one.body).digest() for one in uow.audit.all()]
        (head,) = uow.audit.rows("audit_head")
    assert head["size"] == 11
    assert head["root"] == _root(leaves)
    assert head["frontier"] == Frontier().extend(leaves).packed


def _root(leaves: list[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + _root(leaves[:split]) + _root(leaves[split:])).digest()


def test_an_event_that_cannot_be_written_undoes_the_act(store: Store) -> None:
    draft = add_draft(store)
    with store.unit() as uow:
        uow.drafts._db.exec_driver_sql("ALTER TABLE audit_head RENAME TO elsewhere")
        uow.commit()
    with pytest.raises(Exception, match="audit_head"), store.unit() as uow:  # noqa: PT012  # the act is the block
        uow.drafts.move(draft, frm={"recorded"}, to="processing")
        uow.audit.append(event("draft.viewed", draft))
        uow.commit()
    with store.read() as uow:
        assert uow.drafts.get(draft).status == "recorded"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET action = 'nothing.happened'",
        "DELETE FROM audit_events WHERE seq = 2",
        "DELETE FROM audit_head",
        "UPDATE audit_head SET size = 1",
        "UPDATE audit_head SET root = frontier",
    ],
)
def test_the_log_only_grows(store: Store, statement: str) -> None:
    _three_events(store)
    with store.unit() as uow, pytest.raises(IntegrityError, match="only grows"):
        uow.audit._db.exec_driver_sql(statement)


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "INSERT"])
def test_an_event_is_not_replaced_on_sqlite(sqlite_store: Store, verb: str) -> None:
    _three_events(sqlite_store)
    with sqlite_store.unit() as uow, pytest.raises(Conflict):
        uow.audit._db.exec_driver_sql(
            f"{verb} INTO audit_events SELECT seq, at, 'x.y', actor_id, draft_id, patient_ref,"
            " body, leaf_hash FROM audit_events WHERE seq = 2"
        )


@pytest.mark.parametrize("seq", [0, 2, 5, 99])
def test_only_the_next_number_can_be_inserted(store: Store, seq: int) -> None:
    _three_events(store)
    with store.unit() as uow, pytest.raises(Conflict):
        uow.audit._db.exec_driver_sql(
            f"INSERT INTO audit_events SELECT {seq}, at, action, actor_id, draft_id, patient_ref,"
            " body, leaf_hash FROM audit_events WHERE seq = 3"
        )


@pytest.mark.postgres
@pytest.mark.parametrize("table", ["audit_events", "audit_head", "draft_versions", "drafts, draft_versions"])
def test_the_log_is_not_truncated_on_postgresql(postgres_store: Store, table: str) -> None:
    _three_events(postgres_store)
    with postgres_store.unit() as uow, pytest.raises(IntegrityError, match="only grows"):
        uow.audit._db.exec_driver_sql(f"TRUNCATE {table} CASCADE")


def test_events_vouch_for_what_their_unit_wrote(store: Store) -> None:
    draft = add_reviewable(store)
    decide(store, draft)
    sign(store, draft)
    with store.read() as uow:
        events = [one.event for one in uow.audit.for_draft(draft)]
        patient, recording = uow.drafts.get(draft).patient_id, uow.drafts.get(draft).recording_id
        (stored,) = uow.audit.rows("signatures")
    assert [set(one.commitments) for one in events] == [
        {f"drafts/{draft}", f"patients/{patient}", f"recordings/{recording}"},
        {f"draft_versions/{draft}.1", f"run_values/{draft}.1.transcript"},
        {f"decisions/{draft}-1-approve"},
        {f"signatures/sig-{draft}"},
    ]
    assert events[3].commitments[f"signatures/sig-{draft}"] == record_digest("signatures", stored)
    statuses = [one.details["draft_status"] for one in events]
    assert statuses == ["recorded", "in_review", "approved", "signed"]


def test_a_deed_without_an_event_gets_one() -> None:
    deeds = Deeds()
    deeds.wrote("decisions", "x", {"id": "x"}, draft_id="d2")
    deeds.moved("d2", "approved")
    mine, added = told([event("draft.viewed", "d1")], deeds)
    assert mine.commitments == {}
    assert (added.action, added.draft_id, list(added.commitments)) == ("record.stored", "d2", ["decisions/x"])
    assert added.details == {"draft_status": "approved"}
    assert not deeds


def test_a_unit_that_only_reads_cannot_write_events(store: Store) -> None:
    with store.read() as uow, pytest.raises(RuntimeError):
        uow.audit.append(event("draft.viewed", "d1"))


def test_events_hold_no_content(store: Store) -> None:
    draft = add_reviewable(store)
    decide(store, draft)
    with store.read() as uow:
        log = b"".join(one.body for one in uow.audit.all())
    for secret in (b"Zebulon", b"T-0001", b"Knee", b"Looks right"):
        assert secret not in log


def test_store_and_verifier_agree_on_what_is_read_and_how_it_is_hashed() -> None:
    assert set(VERIFIED) == set(verify.COLUMNS)
    for table, columns in verify.COLUMNS.items():
        assert set(VERIFIED[table]) == set(columns), table
    values = {"a": "é\u2028\x7f\x01", "b": b"\x00", "c": None, "d": 2**40}
    assert verify.record_digest("t", values).hex() == record_digest("t", values)
    assert set(AuditEvent.model_fields) == verify._FIELDS


@pytest.mark.parametrize("value", ['"\\/\b\f\n\r\t\x00\x1f\x7f', "\u2028\u2029é€😀", "", "</script>"])
def test_store_and_verifier_agree_on_canonical_bytes(value: str) -> None:
    one = event("draft.viewed", value, by=value, key=value, number=-(2**53) + 1)
    body = one.canonical()
    assert verify._event(body) == json.loads(body)
    assert verify._event(body.replace(b'"number":', b'"number": ')) is None


def _three_events(store: Store) -> None:
    with store.unit() as uow:
        for n in range(3):
            uow.audit.append(event("draft.viewed", f"d{n}"))
        uow.commit()


@pytest.mark.parametrize("table", ["addenda", "emergency_access", "emergency_endings"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE", "INSERT OR REPLACE"])
def test_additions_and_emergency_access_only_grow(store: Store, table: str, verb: str) -> None:
    kind = store._engine.dialect.name
    if (verb == "TRUNCATE") != (kind == "postgresql") and verb in ("TRUNCATE", "INSERT OR REPLACE"):
        return  # that verb is the other database's
    draft = add_reviewable(store)
    decide(store, draft)
    sign(store, draft)
    amend(store, draft)
    break_glass(store, draft, "e-1")
    mend_glass(store, "e-1")
    statement = {
        "UPDATE": f"UPDATE {table} SET at = ''",
        "DELETE": f"DELETE FROM {table}",
        "TRUNCATE": f"TRUNCATE {table} CASCADE",
        "INSERT OR REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    }[verb]
    with store.unit() as uow, pytest.raises((IntegrityError, Conflict)):
        uow.audit._db.exec_driver_sql(statement)
    with store.read() as uow:
        assert len(uow.addenda.for_draft(draft)) == len(uow.emergencies.all()) == 1
