"""Every function of every service leaves its event, and does nothing when the event cannot be written."""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from support.graph_clinic import (
    PASSWORD,
    Drafter,
    clinic,
    encounter,
    people,
    queued,
    record_drafts,
    seen,
    tone,
)

from agent.bootstrap import App
from agent.domain.facts import VisitFacts
from agent.domain.plan import Plan, Prescription
from agent.domain.user import Actor, User
from agent.domain.visit import Encounter
from agent.errors import PtscribeError, StorageError
from agent.services.base import Service
from agent.services.edits import StatementEdit
from agent.store.repositories.audit import VERIFIED, AuditRepository

LONG = "correct horse battery"
MUTE = {
    "auth.actor": "renews a session; what is done in it has events of its own",
    "auth.users": "names of staff; no record of a patient",
    "review.count": "a number",
    "emergency.mine": "what the user opened themselves",
    "protocols.list": "the clinic's exercise protocols; no record of a patient",
    "protocols.get": "the same",
    "amendments.propose": "gives back what was typed",
}
"""Functions that leave no event, and why."""


def _home_plan(facts: VisitFacts, visit: Encounter, options: object) -> Plan:
    return Plan(exercises=(Prescription(exercise="heel slide", where="home"),))


class World:
    """One clinic in which each call finds what it needs."""

    def __init__(self, home: Path) -> None:
        drafter = Drafter((("S", "Right knee pain 3/10."), ("P", "Continue WARN.")))
        self.app = clinic(home, drafter=drafter, draft_plan=_home_plan)
        self.who = people(self.app)
        app, who = self.app, self.who
        needed = ("look", "edit", "write", "mend", "answer", "decide", "sign", "back", "old")
        self.drafts = {name: queued(app, who, mrn=f"ZZ-{n}") for n, name in enumerate(needed)}
        for name in ("sign", "back", "old"):
            app.review.decide(who["specialist"], self.drafts[name], "approve", **seen(app, self.drafts[name]))
        app.signing.sign(who["therapist"], self.drafts["old"], **seen(app, self.drafts["old"]))
        (self.drafts["failed"],) = record_drafts(app, 1)
        with app.store.unit() as uow:
            uow.drafts.move(self.drafts["failed"], frm={"recorded"}, to="processing")
            uow.drafts.move(self.drafts["failed"], frm={"processing"}, to="failed")
            uow.commit()
        self.addendum = app.amendments.propose(
            who["therapist"], self.drafts["old"], "addendum", text="More.", reason="Left out."
        )
        with suppress(PtscribeError):
            app.review.open(who["admin"], self.drafts["look"])
        self.glass = app.emergency.open(who["admin"], draft_id=self.drafts["old"], reason="He fell just now.")
        self.other_glass = app.emergency.open(who["admin"], mrn="ZZ-1", reason="She fell just now.")
        self.sampled = app.activity.sample(who["auditor"], size=2, seed="x")
        self.judged = app.activity.samples(who["auditor"])[0].items[0].access.seq
        self.protocol_id = app.protocols.list(who["specialist"])[0].id
        self.protocol = app.protocols.get(who["specialist"], self.protocol_id).text + "\n# ours\n"
        self.token = app.auth.login("specialist", PASSWORD, client="test")
        assert app.worker.wait(100)

    def finding(self, name: str) -> str:
        content = self.app.review.open(self.who["specialist"], self.drafts[name]).content
        assert content is not None
        return content.findings[0].id

    def judge_the_rest(self) -> None:
        activity, auditor = self.app.activity, self.who["auditor"]
        for item in activity.samples(auditor)[0].items:
            if item.judgement is None:
                activity.judge(auditor, self.sampled, item.access.seq, "appropriate")

    def kept(self) -> dict[str, list[Any]]:
        """All records, and sessions and users, as they are stored."""
        tables = [name for name in VERIFIED if not name.startswith("audit_")]
        with self.app.store.read() as uow:
            found: dict[str, list[Any]] = {name: list(uow.audit.rows(name)) for name in tables}
            for name in ("users", "sessions"):
                found[name] = uow.audit._db.exec_driver_sql(f"SELECT * FROM {name}").all()
        return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("clinic") / "home")
    yield made
    made.app.close()


def _add(section: str = "P") -> StatementEdit:
    return StatementEdit.model_validate({"action": "add", "section": section, "text": "Ice at home."})


Call = Callable[[App, dict[str, Actor], dict[str, str], World], Any]
CALLS: dict[str, tuple[str, Call]] = {
    "auth.login": ("login.succeeded", lambda a, w, d, x: a.auth.login("auditor", PASSWORD, client="test")),
    "auth.login, wrong": ("login.failed", lambda a, w, d, x: a.auth.login("auditor", "wrong", client="test")),
    "auth.logout": ("login.ended", lambda a, w, d, x: a.auth.logout(x.token)),
    "auth.create_user": (
        "user.created",
        lambda a, w, d, x: a.auth.create_user(
            w["admin"], User(id="", login="new", name="New One", roles=("therapist",)), LONG
        ),
    ),
    "auth.change_user": (
        "user.changed",
        lambda a, w, d, x: a.auth.change_user(
            w["admin"], User(id="u-solo-1", login="solo", name="Solo Two", roles=("therapist",))
        ),
    ),
    "intake.submit": (
        "draft.dictated",
        lambda a, w, d, x: a.intake.submit(w["therapist"], audio=tone(), encounter=encounter(mrn="ZZ-99")),
    ),
    "intake.retry": ("draft.retried", lambda a, w, d, x: a.intake.retry(w["therapist"], d["failed"])),
    "review.queue": ("queue.viewed", lambda a, w, d, x: a.review.queue(w["specialist"], limit=3)),
    "review.open": ("draft.viewed", lambda a, w, d, x: a.review.open(w["specialist"], d["look"])),
    "review.open, refused": ("act.refused", lambda a, w, d, x: a.review.open(w["admin"], d["look"])),
    "review.open, emergency": ("draft.viewed", lambda a, w, d, x: a.review.open(w["admin"], d["old"])),
    "review.audio": ("audio.played", lambda a, w, d, x: a.review.audio(w["specialist"], d["look"])),
    "review.edit": (
        "draft.edited",
        lambda a, w, d, x: a.review.edit(w["specialist"], d["edit"], edits=(_add(),), **seen(a, d["edit"])),
    ),
    "review.regenerate": (
        "draft.regenerated",
        lambda a, w, d, x: a.review.regenerate(w["specialist"], d["write"], "S", **seen(a, d["write"])),
    ),
    "review.mend": (
        "draft.mended",
        lambda a, w, d, x: a.review.mend(w["specialist"], d["mend"], x.finding("mend"), **seen(a, d["mend"])),
    ),
    "review.resolve": (
        "finding.resolved",
        lambda a, w, d, x: a.review.resolve(
            w["specialist"], d["answer"], x.finding("answer"), "accepted", "Checked."
        ),
    ),
    "review.decide": (
        "draft.approved",
        lambda a, w, d, x: a.review.decide(w["specialist"], d["decide"], "approve", **seen(a, d["decide"])),
    ),
    "insight.report": ("outcomes.viewed", lambda a, w, d, x: a.insight.report(w["specialist"])),
    "signing.queue": ("queue.viewed", lambda a, w, d, x: a.signing.queue(w["therapist"])),
    "signing.sign": (
        "draft.signed",
        lambda a, w, d, x: a.signing.sign(w["therapist"], d["sign"], **seen(a, d["sign"])),
    ),
    "signing.send_back": (
        "draft.sent_back",
        lambda a, w, d, x: a.signing.send_back(
            w["therapist"], d["back"], comment="More.", **seen(a, d["back"])
        ),
    ),
    "amendments.sign": (
        "draft.amended",
        lambda a, w, d, x: a.amendments.sign(w["therapist"], x.addendum, seen_hash=x.addendum.digest()),
    ),
    "emergency.open": (
        "emergency.opened",
        lambda a, w, d, x: a.emergency.open(w["admin"], mrn="ZZ-0", reason="Unconscious in the gym."),
    ),
    "emergency.open, no reason": (
        "act.refused",
        lambda a, w, d, x: a.emergency.open(w["admin"], mrn="ZZ-0", reason=""),
    ),
    "emergency.end, another's": (
        "act.refused",
        lambda a, w, d, x: a.emergency.end(w["specialist"], x.other_glass.id),
    ),
    "emergency.end": ("emergency.ended", lambda a, w, d, x: a.emergency.end(w["admin"], x.other_glass.id)),
    "emergency.end, again": (
        "act.refused",
        lambda a, w, d, x: a.emergency.end(w["admin"], x.other_glass.id),
    ),
    "emergency.drafts": ("queue.viewed", lambda a, w, d, x: a.emergency.drafts(w["admin"], x.glass.id)),
    "export.pdf": ("draft.exported", lambda a, w, d, x: a.export.pdf(w["therapist"], d["old"])),
    "export.markdown": ("draft.exported", lambda a, w, d, x: a.export.markdown(w["therapist"], d["old"])),
    "plan_export.home": ("draft.exported", lambda a, w, d, x: a.plan_export.home(w["therapist"], d["old"])),
    "plan_export.fhir": ("draft.exported", lambda a, w, d, x: a.plan_export.fhir(w["therapist"], d["old"])),
    "protocols.save": (
        "protocol.changed",
        lambda a, w, d, x: a.protocols.save(w["specialist"], x.protocol, based_on=0, comment="Ours."),
    ),
    "protocols.restore": (
        "protocol.changed",
        lambda a, w, d, x: a.protocols.restore(w["specialist"], x.protocol_id, based_on=1, comment="Back."),
    ),
    "trail.events": ("trail.viewed", lambda a, w, d, x: a.trail.events(w["auditor"], d["old"])),
    "trail.verify": ("trail.verified", lambda a, w, d, x: a.trail.verify(w["auditor"])),
    "questions.access": ("trail.viewed", lambda a, w, d, x: a.questions.access(w["auditor"], d["old"])),
    "questions.refused": ("trail.viewed", lambda a, w, d, x: a.questions.refused(w["auditor"])),
    "questions.late": ("trail.viewed", lambda a, w, d, x: a.questions.late(w["auditor"])),
    "questions.emergencies": ("trail.viewed", lambda a, w, d, x: a.questions.emergencies(w["auditor"])),
    "questions.amendments": (
        "draft.viewed",
        lambda a, w, d, x: a.questions.amendments(w["auditor"], d["old"]),
    ),
    "questions.signed": ("draft.viewed", lambda a, w, d, x: a.questions.signed(w["auditor"], d["old"])),
    "questions.changes": ("draft.viewed", lambda a, w, d, x: a.questions.changes(w["auditor"], d["old"])),
    "questions.warnings": ("draft.viewed", lambda a, w, d, x: a.questions.warnings(w["auditor"], d["old"])),
    "activity.judge": (
        "activity.judged",
        lambda a, w, d, x: a.activity.judge(w["auditor"], x.sampled, x.judged, "follow_up", reference="I-7"),
    ),
    "activity.samples": ("trail.viewed", lambda a, w, d, x: a.activity.samples(w["auditor"])),
    "activity.sign_off": (
        "activity.signed_off",
        lambda a, w, d, x: (x.judge_the_rest(), a.activity.sign_off(w["auditor"], x.sampled)),
    ),
    "activity.sample": ("activity.sampled", lambda a, w, d, x: a.activity.sample(w["auditor"], size=3)),
    "evidence.bundle": ("draft.exported", lambda a, w, d, x: a.evidence.bundle(w["auditor"], d["old"])),
    "evidence.rotate": ("key.rotated", lambda a, w, d, x: a.evidence.rotate(w["admin"])),
    "evidence.dump": ("trail.exported", lambda a, w, d, x: a.evidence.dump(w["auditor"], io.StringIO())),
    "evidence.checkpoint": (
        "trail.checkpointed",
        lambda a, w, d, x: (a.review.open(w["auditor"], d["old"]), a.evidence.checkpoint(w["auditor"])),
    ),
}
"""By service and function: the event that it leaves, and a call of it."""


REFUSING = ("_allow", "_may_see", "_record_refusal")
"""These tell of refusals only."""


RECORDS = re.compile(
    r"draft_id|\.(drafts|recordings|transcripts|facts|decisions|signatures|addenda|runlog)\b"
)
"""What a function reads that may not be silent; the clinic's own tables and settings may be read so."""


def _tells(owner: object, name: str, seen: set[tuple[int, str]]) -> bool:
    """Whether a method appends an event, itself or by methods of its object and of the object's parts."""
    if (id(owner), name) in seen or name in REFUSING:
        return False
    seen.add((id(owner), name))
    source = inspect.getsource(getattr(owner, name))
    if re.search(r"\.audit\.append\(|self\._record\(", source):
        return True
    inner = [(owner, own) for own in re.findall(r"self\.(\w+)\(", source)]
    for part, own in re.findall(r"self\.(\w+)\.(\w+)\(", source):
        inner.append((getattr(owner, part), own))
    return any(_tells(one, own, seen) for one, own in inner if inspect.isroutine(getattr(one, own, None)))


def test_no_function_is_forgotten(world: World) -> None:
    """Each is called below, or tells of itself as far as its source shows, or is mute for a reason."""
    called = {call.partition(",")[0] for call in CALLS}
    found = {
        (f"{field}.{name}", service, name)
        for field, service in vars(world.app).items()
        if isinstance(service, Service)
        for name, _ in inspect.getmembers(service, inspect.isroutine)
        if not name.startswith("_")
    }
    names = {call for call, _, _ in found}
    assert names >= called | MUTE.keys()
    silent = {
        call: getattr(service, name) for call, service, name in found if not _tells(service, name, set())
    }
    assert silent.keys() >= MUTE.keys()
    for call in silent.keys() - called - MUTE.keys():
        source = inspect.getsource(silent[call])
        assert not RECORDS.search(source), f"{call} reads a patient's record and tells nobody"


@pytest.mark.parametrize("call", CALLS)
def test_the_event_and_the_act_are_one(world: World, call: str, monkeypatch: pytest.MonkeyPatch) -> None:
    action, act = CALLS[call]
    app, kept = world.app, world.kept()

    def full(self: AuditRepository) -> None:
        if self._waiting:
            raise StorageError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(AuditRepository, "flush", full)
        with pytest.raises(StorageError):
            act(app, world.who, world.drafts, world)
    assert world.kept() == kept, "without its event the act did not happen"
    with app.store.read() as uow:
        before = uow.audit.count()
    with suppress(PtscribeError):  # what is refused is told as well
        act(app, world.who, world.drafts, world)
    assert app.worker.wait(100)
    with app.store.read() as uow:
        told = [e.event for e in uow.audit.all(before)]
    assert action in [e.action for e in told]
    if kept != world.kept():
        assert any(e.commitments or "draft_status" in e.details for e in told) or call == "auth.logout"


def test_the_whole_walk_verifies(world: World) -> None:
    report = world.app.trail.verify(world.who["auditor"])
    assert report.problems == ()
