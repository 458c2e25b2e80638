"""Breaking the glass: with a reason, for a while, and never quietly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from support.graph_clinic import clinic, people, queued, seen

import agent.services.base
import agent.services.emergency
from agent.bootstrap import App
from agent.domain.user import SYSTEM, Actor
from agent.errors import InputError, NotFound, Refused

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
