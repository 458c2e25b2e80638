from __future__ import annotations

import itertools
import typing
from contextlib import suppress
from datetime import timedelta

import pytest
from support.records import (
    AT,
    add_draft,
    add_reviewable,
    content,
    decide,
    decision,
    encounter,
    event,
    sign,
    signature,
)

from agent.domain.draft import TRANSITIONS, DraftStatus
from agent.domain.finding import Resolution
from agent.errors import Conflict, IntegrityError, NotFound
from agent.store.engine import Store

STATUSES = typing.get_args(DraftStatus)


def test_a_draft_comes_back_as_it_was_given(store: Store) -> None:
    draft = add_draft(store, audio=b"\x00\x01" * 700_000)
    with store.read() as uow:
        record = uow.drafts.get(draft)
        assert record.encounter == encounter()
        assert (record.status, record.version, record.run, record.displayed_hash) == ("recorded", 0, 1, "")
        assert (record.created_by, record.created_at, record.updated_at) == ("user-1", AT, AT)
        assert uow.recordings.get(record.recording_id) == b"\x00\x01" * 700_000
        assert uow.recordings.media_type(record.recording_id) == "audio/flac"
        assert uow.recordings.size(record.recording_id) == 1_400_000


def test_an_unknown_draft_is_not_found(store: Store) -> None:
    with store.unit() as uow:
        for act in (
            lambda: uow.drafts.get("nobody"),
            lambda: uow.drafts.content("nobody"),
            lambda: uow.drafts.next_run("nobody"),
            lambda: uow.drafts.move("nobody", frm={"recorded"}, to="processing"),
            lambda: uow.drafts.decide("nobody", seen_version=1, seen_hash="", to="approved"),
            lambda: uow.resolutions.for_draft("nobody"),
            lambda: uow.recordings.get("nobody"),
        ):
            with pytest.raises(NotFound):
                act()


def test_what_is_not_committed_did_not_happen(store: Store) -> None:
    draft = add_draft(store)
    with store.unit() as uow:
        uow.drafts.move(draft, frm={"recorded"}, to="processing")
        uow.audit.append(event("draft.viewed", draft))
    with suppress(ZeroDivisionError), store.unit() as uow:
        uow.drafts.move(draft, frm={"recorded"}, to="processing")
        raise ZeroDivisionError
    with store.read() as uow:
        assert uow.drafts.get(draft).status == "recorded"
        assert uow.audit.count() == 2, "the draft and its patient's key"


def test_a_unit_ends_with_its_commit(store: Store) -> None:
    draft = add_draft(store)
    with store.unit() as uow:
        uow.commit()
        with pytest.raises(RuntimeError, match="ended"):
            uow.drafts.move(draft, frm={"recorded"}, to="processing")


@pytest.mark.parametrize(("frm", "to"), list(itertools.product(STATUSES, STATUSES)))
def test_status_moves_only_along_the_transitions(
    sqlite_store: Store, frm: DraftStatus, to: DraftStatus
) -> None:
    draft = _draft_in(sqlite_store, frm)
    allowed = to in TRANSITIONS[frm] and frm != "in_review"
    with sqlite_store.unit() as uow:
        if allowed:
            uow.drafts.move(draft, frm=set(STATUSES), to=to)
            assert uow.drafts.get(draft).status == to
        else:
            with pytest.raises(Conflict):
                uow.drafts.move(draft, frm=set(STATUSES), to=to)
            assert uow.drafts.get(draft).status == frm


def test_only_a_decision_leads_out_of_review(store: Store) -> None:
    draft = add_reviewable(store)
    with store.unit() as uow:
        with pytest.raises(Conflict):
            uow.drafts.move(draft, frm={"in_review"}, to="approved")
        with pytest.raises(ValueError, match="signed"):
            uow.drafts.decide(draft, seen_version=1, seen_hash="", to="signed")


@pytest.mark.parametrize("stale", ["version", "hash"])
def test_a_decision_on_something_else_than_what_is_there_is_refused(store: Store, stale: str) -> None:
    draft = add_reviewable(store)
    with store.unit() as uow:
        shown = uow.drafts.get(draft).displayed_hash
        seen = {"seen_version": 1, "seen_hash": shown}
        seen[f"seen_{stale}"] = {"version": 2, "hash": "0" * 64}[stale]
        with pytest.raises(Conflict):
            uow.drafts.decide(draft, to="approved", **seen)
        assert uow.drafts.get(draft).status == "in_review"


def test_a_version_is_decided_once(store: Store) -> None:
    draft = add_reviewable(store)
    decide(store, draft)
    with pytest.raises(Conflict):
        decide(store, draft)
    with store.unit() as uow, pytest.raises(Conflict, match="decided before"):
        uow.decisions.add(decision(draft, 1, "x", id="another"))


def test_versions_follow_one_another_and_keep_their_content(store: Store) -> None:
    draft = add_reviewable(store, "T-0001", "block", "warn", "warn", "info")
    second = content("Knee feels much better on stairs.", "warn")
    with store.unit() as uow:
        assert uow.drafts.queue(["in_review"])[0].blocking == 1
        assert uow.drafts.queue(["in_review"])[0].warnings == 2
        later = AT + timedelta(minutes=5)
        assert uow.drafts.add_version(draft, second, author="human", by="user-2", at=later, based_on=1) == 2
        for other in (0, 1, 3):
            with pytest.raises(Conflict):
                uow.drafts.add_version(draft, second, author="human", by="user-2", at=later, based_on=other)
        uow.commit()
    with store.read() as uow:
        record = uow.drafts.get(draft)
        assert (record.version, record.displayed_hash) == (2, second.digest())
        assert uow.drafts.content(draft) == second
        assert uow.drafts.content(draft, 1).note.statements[0].text == "Knee feels better on stairs."
        assert [(v.version, v.author, v.by, v.based_on) for v in uow.drafts.versions(draft)] == [
            (1, "engine", "system", 0),
            (2, "human", "user-2", 1),
        ]
        assert (uow.drafts.queue(["in_review"])[0].blocking, uow.drafts.queue(["in_review"])[0].warnings) == (
            0,
            1,
        )
        with pytest.raises(NotFound):
            uow.drafts.content(draft, 3)


@pytest.mark.parametrize("status", ["recorded", "failed", "approved", "rejected", "signed"])
def test_no_version_is_added_before_processing_or_after_approval(
    sqlite_store: Store, status: DraftStatus
) -> None:
    draft = _draft_in(sqlite_store, status)
    with sqlite_store.unit() as uow:
        based_on = uow.drafts.get(draft).version
        with pytest.raises(Conflict, match=status):
            uow.drafts.add_version(draft, content(), author="human", by="user-1", at=AT, based_on=based_on)


def test_only_the_approved_text_is_signed_and_once(store: Store) -> None:
    draft = add_reviewable(store)
    with store.unit() as uow, pytest.raises(Conflict):
        uow.signatures.add(signature(draft, 1, uow.drafts.get(draft).displayed_hash))
    decide(store, draft)
    with store.unit() as uow, pytest.raises(Conflict):
        uow.signatures.add(signature(draft, 1, "0" * 64))
    sign(store, draft)
    with store.unit() as uow:
        shown = uow.drafts.get(draft).displayed_hash
        assert uow.signatures.for_draft(draft) == signature(draft, 1, shown)
        with pytest.raises(Conflict):
            uow.signatures.add(signature(draft, 1, shown, id="second"))


def test_a_signed_draft_stays_signed_whatever_sql_says(store: Store) -> None:
    draft = _draft_in(store, "signed")
    with store.unit() as uow, pytest.raises(IntegrityError):
        uow.drafts._db.exec_driver_sql("UPDATE drafts SET status = 'in_review'")
    with store.unit() as uow, pytest.raises(IntegrityError):
        uow.drafts._db.exec_driver_sql("DELETE FROM drafts")
    with store.read() as uow:
        assert uow.drafts.get(draft).status == "signed"


@pytest.mark.parametrize("table", ["draft_versions", "decisions", "signatures", "resolutions"])
def test_what_was_done_cannot_be_updated_or_deleted(store: Store, table: str) -> None:
    draft = _draft_in(store, "signed")
    with store.unit() as uow:
        uow.resolutions.add(
            draft, 1, Resolution(finding_id="TEST#0", kind="accepted", reason="r"), "user-2", AT
        )
        uow.commit()
    for statement in (f"UPDATE {table} SET \"by\" = 'somebody'", f"DELETE FROM {table}"):
        with store.unit() as uow, pytest.raises(IntegrityError, match="only grows"):
            uow.drafts._db.exec_driver_sql(statement)


def test_answers_to_findings_count_for_their_version_only(store: Store) -> None:
    draft = add_reviewable(store, "T-0001", "block")
    first = Resolution(finding_id="TEST#0", kind="accepted", reason="seen by the surgeon")
    second = Resolution(finding_id="TEST#0", kind="not_applicable", reason="not this payer")
    with store.unit() as uow:
        uow.resolutions.add(draft, 1, first, "user-2", AT)
        uow.resolutions.add(draft, 1, second, "user-2", AT)
        assert uow.resolutions.for_draft(draft) == {"TEST#0": second}
        uow.drafts.add_version(draft, content("x", "block"), author="human", by="u", at=AT, based_on=1)
        assert uow.resolutions.for_draft(draft) == {}
        assert uow.resolutions.for_draft(draft, 1) == {"TEST#0": second}


def test_the_queue_is_one_page_by_age_over_several_statuses(store: Store) -> None:
    expected = []
    for n in range(12):
        visit = encounter(
            f"T-{n:04}", name=f"Patient Number{n}", note_type="progress" if n % 3 == 0 else "daily"
        )
        with store.unit() as uow:
            draft = uow.drafts.add(
                visit, recording_id="", created_by="user-1", at=AT + timedelta(minutes=(n * 7) % 12)
            )
            if n % 2:
                uow.drafts.move(draft, frm={"recorded"}, to="processing")
            uow.commit()
        expected.append(((n * 7) % 12, draft, f"Patient Number{n}", n))
    expected.sort()
    with store.read() as uow:
        both = uow.drafts.queue(["recorded", "processing"], limit=5, offset=3)
        assert [item.id for item in both] == [draft for _, draft, _, _ in expected[3:8]]
        assert [item.patient_name for item in both] == [name for _, _, name, _ in expected[3:8]]
        newest = uow.drafts.queue(["processing", "recorded"], oldest_first=False, limit=4)
        assert [item.id for item in newest] == [draft for _, draft, _, _ in expected[::-1][:4]]
        one = uow.drafts.queue(["processing"], limit=2, offset=1)
        assert [item.id for item in one] == [d for _, d, _, n in expected if n % 2][1:3]
        progress = uow.drafts.queue(["recorded", "processing"], note_type="progress")
        assert [item.id for item in progress] == [d for _, d, _, n in expected if n % 3 == 0]
        assert uow.drafts.count(["recorded", "processing"]) == 12
        assert uow.drafts.count(["processing"]) == 6
        assert uow.drafts.in_status("processing") == [d for _, d, _, n in expected if n % 2]
        assert uow.drafts.queue([]) == []


def test_runs_count_up_and_versions_know_theirs(store: Store) -> None:
    draft = add_reviewable(store)
    decide(store, draft, "request_changes")
    with store.unit() as uow:
        assert uow.drafts.next_run(draft) == 2
        uow.drafts.move(draft, frm={"changes_requested"}, to="processing")
        uow.drafts.add_version(draft, content("other"), author="engine", by="system", at=AT, based_on=1)
        assert uow.drafts.get(draft).run == 2
        assert [uow.drafts.run_of(draft, version) for version in (1, 2)] == [1, 2]


def test_a_failure_is_kept_until_the_next_try(store: Store) -> None:
    draft = add_draft(store)
    with store.unit() as uow:
        uow.drafts.move(draft, frm={"recorded"}, to="processing")
        uow.drafts.move(draft, frm={"processing"}, to="failed", failure="The recording is silent.")
        assert uow.drafts.queue(["failed"])[0].failure == "The recording is silent."
        uow.drafts.move(draft, frm={"failed"}, to="processing")
        assert uow.drafts.get(draft).failure == ""


def _draft_in(store: Store, status: DraftStatus) -> str:
    """A draft that went the way to `status`."""
    if status in ("recorded", "processing", "failed"):
        draft = add_draft(store)
        with store.unit() as uow:
            if status != "recorded":
                uow.drafts.move(draft, frm={"recorded"}, to="processing")
            if status == "failed":
                uow.drafts.move(draft, frm={"processing"}, to="failed", failure="f")
            uow.commit()
        return draft
    draft = add_reviewable(store)
    if status in ("approved", "signed"):
        decide(store, draft)
    if status == "signed":
        sign(store, draft)
    if status == "rejected":
        decide(store, draft, "reject")
    if status == "changes_requested":
        decide(store, draft, "request_changes")
    return draft
