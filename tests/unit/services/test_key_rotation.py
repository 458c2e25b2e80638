"""Handing over to a new signing key: the old pin still verifies, and so does the new one afterwards."""

from __future__ import annotations

import pytest
from support.graph_clinic import queued

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import Refused
from compliance.audit.checkpoint import SigningKey
from compliance.audit.verify import VerifyReport, verify_rows


def held_against(app: App, pinned: str) -> VerifyReport:
    with app.store.read() as uow:
        return verify_rows(uow.audit.rows, checkpoints=app.witness.checkpoints(), pinned=pinned)


def test_the_key_is_handed_over(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    app.evidence.checkpoint(who["auditor"])
    before = app.witness.vkey
    with pytest.raises(Refused):
        app.evidence.rotate(who["auditor"])
    signed = app.evidence.rotate(who["admin"])
    after = app.witness.vkey
    assert before != after
    assert before.split("+")[0] == after.split("+")[0], "the log keeps its name"
    assert signed.checkpoint.extensions[-1] == f"rotate {after}"
    queued(app, who, mrn="ZZ-000-778")
    assert app.evidence.checkpoint(who["auditor"]) is not None
    assert held_against(app, before).ok, "who pinned the first key follows to the second"
    assert app.trail.verify(who["auditor"]).ok
    stranger = SigningKey.generate(before.split("+")[0]).vkey
    assert held_against(app, stranger).verdict == "tampered"
    assert app.witness.pinned == before
    assert sorted(path.name for path in (app.settings.home / "keys").glob("checkpoint*")) == [
        "checkpoint.0001.vkey",
        "checkpoint.key",
    ]


def test_it_is_handed_over_again(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    first = app.witness.vkey or (app.evidence.checkpoint(who["auditor"]) and app.witness.vkey)
    app.evidence.rotate(who["admin"])
    app.evidence.rotate(who["admin"])
    report = held_against(app, first)
    assert report.problems == ()
    assert app.witness.pinned == first
    assert app.trail.verify(who["auditor"]).ok
