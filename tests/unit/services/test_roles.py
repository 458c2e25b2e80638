"""Every call of every service, by every role: allowed or refused, and the refusal is in the trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.graph_clinic import encounter, queued, record, seen, tone

from agent.bootstrap import App
from agent.domain.user import SYSTEM, Actor, User
from agent.errors import PtscribeError, Refused
from agent.services.edits import StatementEdit

NEW = User(id="", login="new", name="New Terranova", roles=("therapist",))
PROFILE = "kind: overlay\nversions: [{version: '1', valid_from: 2026-01-01}]\n"
CALLS: dict[str, tuple[str, Callable[[App, Actor, str], Any]]] = {
    "submit": ("therapist solo", lambda a, w, d: a.intake.submit(w, audio=tone(), encounter=encounter())),
    "retry": ("therapist specialist solo", lambda a, w, d: a.intake.retry(w, d)),
    "queue": ("therapist specialist auditor solo", lambda a, w, d: a.review.queue(w)),
    "count": ("therapist specialist auditor solo", lambda a, w, d: a.review.count(w)),
    "open": ("therapist specialist auditor solo", lambda a, w, d: a.review.open(w, d)),
    "audio": ("therapist specialist auditor solo", lambda a, w, d: a.review.audio(w, d)),
    "edit": (
        "therapist specialist solo",
        lambda a, w, d: a.review.edit(w, d, edits=(_add(),), **seen(a, d)),
    ),
    "regenerate": (
        "therapist specialist solo",
        lambda a, w, d: a.review.regenerate(w, d, "S", **seen(a, d)),
    ),
    "mend": ("therapist specialist solo", lambda a, w, d: a.review.mend(w, d, "none", **seen(a, d))),
    "resolve": ("therapist specialist solo", lambda a, w, d: a.review.resolve(w, d, "none", "fixed")),
    "decide": ("specialist solo", lambda a, w, d: a.review.decide(w, d, "approve", **seen(a, d))),
    "sign": ("therapist solo", lambda a, w, d: a.signing.sign(w, d, **seen(a, d))),
    "send_back": (
        "therapist solo",
        lambda a, w, d: a.signing.send_back(w, d, comment="More.", **seen(a, d)),
    ),
    "sign queue": ("therapist solo", lambda a, w, d: a.signing.queue(w)),
    "amend": (
        "therapist solo",
        lambda a, w, d: a.amendments.propose(w, d, "addendum", text="More.", reason="Left out."),
    ),
    "pdf": ("therapist specialist auditor solo", lambda a, w, d: a.export.pdf(w, d)),
    "markdown": ("therapist specialist auditor solo", lambda a, w, d: a.export.markdown(w, d)),
    "home": ("therapist specialist auditor solo", lambda a, w, d: a.plan_export.home(w, d)),
    "fhir": ("therapist specialist auditor solo", lambda a, w, d: a.plan_export.fhir(w, d)),
    "protocols": ("therapist specialist auditor solo", lambda a, w, d: a.protocols.list(w)),
    "protocol": (
        "therapist specialist auditor solo",
        lambda a, w, d: a.protocols.get(w, "knee_osteoarthritis"),
    ),
    "outcomes": ("specialist solo", lambda a, w, d: a.insight.report(w)),
    "answer": ("specialist solo", lambda a, w, d: a.insight.answer(w, "x/y/z", "accepted", "Why.")),
    "save protocol": (
        "specialist solo",
        lambda a, w, d: a.protocols.save(w, "id: x", based_on=0, comment="Why."),
    ),
    "restore protocol": (
        "specialist solo",
        lambda a, w, d: a.protocols.restore(w, "knee_osteoarthritis", based_on=0, comment="Why."),
    ),
    "events": ("auditor admin", lambda a, w, d: a.trail.events(w, d)),
    "verify": ("auditor admin", lambda a, w, d: a.trail.verify(w)),
    "create_user": ("admin", lambda a, w, d: a.auth.create_user(w, NEW, "correct horse battery")),
    "change_user": ("admin", lambda a, w, d: a.auth.change_user(w, NEW)),
    "users": ("admin", lambda a, w, d: a.auth.users(w)),
    "grant role": ("admin", lambda a, w, d: a.database_role.grant(w, "program")),
    "rotate key": ("admin", lambda a, w, d: a.evidence.rotate(w)),
    "profiles": ("specialist auditor admin solo", lambda a, w, d: a.profiles.current(w)),
    "profile history": ("specialist auditor admin solo", lambda a, w, d: a.profiles.history(w, "clinic")),
    "check profile": ("specialist admin solo", lambda a, w, d: a.profiles.check(w, "clinic", PROFILE)),
    "save profile": (
        "specialist admin solo",
        lambda a, w, d: a.profiles.save(w, "clinic", PROFILE, based_on=0, reason="Ours."),
    ),
    "load edits": (
        "specialist admin solo",
        lambda a, w, d: a.edit_tables.load(w, {"ptp-2026q1.txt": b"97530\t97116\t\t20200101\t*\t1\tx\n"}),
    ),
    "loaded edits": ("specialist auditor admin solo", lambda a, w, d: a.edit_tables.loaded(w)),
}


def _add() -> StatementEdit:
    return StatementEdit(action="add", section="P", text="Ice at home.")


@pytest.mark.parametrize("call", CALLS)
def test_roles(app: App, who: dict[str, Actor], call: str) -> None:
    draft_id = queued(app, who)
    granted, act = CALLS[call]
    for login, actor in who.items():
        before = refusals(app)
        try:
            act(app, actor, draft_id)
        except Refused as refusal:
            refused = ("role" in str(refusal), login in granted.split(), refusals(app))
            assert refused == (True, False, [*before, actor.user_id]), (call, login)
        except PtscribeError:
            assert login in granted.split(), (call, login)  # allowed, and then found something wrong
        else:
            assert login in granted.split(), (call, login)
            assert refusals(app) == before
    app.worker.wait(100)


def test_the_software_itself_holds_no_humans_permission(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    for call in ("decide", "sign", "edit", "open", "submit", "create_user"):
        with pytest.raises(Refused):
            CALLS[call][1](app, SYSTEM, draft_id)
    assert record(app, draft_id).version == 1


def test_a_refusal_names_no_draft_that_does_not_exist(app: App, who: dict[str, Actor]) -> None:
    """What was typed as an id may be anything, also a name."""
    with pytest.raises(Refused):
        app.review.open(who["admin"], "Wilhelmina")
    with app.store.read() as uow:
        last = uow.audit.all()[-1]
    assert last.event.action == "act.refused"
    assert b"Wilhelmina" not in last.body


def refusals(app: App) -> list[str]:
    with app.store.read() as uow:
        return [r.event.actor_id for r in uow.audit.all() if r.event.action == "act.refused"]
