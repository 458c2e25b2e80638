"""Notes go out and trails are read: both leave their own trace."""

from __future__ import annotations

import pytest
from support.graph_clinic import SECRET_NAME, actions, queued, seen

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import NotFound
from agent.services import trail as module


def test_exports_are_recorded(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    assert app.export.pdf(who["therapist"], draft_id).startswith(b"%PDF")
    app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
    app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
    text = app.export.markdown(who["auditor"], draft_id)
    assert "Right knee pain 3/10." in text
    assert "Therapist Terranova" in text
    with app.store.read() as uow:
        exports = [e.event for e in uow.audit.for_draft(draft_id) if e.event.action == "draft.exported"]
    assert [(e.details["form"], e.details["signed"]) for e in exports] == [("pdf", 0), ("markdown", 1)]


def test_nothing_to_export_yet(app: App, who: dict[str, Actor]) -> None:
    with pytest.raises(NotFound):
        app.export.pdf(who["therapist"], "nonesuch")


def test_a_drafts_trail(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    events = app.trail.events(who["auditor"], draft_id)
    assert [e.event.action for e in events] == actions(app, draft_id)[:-1]
    assert actions(app, draft_id)[-1] == "trail.viewed"
    with pytest.raises(NotFound):
        app.trail.events(who["auditor"], "nonesuch")


def test_the_whole_trail_page_by_page(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(app, who)
    monkeypatch.setattr(module, "PAGE", 3)
    events = app.trail.events(who["admin"])
    assert [e.seq for e in events] == list(range(1, len(events) + 1))
    part = app.trail.events(who["admin"], after_seq=2, limit=4)
    assert [e.seq for e in part] == [3, 4, 5, 6]


def test_the_trail_verifies_and_holds_no_phi(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    app.review.decide(who["specialist"], draft_id, "reject", comment="Wrong patient.", **seen(app, draft_id))
    report = app.trail.verify(who["auditor"])
    assert report.ok, report.problems
    with app.store.read() as uow:
        bodies = b"".join(e.body for e in uow.audit.all())
    for word in (*SECRET_NAME.split(), "knee", "Wrong patient", "ZZ-000-777", "1950-01-02"):
        assert word.encode() not in bodies
    assert app.trail.events(who["auditor"])[-1].event.action == "trail.verified"


def test_tampering_is_told(app: App, who: dict[str, Actor]) -> None:
    import sqlite3

    draft_id = queued(app, who)
    with sqlite3.connect(app.settings.home / "clinic.db") as raw:
        raw.execute("UPDATE drafts SET status='approved' WHERE id=?", (draft_id,))
    report = app.trail.verify(who["auditor"])
    assert not report.ok
    assert any(draft_id in p.where for p in report.problems)
    with app.store.read() as uow:
        assert uow.audit.all()[-1].event.outcome == "failed"
