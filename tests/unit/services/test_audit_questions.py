"""Auditors' questions, on drafts that went through the graph and through human hands."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.graph_clinic import Drafter, clinic, people, queued, record, seen

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import NotFound, Refused
from agent.services.edits import StatementEdit
from compliance.audit.verify import verify_bundle, verify_dump

ROUND = (
    ("S", "Right knee pain 3/10."),
    ("S", "Sleeps badly."),
    ("O", "Gait BLOCK even."),
    ("P", "Continue WARN."),
)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with clinic(tmp_path / "home", drafter=Drafter(ROUND)) as made:
        yield made


@pytest.fixture
def who(app: App) -> dict[str, Actor]:
    return people(app)


@pytest.fixture
def draft_id(app: App, who: dict[str, Actor]) -> str:
    """Viewed, edited, one finding overridden, one mended, approved, signed and exported."""
    made = queued(app, who)
    packet = app.review.open(who["specialist"], made)
    assert packet.content is not None
    s = {one.text: one for one in packet.content.note.statements}
    app.review.edit(
        who["specialist"],
        made,
        **seen(app, made),
        edits=[
            StatementEdit(statement_id=s["Sleeps badly."].id, text="Sleeps well."),
            StatementEdit(statement_id=s["Continue WARN."].id, text="Continue as planned."),
        ],
    )
    now = app.review.open(who["specialist"], made).content
    assert now is not None
    (block,) = (one for one in now.findings if one.severity == "block")
    app.review.resolve(who["specialist"], made, block.id, "accepted", "Seen on video.")
    app.review.decide(who["specialist"], made, "approve", **seen(app, made))
    app.signing.sign(who["therapist"], made, **seen(app, made))
    app.export.pdf(who["therapist"], made)
    return made


def test_who_saw_or_exported_it(app: App, who: dict[str, Actor], draft_id: str) -> None:
    with pytest.raises(Refused):
        app.review.decide(who["auditor"], draft_id, "approve", **seen(app, draft_id))
    found = app.questions.access(who["auditor"], draft_id)
    assert [(one.action, one.outcome, one.name.split()[0]) for one in found] == [
        ("draft.viewed", "success", "Specialist"),
        ("draft.viewed", "success", "Specialist"),
        ("draft.exported", "success", "Therapist"),
        ("act.refused", "refused", "Auditor"),
    ]
    assert found[2].details["form"] == "pdf"
    assert {one.draft_id for one in found} == {draft_id}
    (asked,) = app.questions.access(who["admin"], draft_id)[4:]
    assert (asked.action, asked.details["question"]) == ("trail.viewed", "access")


def test_who_saw_it_in_a_list(app: App, who: dict[str, Actor]) -> None:
    """A page of the queue shows the patient's name; so it is an access to each draft on it."""
    shown = queued(app, who, mrn="ZZ-000-901")
    app.review.queue(who["specialist"], ("in_review",))
    later = queued(app, who, mrn="ZZ-000-902")
    (listed,) = app.questions.access(who["auditor"], shown)
    assert (listed.action, listed.name.split()[0]) == ("queue.viewed", "Specialist")
    assert app.questions.access(who["auditor"], later) == ()


def test_who_signed_which_text(app: App, who: dict[str, Actor], draft_id: str) -> None:
    found = app.questions.signed(who["auditor"], draft_id)
    assert (found.signature.by, found.signature.version) == (who["therapist"].user_id, 2)
    assert found.signature.content_hash in found.text
    assert "Sleeps well." in found.text
    assert "Sleeps badly." not in found.text
    assert found.approved is not None
    assert found.approved.by == who["specialist"].user_id
    with app.store.read() as uow:
        assert uow.audit.all(found.seq - 1, 1)[0].event.action == "draft.signed"


def test_what_software_wrote_and_humans_changed(app: App, who: dict[str, Actor], draft_id: str) -> None:
    found = app.questions.changes(who["auditor"], draft_id)
    assert (found.first, found.last, found.signed) == (1, 2, True)
    human = who["specialist"].user_id
    assert [(c.kind, c.before, c.after, c.author, c.by) for c in found.changes if c.kind != "kept"] == [
        ("reworded", "Sleeps badly.", "Sleeps well.", "human", human),
        ("reworded", "Continue WARN.", "Continue as planned.", "human", human),
    ]
    kept = [c.before for c in found.changes if c.kind == "kept"]
    assert kept[:2] == ["Right knee pain 3/10.", "Gait BLOCK even."]


def test_warnings_shown_and_overridden(app: App, who: dict[str, Actor], draft_id: str) -> None:
    found = {one.title: one for one in app.questions.warnings(who["auditor"], draft_id)}
    assert found.keys() == {"BLOCK", "WARN"}
    block, warn = found["BLOCK"], found["WARN"]
    assert (block.end, block.reason, block.by) == ("overridden", "Seen on video.", who["specialist"].user_id)
    assert (block.first_version, block.last_version) == (1, 2)
    assert (warn.end, warn.first_version, warn.last_version) == ("mended", 1, 1)


def test_open_warnings_of_an_undecided_draft(app: App, who: dict[str, Actor]) -> None:
    made = queued(app, who)
    assert {one.end for one in app.questions.warnings(who["auditor"], made)} == {"open"}
    assert not app.questions.changes(who["auditor"], made).signed
    with pytest.raises(NotFound):
        app.questions.signed(who["auditor"], made)


def test_failed_and_refused(app: App, who: dict[str, Actor]) -> None:
    with pytest.raises(Refused):
        app.auth.login("therapist", "wrong password", client="cli")
    with pytest.raises(Refused):
        app.review.queue(who["admin"])
    found = app.questions.refused(who["admin"])
    assert [(one.action, one.outcome != "success") for one in found] == [
        ("login.failed", True),
        ("act.refused", True),
    ]


def test_answers_that_quote_take_the_right_to_view(app: App, who: dict[str, Actor], draft_id: str) -> None:
    for ask in (app.questions.signed, app.questions.changes, app.questions.warnings, app.evidence.bundle):
        for role in ("admin", "therapist", "specialist"):
            with pytest.raises(Refused):
                ask(who[role], draft_id)
    with pytest.raises(Refused):
        app.questions.access(who["therapist"], draft_id)
    with pytest.raises(NotFound):
        app.questions.access(who["auditor"], "nonesuch")


def test_a_bundle_proves_itself(app: App, who: dict[str, Actor], draft_id: str, tmp_path: Path) -> None:
    made = app.evidence.bundle(who["auditor"], draft_id)
    file, pdf = tmp_path / "evidence.json.gz", tmp_path / "evidence.pdf"
    file.write_bytes(made.data)
    pdf.write_bytes(made.pdf)
    report = verify_bundle(file, pinned=app.witness.vkey)
    assert (report.verdict, report.problems) == ("ok", ())
    data = gzip.decompress(made.data)
    value = json.loads(data)
    assert json.loads(value["events"][-1]["body"])["details"] == {"form": "bundle"}
    assert len(value["contents"]) == 2
    assert value["reports"]["changes"]["signed"]
    kinds = [entry["resource"]["resourceType"] for entry in value["reports"]["fhir"]["entry"]]
    assert kinds.count("AuditEvent") == len(value["events"])
    assert kinds.count("Provenance") == 3
    assert len(made.data) < 50_000
    file.write_bytes(data.replace(b"Sleeps well.", b"Sleeps ill..."))
    assert verify_bundle(file, pinned=app.witness.vkey).verdict == "tampered"
    file.write_bytes(made.data)
    pdf.write_bytes(made.pdf.replace(b"%PDF-1.7", b"%PDF-1.6"))
    (problem,) = verify_bundle(file, pinned=app.witness.vkey).problems
    assert problem.where == "evidence.pdf"
    pdf.unlink()
    assert verify_bundle(file, pinned=app.witness.vkey).ok, "it need not be passed on"
    for cut in (1, 100, len(made.data) // 2, len(made.data) - 1):
        file.write_bytes(made.data[:cut])
        assert verify_bundle(file, pinned=app.witness.vkey).verdict == "cannot_verify"


def test_evidence_outlives_the_content(
    app: App, who: dict[str, Actor], draft_id: str, tmp_path: Path
) -> None:
    with app.store.unit() as uow:
        uow.patients.shred(record(app, draft_id).patient_id)
        uow.commit()
    file = tmp_path / "evidence.json.gz"
    made = app.evidence.bundle(who["auditor"], draft_id)
    file.write_bytes(made.data)
    assert made.pdf.startswith(b"%PDF")
    assert verify_bundle(file, pinned=app.witness.vkey).ok
    assert json.loads(gzip.decompress(made.data))["contents"] == []
    assert app.questions.signed(who["auditor"], draft_id).text == ""
    assert len(app.questions.access(who["auditor"], draft_id)) >= 3
    with pytest.raises(NotFound):
        app.questions.changes(who["auditor"], draft_id)


def test_a_dump_verifies_elsewhere(app: App, who: dict[str, Actor], draft_id: str, tmp_path: Path) -> None:
    app.evidence.checkpoint(who["auditor"])
    file = tmp_path / "trail.jsonl"
    with file.open("w") as stream:
        events = app.evidence.dump(who["auditor"], stream)
    report = verify_dump(file, checkpoints=app.witness.checkpoints(), pinned=app.witness.vkey)
    assert (report.verdict, report.checked) == ("ok", events)
    for word in (b"Sleeps", b"Quackenbush"):
        assert word not in file.read_bytes()
