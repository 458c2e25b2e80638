"""The clinic's protocols: its own copy is checked, versioned, audited, and used by the next draft."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from support.graph_clinic import clinic, encounter, people, tone

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.domain.visit import Encounter
from agent.errors import Conflict, InputError, IntegrityError, NotFound
from agent.exercises.clinic_protocols import shipped_text
from agent.exercises.planner import draft_plan

ID = "knee_osteoarthritis"
CHANGED = shipped_text(ID).replace("name: Knee osteoarthritis", "name: Knee osteoarthritis, our way")


def test_a_copy_is_kept_in_versions_and_said_in_the_trail(app: App, who: dict[str, Actor]) -> None:
    specialist = who["specialist"]
    assert app.protocols.get(specialist, ID).number == 0
    saved = app.protocols.save(specialist, CHANGED, based_on=0, comment="Our wording.")
    used = app.protocols.get(who["therapist"], ID)
    assert (used.number, used.own, used.text) == (1, True, CHANGED)
    assert used.protocol.version.endswith("+clinic.1")
    app.protocols.restore(specialist, ID, based_on=1, comment="The shipped one is better.")
    used = app.protocols.get(specialist, ID)
    assert (used.number, used.own, used.text) == (2, False, shipped_text(ID))
    assert [c.comment for c in used.history] == ["Our wording.", "The shipped one is better."]
    with app.store.read() as uow:
        told = [e.event for e in uow.audit.all() if e.event.action == "protocol.changed"]
    assert [(e.details["number"], e.details["shipped"]) for e in told] == [(1, 0), (2, 1)]
    assert told[0].details["content_hash"] == saved.content_hash
    assert told[0].actor_id == specialist.user_id
    assert app.trail.verify(who["auditor"]).ok


def test_who_was_second_is_told_and_loses_nothing(app: App, who: dict[str, Actor]) -> None:
    app.protocols.save(who["specialist"], CHANGED, based_on=0, comment="First.")
    with pytest.raises(Conflict, match="changed meanwhile"):
        app.protocols.save(who["solo"], CHANGED + "\n", based_on=0, comment="Second.")
    assert app.protocols.get(who["solo"], ID).text == CHANGED


@pytest.mark.parametrize(
    ("text", "comment", "message"),
    [
        (CHANGED, "  ", "comment"),
        (shipped_text(ID), "Same.", "shipped one"),
        (CHANGED.replace("surgical: false", "surgical: maybe"), "Oops.", "surgical"),
    ],
)
def test_what_is_unfit_is_not_saved(
    app: App, who: dict[str, Actor], text: str, comment: str, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        app.protocols.save(who["specialist"], text, based_on=0, comment=comment)
    assert app.protocols.get(who["specialist"], ID).history == ()


def test_nothing_to_restore(app: App, who: dict[str, Actor]) -> None:
    with pytest.raises(NotFound):
        app.protocols.restore(who["specialist"], ID, based_on=0, comment="Back.")
    with pytest.raises(NotFound):
        app.protocols.get(who["specialist"], "no_such_protocol")


def test_the_database_keeps_every_version(app: App, who: dict[str, Actor]) -> None:
    app.protocols.save(who["specialist"], CHANGED, based_on=0, comment="First.")
    with sqlite3.connect(app.settings.home / "clinic.db") as raw:
        for change in ("UPDATE protocol_copies SET body = ''", "DELETE FROM protocol_copies"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(change)
        raw.execute("DROP TRIGGER protocol_copies_no_update")
        raw.execute("UPDATE protocol_copies SET body = body || ' '")
    with pytest.raises(IntegrityError, match="not the text that was saved"):
        app.protocols.get(who["specialist"], ID)


def test_the_next_draft_uses_the_clinics_copy(tmp_path: Path) -> None:
    record = encounter()
    knee = Encounter.model_validate(
        record.model_dump() | {"episode": {"region": "knee", "diagnoses": [{"icd10": "M17.11"}]}}
    )
    with clinic(tmp_path / "own", draft_plan=draft_plan) as app:
        team = people(app)
        app.protocols.save(team["specialist"], CHANGED, based_on=0, comment="Our wording.")
        draft_id = app.intake.submit(team["therapist"], audio=tone(), encounter=knee)
        assert app.worker.wait(100)
        with app.store.read() as uow:
            assert uow.drafts.content(draft_id).plan.protocol.endswith("+clinic.1")
