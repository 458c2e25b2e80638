"""Additions to a signed note: the note stays, the addition is a signed version, and the trail proves both."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from support.graph_clinic import queued, record, seen

from agent.bootstrap import App
from agent.domain.amendment import AddendumText
from agent.domain.user import Actor
from agent.errors import Conflict, InputError, Refused
from compliance.audit.dump import write_dump
from compliance.audit.verify import verify_dump

TEXT = "Left knee flexion was 118 degrees."


@pytest.fixture
def signed(app: App, who: dict[str, Actor]) -> str:
    draft_id = queued(app, who)
    app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
    app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
    return draft_id


def propose(app: App, actor: Actor, draft_id: str, text: str = TEXT) -> AddendumText:
    return app.amendments.propose(actor, draft_id, "late_entry", text=text, reason="Left out by mistake.")


def test_an_addition_is_a_signed_version_and_the_note_stays(
    app: App, who: dict[str, Actor], signed: str, tmp_path: Path
) -> None:
    before = record(app, signed)
    for n in (1, 2):
        content = propose(app, who["therapist"], signed, f"{TEXT} Part {n}.")
        app.amendments.sign(who["therapist"], content, seen_hash=content.digest())
    assert record(app, signed) == before, "the signed draft did not move"
    packet = app.review.open(who["therapist"], signed)
    first, second = packet.addenda
    assert packet.signature is not None
    assert (first.version, first.content.based_on_hash) == (
        packet.version + 1,
        packet.signature.content_hash,
    )
    assert (second.version, second.content.based_on_hash) == (packet.version + 2, first.content_hash)
    assert first.days_late > 0
    with app.store.read() as uow:
        (told, _) = (e for e in uow.audit.for_draft(signed) if e.event.action == "draft.amended")
    assert told.event.details["content_hash"] == first.content_hash
    assert told.event.details["days_after_service"] == first.days_late
    assert b"118" not in told.body
    file = tmp_path / "trail.jsonl"
    with app.store.read() as uow, file.open("w") as out:
        write_dump(uow.audit.rows, out)
    assert verify_dump(file).problems == ()


def test_exports_show_the_original_and_what_was_added(app: App, who: dict[str, Actor], signed: str) -> None:
    original = app.export.markdown(who["therapist"], signed)
    content = propose(app, who["therapist"], signed)
    added = app.amendments.sign(who["therapist"], content, seen_hash=content.digest())
    whole = app.export.markdown(who["therapist"], signed)
    assert TEXT not in original
    for piece in (
        "Right knee pain 3/10.",
        TEXT,
        "Late entry (version 2)",
        "Reason: Left out by mistake.",
        "for the date of service 2026-03-04",
        added.content_hash,
    ):
        assert piece in whole
    assert whole.index("Right knee pain") < whole.index(TEXT)
    pdf = app.export.pdf(who["therapist"], signed)
    assert pdf.startswith(b"%PDF")
    assert pdf == app.export.pdf(who["therapist"], signed)


def test_only_a_therapist_and_only_on_a_signed_note(app: App, who: dict[str, Actor], signed: str) -> None:
    for login in ("specialist", "auditor", "admin"):
        with pytest.raises(Refused):
            propose(app, who[login], signed)
    other = queued(app, who, mrn="ZZ-000-778")
    with pytest.raises(Conflict, match="only a signed note"):
        propose(app, who["therapist"], other)


@pytest.mark.parametrize(("text", "reason"), [("", "why"), ("what", " "), ("\n\t", "why"), ("x" * 8001, "y")])
def test_text_and_reason_are_needed(
    app: App, who: dict[str, Actor], signed: str, text: str, reason: str
) -> None:
    with pytest.raises(InputError):
        app.amendments.propose(who["therapist"], signed, "addendum", text=text, reason=reason)


def test_what_is_signed_is_what_was_shown(app: App, who: dict[str, Actor], signed: str) -> None:
    content, other = propose(app, who["therapist"], signed), propose(app, who["solo"], signed)
    changed = content.model_copy(update={"text": "Right knee flexion was 118 degrees."})
    with pytest.raises(Conflict, match="not what was shown"):
        app.amendments.sign(who["therapist"], changed, seen_hash=content.digest())
    app.amendments.sign(who["therapist"], content, seen_hash=content.digest())
    with pytest.raises(Conflict, match="meanwhile"):
        app.amendments.sign(who["solo"], other, seen_hash=other.digest())
    again = propose(app, who["solo"], signed)
    added = app.amendments.sign(who["solo"], again, seen_hash=again.digest())
    assert "signed by Therapist Terranova" in added.attestation, "it names who signed the note"


def test_the_late_entries_of_the_clinic(app: App, who: dict[str, Actor], signed: str) -> None:
    content = propose(app, who["therapist"], signed)
    app.amendments.sign(who["therapist"], content, seen_hash=content.digest())
    found = app.questions.late(who["auditor"])
    assert [(one.kind, one.labelled) for one in found] == [
        ("dictated", False),
        ("signed", False),
        ("late_entry", True),
    ]
    assert {one.days for one in found} == {found[0].days}
    assert [one.kind for one in app.questions.late(who["auditor"], days=10**6)] == ["late_entry"]
    (one,) = app.questions.amendments(who["auditor"], signed)
    assert one.content.text == TEXT
    with pytest.raises(Refused):
        app.questions.amendments(who["admin"], signed)
    with app.store.read() as uow:
        dump = io.StringIO()
        write_dump(uow.audit.rows, dump)
    assert TEXT not in dump.getvalue()
