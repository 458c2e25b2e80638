"""Drafts of releases that kept no marks are marked: by the service itself, and by command."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from support.graph_clinic import clinic, people, queued

from agent.bootstrap import App
from agent.cli import clinic as commands
from agent.services.marking import mark_unmarked
from agent.store.engine import Store
from compliance.rules.clones import word_runs


def unmark(store: Store) -> None:
    """As a database was before marks came."""
    with store.unit() as uow:
        for table in ("draft_bands", "draft_marks"):
            uow.marks._db.execute(text(f"DELETE FROM {table}"))
        uow.commit()


def found(store: Store, draft: str) -> list[str]:
    with store.read() as uow:
        runs = word_runs(uow.drafts.content(draft).note)
        return [a.draft_id for a in uow.marks.alike(runs, not_of_patient="", at_least=0.9, limit=9)]


def test_reconciling_marks_what_an_older_release_left(tmp_path: Path) -> None:
    with clinic(tmp_path / "home") as app:
        who = people(app)
        drafts = {queued(app, who, mrn=f"ZZ-{n}") for n in range(3)}
        unmark(app.store)
        one = next(iter(drafts))
        assert found(app.store, one) == []
        assert app.reconcile().marked == 3
        assert set(found(app.store, one)) == drafts
        with app.store.read() as uow:
            told = uow.audit.all()[-1].event
            events = uow.audit.count()
            record = uow.drafts.get(one)
            day = uow.marks.same_day(record.encounter.therapist.name, record.encounter.visit.date, but=one)
        assert (told.action, told.actor_id, told.details) == ("drafts.marked", "system", {"drafts": 3})
        assert set(day) == drafts - {one}
        assert app.reconcile().marked == 0
        with app.store.read() as uow:
            assert uow.audit.count() == events, "nothing done, nothing told"


def test_rejected_and_destroyed_drafts_stay_unmarked_and_a_damaged_one_holds_none_up(tmp_path: Path) -> None:
    with clinic(tmp_path / "home") as app:
        who = people(app)
        good, gone, damaged = (queued(app, who, mrn=f"ZZ-{n}") for n in range(3))
        unmark(app.store)
        with app.store.unit() as uow:
            uow.patients.shred(uow.drafts.get(gone).patient_id)
            uow.marks._db.execute(text("DROP TRIGGER draft_versions_no_update"))
            uow.marks._db.execute(
                text("UPDATE draft_versions SET content_sealed = x'00' WHERE draft_id = :id"), {"id": damaged}
            )
            uow.commit()
        assert mark_unmarked(app.store) == 1
        assert found(app.store, good) == [good]
        with app.store.read() as uow:
            assert uow.marks.unmarked() == [damaged]


def test_the_command_marks_all_however_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"

    def opened() -> App:
        return clinic(home)

    with opened() as app:
        who = people(app)
        drafts = [queued(app, who, mrn=f"ZZ-{n}") for n in range(3)]
        unmark(app.store)
        assert mark_unmarked(app.store, 2) == 2
    monkeypatch.setattr(commands, "opened", opened)
    commands.reindex()
    assert "Drafts marked: 1." in capsys.readouterr().err
    with opened() as app:
        assert set(found(app.store, drafts[0])) == set(drafts)
