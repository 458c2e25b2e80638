"""Activity review: a sample is drawn, judged one by one, signed off, and all of it stands in the log."""

from __future__ import annotations

import pytest
from support.graph_clinic import queued

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import Conflict, InputError, NotFound, Refused


@pytest.fixture
def sample(app: App, who: dict[str, Actor]) -> str:
    draft_id = queued(app, who)
    for _ in range(6):
        app.review.open(who["specialist"], draft_id)
    app.review.open(who["auditor"], draft_id)
    app.emergency.open(who["admin"], draft_id=draft_id, reason="Unconscious in the gym.")
    app.review.open(who["admin"], draft_id)
    return app.activity.sample(who["auditor"], size=4, seed="seed-1")


def test_a_sample_is_judged_and_signed_off(app: App, who: dict[str, Actor], sample: str) -> None:
    auditor = who["auditor"]
    (one,) = app.activity.samples(auditor)
    assert (one.id, one.again, one.open_items, one.signed_off) == (sample, True, 6, "")
    assert [i.why for i in one.items].count(("emergency access", "took no part in it")) == 1
    assert sum("emergency access" in i.why for i in one.items) == 2
    assert auditor.user_id not in {item.access.actor_id for item in one.items}
    with pytest.raises(Conflict, match="open in 6 places"):
        app.activity.sign_off(auditor, sample)
    first = one.items[0].access.seq
    app.activity.judge(auditor, sample, first, "violation", reference="INC-7")
    with pytest.raises(Conflict, match="judged already"):
        app.activity.judge(auditor, sample, first, "appropriate")
    for item in one.items[1:]:
        app.activity.judge(auditor, sample, item.access.seq, "appropriate")
    app.activity.sign_off(auditor, sample)
    (done,) = app.activity.samples(auditor)
    assert done.signed_off
    judged = done.items[0].judgement
    assert judged is not None
    assert (judged.verdict, judged.reference, judged.by) == ("violation", "INC-7", auditor.user_id)
    with pytest.raises(Conflict, match="signed off already"):
        app.activity.sign_off(auditor, sample)
    with app.store.read() as uow:
        told = [e.event for e in uow.audit.all() if e.event.action.startswith("activity.")]
    assert [e.action for e in told] == [
        "activity.sampled",
        *["activity.judged"] * 6,
        "activity.signed_off",
    ]
    assert {k: v for k, v in told[-1].details.items() if k != "sample"} == {
        "appropriate": 5,
        "follow_up": 0,
        "violation": 1,
    }


def test_the_next_sample_begins_where_the_last_ended(app: App, who: dict[str, Actor], sample: str) -> None:
    queued(app, who, mrn="ZZ-000-778")
    app.review.queue(who["specialist"])
    app.activity.sample(who["auditor"], size=50)
    newer, older = app.activity.samples(who["auditor"])
    assert newer.first == older.last + 1
    assert {i.access.action for i in newer.items} == {"queue.viewed"}
    assert newer.seed != older.seed
    with pytest.raises(Conflict, match="no access to review"):
        app.activity.sample(who["auditor"])


def test_only_auditors_judge(app: App, who: dict[str, Actor], sample: str) -> None:
    seq = app.activity.samples(who["admin"])[0].items[0].access.seq
    for login in ("admin", "therapist", "specialist"):
        with pytest.raises(Refused):
            app.activity.judge(who[login], sample, seq, "appropriate")
        with pytest.raises(Refused):
            app.activity.sample(who[login])
        with pytest.raises(Refused):
            app.activity.sign_off(who[login], sample)


def test_what_does_not_fit_is_said(app: App, who: dict[str, Actor], sample: str) -> None:
    auditor = who["auditor"]
    seq = app.activity.samples(auditor)[0].items[0].access.seq
    with pytest.raises(NotFound):
        app.activity.judge(auditor, sample, 1, "appropriate")
    with pytest.raises(NotFound):
        app.activity.judge(auditor, "nothing", seq, "appropriate")
    with pytest.raises(InputError):
        app.activity.judge(auditor, sample, seq, "violation", reference="Wilhelmina Quackenbush fell")
    for size, seed in ((0, ""), (201, ""), (5, "a seed with spaces")):
        with pytest.raises(InputError):
            app.activity.sample(auditor, size=size, seed=seed)
