"""Copied passages beside each other: who may see what, and that looking at the other record is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.graph_clinic import Drafter, clinic, people, queued, seen

from agent import bootstrap
from agent.bootstrap import App
from agent.domain.comparison import Comparison
from agent.domain.finding import ResolutionKind
from agent.domain.user import Actor
from agent.errors import InputError, NotFound, Refused

ASSESSMENT = "Quadriceps deficit still limits stairs, kneeling and squatting at work for this patient today."
SAID = (("S", "Right knee pain 3/10."), ("A", ASSESSMENT))
SIX = (*SAID, ("P", "Next visit recheck the lag, then step downs from a box of six."))
EIGHT = (*SAID, ("P", "Next visit recheck the lag, then step downs from a box of eight."))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with clinic(tmp_path / "home", drafter=Drafter(SIX, EIGHT, SIX), check=bootstrap._check) as made:
        yield made


@pytest.fixture
def who(app: App) -> dict[str, Actor]:
    return people(app)


def signed(app: App, who: dict[str, Actor]) -> str:
    """A signed note of the patient ZZ-000-777, whatever is found in it accepted."""
    draft = queued(app, who)
    content = app.review.open(who["specialist"], draft).content
    assert content is not None
    kind: ResolutionKind = "accepted"
    for finding in content.findings:
        app.review.resolve(who["specialist"], draft, finding.id, kind, "Checked.")
    app.review.decide(who["specialist"], draft, "approve", **seen(app, draft))
    app.signing.sign(who["therapist"], draft, **seen(app, draft))
    return draft


def compared(app: App, actor: Actor, draft: str, rule: str) -> Comparison:
    with app.store.read() as uow:
        findings = uow.drafts.content(draft).findings
    finding = next(f for f in findings if f.rule_id == rule and f.compared_with)
    return app.comparing.passages(actor, draft, finding.id)


def told(app: App, draft: str) -> list[tuple[str, str, str, object, object]]:
    with app.store.read() as uow:
        events = [recorded.event for recorded in uow.audit.for_draft(draft)]
    return [
        (e.action, e.actor_id, e.purpose, e.details["form"], e.details["compared_with"])
        for e in events
        if e.action == "draft.viewed" and "form" in e.details
    ]


def test_an_earlier_note_is_shown_and_the_look_is_told(app: App, who: dict[str, Actor]) -> None:
    earlier, now = signed(app, who), queued(app, who)
    made = compared(app, who["specialist"], now, "CLN-01")
    assert (made.draft_id, str(made.on), made.withheld) == (earlier, "2026-03-04", False)
    plan = next(pair for pair in made.pairs if pair.section == "P")
    assert [p.text for p in plan.mine if not p.shared] == ["eight."]
    assert [p.text for p in plan.other if not p.shared] == ["six."]
    assert told(app, earlier) == [("draft.viewed", "u-specialist-1", "TREAT", "passages", now)]
    assert told(app, now) == []
    opened = [seen_by.action for seen_by in app.questions.access(who["auditor"], earlier)]
    assert opened.count("draft.viewed") == 2  # the review, and this look


def test_of_another_patient_only_the_shared_words_are_given(app: App, who: dict[str, Actor]) -> None:
    other, mine = queued(app, who, mrn="ZZ-1", name="Zenobia Quux"), queued(app, who)
    same = queued(app, who, mrn="ZZ-2")
    made = compared(app, who["specialist"], same, "CLN-02")
    assert (made.withheld, made.on) == (True, None)
    assert "Quux" not in made.model_dump_json()
    assert made.draft_id in (other, mine)
    assert told(app, made.draft_id) == [("draft.viewed", "u-specialist-1", "TREAT", "shared_words", same)]


def test_who_may_not_see_the_draft_may_not_compare_it(app: App, who: dict[str, Actor]) -> None:
    signed(app, who)
    now = queued(app, who)
    with pytest.raises(Refused):
        compared(app, who["admin"], now, "CLN-01")


def test_emergency_access_to_a_patient_opens_no_note_of_another(app: App, who: dict[str, Actor]) -> None:
    earlier, other, now = signed(app, who), queued(app, who, mrn="ZZ-1"), queued(app, who)
    app.emergency.open(who["admin"], mrn="ZZ-000-777", reason="Fell in the gym, unconscious.")
    assert compared(app, who["admin"], now, "CLN-01").draft_id == earlier
    assert told(app, earlier)[-1][:3] == ("draft.viewed", "u-admin-1", "ETREAT")
    with pytest.raises(Refused):
        compared(app, who["admin"], other, "CLN-02")
    assert told(app, other) == []


def test_what_cannot_be_compared_is_said(app: App, who: dict[str, Actor]) -> None:
    earlier, now = signed(app, who), queued(app, who)
    content = app.review.open(who["specialist"], now).content
    assert content is not None
    plain = next(f for f in content.findings if not f.compared_with)
    with pytest.raises(InputError, match="compares with no other note"):
        app.comparing.passages(who["specialist"], now, plain.id)
    with pytest.raises(NotFound, match="no finding 'CLN-09#1'"):
        app.comparing.passages(who["specialist"], now, "CLN-09#1")
    other = queued(app, who, mrn="ZZ-1")
    with app.store.unit() as uow:
        uow.patients.shred(uow.drafts.get(earlier).patient_id)
        uow.commit()
    with pytest.raises(NotFound, match="destroyed"):
        compared(app, who["specialist"], other, "CLN-02")
    assert told(app, earlier) == []
