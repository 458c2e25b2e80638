"""Breaking the glass: with a reason, for a while, and never quietly."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.graph_clinic import clinic, people, queued, seen

import agent.services.base
import agent.services.emergency
from agent.bootstrap import App
from agent.domain.user import SYSTEM, Actor
from agent.errors import Conflict, InputError, NotFound, Refused

REASON = "Fell in the gym, unconscious; need the precautions."


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with clinic(tmp_path / "home") as made:
        yield made


@pytest.fixture
def who(app: App) -> dict[str, Actor]:
    return people(app)


def events(app: App, *actions: str) -> list[tuple[str, str, str]]:
    with app.store.read() as uow:
        return [
            (e.event.action, e.event.purpose, str(e.event.details.get("reason", "")))
            for e in uow.audit.all()
            if e.event.action in actions
        ]


def test_a_record_opens_to_who_would_not_be_let_in(app: App, who: dict[str, Actor]) -> None:
    mine, others = queued(app, who), queued(app, who, mrn="ZZ-000-778")
    with pytest.raises(Refused):
        app.review.open(who["admin"], mine)
    access = app.emergency.open(who["admin"], mrn="zz-000-777 ", reason=REASON)
    assert [one.id for one in app.emergency.drafts(who["admin"], access.id)] == [mine]
    assert app.review.open(who["admin"], mine).content is not None
    assert app.review.audio(who["admin"], mine)[0]
    assert app.emergency.mine(who["admin"]) == (access,)
    told = ("emergency.opened", "queue.viewed", "draft.viewed", "audio.played")
    assert events(app, *told) == [(action, "ETREAT", "") for action in told]
    for act in (
        lambda: app.review.open(who["admin"], others),
        lambda: app.export.pdf(who["admin"], mine),
        lambda: app.review.decide(who["admin"], mine, "approve", **seen(app, mine)),
        lambda: app.review.open(who["admin"].model_copy(update={"user_id": "u-else"}), mine),
    ):
        with pytest.raises(Refused):
            act()


def test_it_ends_by_itself(app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    draft_id = queued(app, who)
    access = app.emergency.open(who["admin"], draft_id=draft_id, reason=REASON)

    class Clock(datetime):
        now_is = access.until

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # a clock for the test
            return cls.now_is

    for module in (agent.services.base, agent.services.emergency):
        monkeypatch.setattr(module, "datetime", Clock)
    Clock.now_is = access.until - timedelta(microseconds=1)
    assert app.review.open(who["admin"], draft_id).content is not None
    for moment in (access.until, access.until + timedelta(days=1), access.at - timedelta(hours=1)):
        Clock.now_is = moment
        with pytest.raises(Refused):
            app.review.open(who["admin"], draft_id)
        with pytest.raises(Refused, match="ended"):
            app.emergency.drafts(who["admin"], access.id)
        assert app.emergency.mine(who["admin"]) == ()


@pytest.mark.parametrize("by", ["holder", "another admin"])
def test_it_is_ended_before_its_time(app: App, who: dict[str, Actor], by: str) -> None:
    draft_id = queued(app, who)
    holder = who["admin"]
    ending = holder if by == "holder" else holder.model_copy(update={"user_id": "u-admin-2"})
    access = app.emergency.open(holder, draft_id=draft_id, reason=REASON)
    other = app.emergency.open(holder, draft_id=queued(app, who, mrn="ZZ-000-778"), reason=REASON)
    app.emergency.end(ending, access.id)
    assert [one.id for one in app.emergency.mine(holder)] == [other.id]
    with pytest.raises(Refused, match="ended"):
        app.emergency.drafts(holder, access.id)
    with pytest.raises(Refused):
        app.review.open(holder, draft_id)
    with app.store.read() as uow:
        told = next(e.event for e in uow.audit.all() if e.event.action == "emergency.ended")
    assert (told.actor_id, told.purpose, told.patient_ref) == (ending.user_id, "ETREAT", access.patient_id)
    assert told.details == {"emergency": access.id, "own": int(by == "holder")}
    shown = {one.access.id: one for one in app.questions.emergencies(who["auditor"])}
    assert shown[access.id].access.ended_by == ending.user_id
    assert shown[access.id].access.ended is not None
    assert [seen.action for seen in shown[access.id].seen] == []
    assert shown[other.id].access.ended is None
    assert app.trail.verify(who["auditor"]).ok


def test_what_was_ended_stays_ended_when_the_clock_goes_back(app: App, who: dict[str, Actor]) -> None:
    access = app.emergency.open(who["admin"], draft_id=queued(app, who), reason=REASON)
    app.emergency.end(who["admin"], access.id)
    with app.store.read() as uow:
        assert uow.emergencies.open_for(who["admin"].user_id, access.at) == ()


def test_only_its_holder_and_administrators_end_it_and_only_once(app: App, who: dict[str, Actor]) -> None:
    access = app.emergency.open(who["admin"], draft_id=queued(app, who), reason=REASON)
    with pytest.raises(Refused, match="another's"):
        app.emergency.end(who["specialist"], access.id)
    with pytest.raises(NotFound):
        app.emergency.end(who["admin"], "Wilhelmina")
    assert app.emergency.mine(who["admin"]) == (access,)
    app.emergency.end(who["admin"], access.id)
    with pytest.raises(Conflict, match="over already"):
        app.emergency.end(who["admin"], access.id)
    assert events(app, "emergency.ended", "act.refused") == [
        ("act.refused", "TREAT", "role"),
        ("act.refused", "HOPERAT", "no_such_access"),
        ("emergency.ended", "ETREAT", ""),
        ("act.refused", "HOPERAT", "not_open"),
    ]
    with app.store.read() as uow:
        assert not any(b"Wilhelmina" in e.body for e in uow.audit.all())


def test_of_two_who_end_it_at_once_one_does(app: App, who: dict[str, Actor]) -> None:
    access = app.emergency.open(who["admin"], draft_id=queued(app, who), reason=REASON)
    barrier, came = threading.Barrier(4), list[str]()

    def end() -> None:
        barrier.wait()
        try:
            app.emergency.end(who["admin"], access.id)
            came.append("ended")
        except Conflict:
            came.append("over")

    threads = [threading.Thread(target=end) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(came) == ["ended", "over", "over", "over"]
    assert len(events(app, "emergency.ended")) == 1


@pytest.mark.parametrize("reason", ["", "   ", "because", "x" * 2001])
def test_without_a_reason_it_stays_shut(app: App, who: dict[str, Actor], reason: str) -> None:
    draft_id = queued(app, who)
    with pytest.raises(InputError, match="reason"):
        app.emergency.open(who["admin"], draft_id=draft_id, reason=reason)
    with pytest.raises(Refused):
        app.review.open(who["admin"], draft_id)
    assert events(app, "emergency.opened", "act.refused") == [
        ("act.refused", "HOPERAT", "no_reason"),
        ("act.refused", "HOPERAT", "role"),
    ]


def test_who_may_see_it_anyway_needs_none_and_strangers_get_none(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    for login in ("therapist", "specialist", "auditor"):
        with pytest.raises(InputError, match="already"):
            app.emergency.open(who[login], draft_id=draft_id, reason=REASON)
    with pytest.raises(Refused):
        app.emergency.open(SYSTEM, draft_id=draft_id, reason=REASON)
    with pytest.raises(NotFound):
        app.emergency.open(who["admin"], mrn="Wilhelmina", reason=REASON)
    with app.store.read() as uow:
        assert not any(b"Wilhelmina" in e.body for e in uow.audit.all())
    assert events(app, "act.refused")[-1][2] == "no_such_record"


def test_auditors_see_all_of_it(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    access = app.emergency.open(who["admin"], draft_id=draft_id, reason=REASON)
    app.review.open(who["admin"], draft_id)
    (one,) = app.questions.emergencies(who["auditor"])
    assert (one.access.id, one.access.reason, one.name) == (access.id, REASON, "Admin Terranova")
    assert [seen.action for seen in one.seen] == ["draft.viewed"]
    assert "emergency.opened" in {found.action for found in app.questions.refused(who["auditor"])}
    (unread,) = app.questions.emergencies(who["admin"])
    assert unread.access.reason == "", "the reason may tell of the patient"
    with app.store.read() as uow:
        assert not any(b"unconscious" in e.body for e in uow.audit.all())
    assert app.trail.verify(who["auditor"]).ok
