"""The specialist's work: nothing on what was not on screen, everything in the trail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.calls import computed_again, drafting_calls
from support.graph_clinic import (
    WORDS,
    Drafter,
    actions,
    clinic,
    encounter,
    people,
    queued,
    record,
    seen,
    tone,
)

from agent.bootstrap import App
from agent.domain.audit import AuditEvent
from agent.domain.user import Actor
from agent.errors import Conflict, InputError, NotFound, Refused
from agent.services.edits import StatementEdit

FLAWED = Drafter(
    (
        ("S", "Pain BLOCK 3/10."),
        ("O", "Gait WARN antalgic."),
        ("P", "Ice."),
    )
)


@pytest.fixture
def flawed(tmp_path: Path) -> Iterator[App]:
    with clinic(tmp_path / "flawed", drafter=FLAWED) as made:
        yield made


def last(app: App, draft_id: str) -> AuditEvent:
    with app.store.read() as uow:
        return uow.audit.for_draft(draft_id)[-1].event


def replace(statement_id: str, text: str) -> tuple[StatementEdit, ...]:
    return (StatementEdit(action="replace", statement_id=statement_id, text=text),)


def test_open_shows_all_of_it_and_is_recorded(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    packet = app.review.open(who["specialist"], draft_id)
    assert packet.content is not None
    assert packet.transcript is not None
    assert packet.facts is not None
    assert packet.transcript.text == WORDS
    assert packet.content.digest() == packet.record.displayed_hash
    assert (packet.version, [v.author for v in packet.versions]) == (1, ["engine"])
    event = last(app, draft_id)
    assert (event.action, event.actor_role, event.version) == ("draft.viewed", "specialist", 1)
    assert event.patient_ref == packet.record.patient_id


def test_an_earlier_version_comes_with_what_it_rests_on(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    app.review.decide(who["specialist"], draft_id, "request_changes", comment="More.", **seen(app, draft_id))
    assert app.worker.wait(100)
    packet = app.review.open(who["specialist"], draft_id, version=1)
    assert (packet.version, packet.record.version, packet.record.run) == (1, 2, 2)
    assert packet.content is not None
    assert packet.content.questions == ()
    with pytest.raises(NotFound):
        app.review.open(who["specialist"], draft_id, version=3)


def test_open_before_there_is_anything(app: App, who: dict[str, Actor], monkeypatch: Any) -> None:
    monkeypatch.setattr(app.intake, "_submit", lambda draft_id: None)
    draft_id = app.intake.submit(who["therapist"], audio=tone(), encounter=encounter())
    packet = app.review.open(who["specialist"], draft_id)
    assert (packet.record.status, packet.content, packet.version) == ("recorded", None, 0)


def test_the_recording_is_played_as_it_came(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    assert app.review.audio(who["specialist"], draft_id) == (tone(), "audio/wav")
    assert last(app, draft_id).action == "audio.played"


def test_the_queue_records_whose_names_were_shown_once(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    for _ in range(3):
        assert [item.id for item in app.review.queue(who["specialist"])] == [draft_id]
    app.review.queue(who["auditor"])
    assert app.review.count(who["specialist"]) == 1
    with app.store.read() as uow:
        shown = [e.event for e in uow.audit.all() if e.event.action == "queue.viewed"]
    assert [e.actor_id for e in shown] == [who["specialist"].user_id, who["auditor"].user_id]
    assert shown[0].details == {"count": 1, "drafts": draft_id}


def test_an_edit_is_a_new_version_by_a_human(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    version = app.review.edit(
        who["specialist"], draft_id, edits=replace("s1", "Knee pain 3/10."), **seen(app, draft_id)
    )
    packet = app.review.open(who["specialist"], draft_id)
    assert packet.content is not None
    assert (version, packet.record.version) == (2, 2)
    assert packet.versions[1].author == "human"
    assert packet.versions[1].by == who["specialist"].user_id
    first = packet.content.note.statements[0]
    assert (first.text, first.origin, first.support is not None) == ("Knee pain 3/10.", "human", True)
    before = app.review.open(who["specialist"], draft_id, version=1).content
    assert before is not None
    assert before.note.statements[0].text == "Right knee pain 3/10."
    assert "draft.edited" in actions(app, draft_id)


def test_an_unsupported_edit_gets_a_verdict_and_no_refusal(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    app.review.edit(
        who["specialist"], draft_id, edits=replace("s1", "Pain WRONG WARN 8/10."), **seen(app, draft_id)
    )
    content = app.review.open(who["specialist"], draft_id).content
    assert content is not None
    support = content.note.statements[0].support
    assert support is not None
    assert support.verdict == "unsupported"
    assert [f.severity for f in content.findings] == ["warn"]


def test_no_change_is_no_version(app: App, who: dict[str, Actor]) -> None:
    draft_id = queued(app, who)
    same = replace("s1", "Right knee pain 3/10.")
    assert app.review.edit(who["specialist"], draft_id, edits=same, **seen(app, draft_id)) == 1
    assert record(app, draft_id).version == 1


ACTS: dict[str, Any] = {
    "edit": lambda app, who, id, at: app.review.edit(who, id, edits=replace("s1", "Other."), **at),
    "regenerate": lambda app, who, id, at: app.review.regenerate(who, id, "S", **at),
    "mend": lambda app, who, id, at: app.review.mend(who, id, "TST-01#1", **at),
    "approve": lambda app, who, id, at: app.review.decide(who, id, "approve", **at),
    "reject": lambda app, who, id, at: app.review.decide(who, id, "reject", comment="No.", **at),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_changed_under_a_reviewer_is_not_acted_on(flawed: App, act: str) -> None:
    who = people(flawed)
    draft_id = queued(flawed, who)
    stale = seen(flawed, draft_id)
    flawed.review.edit(who["therapist"], draft_id, edits=replace("s3", "Heat."), **stale)
    before = record(flawed, draft_id)
    with pytest.raises(Conflict, match="changed"):
        ACTS[act](flawed, who["specialist"], draft_id, stale)
    with pytest.raises(Conflict):
        ACTS[act](flawed, who["specialist"], draft_id, {**seen(flawed, draft_id), "seen_hash": "0" * 64})
    assert record(flawed, draft_id) == before


@pytest.mark.parametrize("act", ACTS)
def test_nothing_happens_to_a_decided_draft(app: App, who: dict[str, Actor], act: str) -> None:
    draft_id = queued(app, who)
    app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
    before = record(app, draft_id)
    with pytest.raises(Conflict):
        ACTS[act](app, who["specialist"], draft_id, seen(app, draft_id))
    with pytest.raises(Conflict):
        app.review.resolve(who["specialist"], draft_id, "TST-01#1", "accepted", "Because.")
    assert record(app, draft_id) == before


def test_an_edit_that_loses_a_race_against_a_decision_leaves_nothing(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change request leaves the version as it was, so the version alone would let the edit in."""
    draft_id = queued(app, who)
    at, real = seen(app, draft_id), app.review._versions.checked

    def checked(*args: Any) -> Any:
        monkeypatch.setattr(app.review._deciding, "_submit", lambda draft_id: None)
        app.review.decide(who["specialist"], draft_id, "request_changes", comment="More.", **at)
        return real(*args)

    monkeypatch.setattr(app.review._versions, "checked", checked)
    with pytest.raises(Conflict):
        app.review.edit(who["therapist"], draft_id, edits=replace("s1", "Other."), **at)
    row = record(app, draft_id)
    assert (row.status, row.version) == ("changes_requested", 1)


def test_approval_waits_for_blocking_findings(flawed: App) -> None:
    who = people(flawed)
    draft_id = queued(flawed, who)
    specialist = who["specialist"]
    with pytest.raises(Refused, match=r"1 blocking.*TST-01"):
        flawed.review.decide(specialist, draft_id, "approve", **seen(flawed, draft_id))
    assert last(flawed, draft_id).details == {"act": "approve", "reason": "blocking_findings"}
    with pytest.raises(InputError, match="reason"):
        flawed.review.resolve(specialist, draft_id, "TST-01#1", "accepted", "  ")
    with pytest.raises(Conflict, match="no finding"):
        flawed.review.resolve(specialist, draft_id, "TST-01#9", "accepted", "Fine.")
    flawed.review.resolve(specialist, draft_id, "TST-01#1", "fixed")
    with pytest.raises(Refused, match="blocking"):  # it still stands, whatever is said
        flawed.review.decide(specialist, draft_id, "approve", **seen(flawed, draft_id))
    flawed.review.resolve(specialist, draft_id, "TST-01#1", "accepted", "Checked by phone.")
    flawed.review.decide(specialist, draft_id, "approve", **seen(flawed, draft_id))
    approved = next(e for e in trail(flawed, draft_id) if e.action == "draft.approved")
    assert (approved.details["blocking"], approved.details["warnings"]) == (1, 1)
    assert approved.details["resolved"] == 1


def trail(app: App, draft_id: str) -> list[AuditEvent]:
    with app.store.read() as uow:
        return [e.event for e in uow.audit.for_draft(draft_id)]


def test_answers_hold_over_an_edit_elsewhere_and_not_over_one_of_their_words(flawed: App) -> None:
    who = people(flawed)
    draft_id = queued(flawed, who)
    specialist = who["specialist"]
    flawed.review.resolve(specialist, draft_id, "TST-01#1", "accepted", "Checked by phone.")
    flawed.review.edit(specialist, draft_id, edits=replace("s3", "Heat."), **seen(flawed, draft_id))
    kept = flawed.review.open(specialist, draft_id).resolutions
    assert [(r.kind, r.reason) for r in kept.values()] == [("accepted", "Checked by phone.")]
    flawed.review.edit(
        specialist, draft_id, edits=replace("s1", "Pain BLOCK 9/10."), **seen(flawed, draft_id)
    )
    assert flawed.review.open(specialist, draft_id).resolutions == {}
    with pytest.raises(Refused, match="blocking"):
        flawed.review.decide(specialist, draft_id, "approve", **seen(flawed, draft_id))


def test_an_answer_does_not_move_to_another_finding_of_the_same_number(flawed: App) -> None:
    """Findings are numbered anew in each version."""
    who = people(flawed)
    draft_id = queued(flawed, who)
    specialist = who["specialist"]
    flawed.review.resolve(specialist, draft_id, "TST-01#1", "accepted", "Checked by phone.")
    flawed.review.edit(
        specialist,
        draft_id,
        edits=(*replace("s1", "Pain 3/10."), *replace("s3", "Ice BLOCK.")),
        **seen(flawed, draft_id),
    )
    content = flawed.review.open(specialist, draft_id).content
    assert content is not None
    assert "TST-01#1" in {f.id for f in content.findings}
    with pytest.raises(Refused, match="blocking"):
        flawed.review.decide(specialist, draft_id, "approve", **seen(flawed, draft_id))


def test_a_mend_is_one_click(flawed: App) -> None:
    who = people(flawed)
    draft_id = queued(flawed, who)
    flawed.review.mend(who["specialist"], draft_id, "TST-01#1", **seen(flawed, draft_id))
    content = flawed.review.open(who["specialist"], draft_id).content
    assert content is not None
    assert content.note.statements[0].text == "Pain 3/10."
    assert [f.severity for f in content.findings] == ["warn"]
    mended = next(e for e in trail(flawed, draft_id) if e.action == "draft.mended")
    assert mended.details["rule_id"] == "TST-01"


def test_a_section_is_written_again_around_human_words(tmp_path: Path) -> None:
    drafter = Drafter(
        (("S", "Right knee pain 3/10."), ("S", "Sleeps well."), ("P", "Continue.")),
        (("S", "Right knee pain 3/10, better."), ("S", "Walks WRONG 9 miles."), ("P", "Never mind.")),
        engine="llm",
    )
    with clinic(tmp_path, drafter=drafter) as app:
        who = people(app)
        draft_id = queued(app, who)
        add = StatementEdit(action="add", section="S", text="Stairs are hard.")
        app.review.edit(who["therapist"], draft_id, edits=(add,), **seen(app, draft_id))
        version = app.review.regenerate(
            who["specialist"], draft_id, "S", comment="Shorter.", **seen(app, draft_id)
        )
        packet = app.review.open(who["specialist"], draft_id)
    assert packet.content is not None
    assert (version, packet.versions[-1].author) == (3, "engine")
    assert [(s.section, s.text) for s in packet.content.note.statements] == [
        ("S", "Right knee pain 3/10, better."),
        ("S", "Stairs are hard."),
        ("P", "Continue."),
    ]
    assert "Walks WRONG 9 miles." in packet.content.questions[-1]
    assert (drafter.requests[1].only, drafter.requests[1].comment) == ("S", "Shorter.")


def test_a_redraft_commits_to_what_went_in_and_came_out(tmp_path: Path) -> None:
    drafter = Drafter(
        (("S", "Right knee pain 3/10."), ("P", "Continue.")), (("S", "Right knee pain 3/10, better."),)
    )
    with clinic(tmp_path, drafter=drafter) as app:
        who = people(app)
        draft_id = queued(app, who)
        app.review.regenerate(who["specialist"], draft_id, "S", comment="Shorter.", **seen(app, draft_id))
        first, redraft = drafting_calls(app.store, draft_id)
        assert redraft["kept_as"] == "redraft.2"
        for told, request in zip((first, redraft), drafter.requests, strict=True):
            again = computed_again(app.store, draft_id, told)
            assert again == {name: told[name] for name in again}
            with app.store.read() as uow:
                assert again["input_commitment"] == uow.work.commitment(draft_id, request.canonical())
        assert first["output_commitment"] != redraft["output_commitment"]


def test_each_version_tells_of_the_rules_it_was_held_against(flawed: App) -> None:
    who = people(flawed)
    draft_id = queued(flawed, who)
    flawed.review.edit(
        who["specialist"], draft_id, edits=replace("s1", "Pain 3/10."), **seen(flawed, draft_id)
    )
    runs = [e.details for e in trail(flawed, draft_id) if e.action == "rules.run"]
    assert [(run["blocking"], run["warnings"]) for run in runs] == [(1, 1), (0, 1)]
    assert runs[-1]["version"] == 2


def test_suggestions_must_be_accepted_first(tmp_path: Path) -> None:
    drafter = Drafter((("S", "Right knee pain 3/10."), ("P", "Progress to step-ups.", "suggested")))
    with clinic(tmp_path, drafter=drafter) as app:
        who = people(app)
        draft_id = queued(app, who)
        with pytest.raises(Refused, match="suggested"):
            app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
        accept = StatementEdit(action="accept", statement_id="s2")
        app.review.edit(who["specialist"], draft_id, edits=(accept,), **seen(app, draft_id))
        app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
        assert record(app, draft_id).status == "approved"


@pytest.mark.parametrize("kind", ["request_changes", "reject"])
def test_other_decisions_need_a_comment(app: App, who: dict[str, Actor], kind: Any) -> None:
    draft_id = queued(app, who)
    with pytest.raises(InputError, match="comment"):
        app.review.decide(who["specialist"], draft_id, kind, comment=" ", **seen(app, draft_id))
    assert record(app, draft_id).status == "in_review"


def test_a_decision_says_when_one_person_holds_two_roles(app: App, who: dict[str, Actor]) -> None:
    draft_id = app.intake.submit(who["solo"], audio=tone(), encounter=encounter())
    assert app.worker.wait(100)
    decision = app.review.decide(who["solo"], draft_id, "approve", **seen(app, draft_id))
    assert decision.role == "specialist"
    approved = next(e for e in trail(app, draft_id) if e.action == "draft.approved")
    assert approved.details["same_person"] == 1


def test_an_act_whose_event_cannot_be_written_does_not_happen(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    from agent.errors import StorageError
    from agent.store.repositories.audit import AuditRepository

    draft_id = queued(app, who)
    at = seen(app, draft_id)

    def refuse(self: Any) -> None:
        raise StorageError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(AuditRepository, "flush", refuse)
        for act in (
            lambda: app.review.decide(who["specialist"], draft_id, "approve", **at),
            lambda: app.review.open(who["specialist"], draft_id),
            lambda: app.review.audio(who["specialist"], draft_id),
            lambda: app.export.markdown(who["specialist"], draft_id),
        ):
            with pytest.raises(StorageError):
                act()
    assert record(app, draft_id).status == "in_review"
    with app.store.read() as uow:
        assert uow.decisions.for_draft(draft_id) == ()


def test_what_a_human_takes_out_stays_out_of_later_versions(flawed: App) -> None:
    who = people(flawed)
    draft_id = queued(flawed, who)
    remove = StatementEdit(action="remove", statement_id="s1")
    flawed.review.edit(who["specialist"], draft_id, edits=(remove,), **seen(flawed, draft_id))
    flawed.review.edit(who["specialist"], draft_id, edits=replace("s3", "Heat."), **seen(flawed, draft_id))
    content = flawed.review.open(who["specialist"], draft_id).content
    assert content is not None
    assert content.set_aside == ("f1",)
