"""Nodes are plain functions: called directly, each leaves its result once, however often it runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from langgraph.runtime import Runtime
from support.calls import computed_again, drafting_calls
from support.graph_clinic import SECRET_NAME, WORDS, Drafter, Speech, clinic, encounter, fakes, record, tone

from agent.bootstrap import App
from agent.domain.draft import DraftContent
from agent.domain.plan import Plan
from agent.drafting.base import DraftedNote
from agent.errors import AudioError, Conflict
from agent.graph.build import WORK
from agent.graph.context import RunContext
from agent.graph.leases import LostLease
from agent.graph.nodes.check import check
from agent.graph.nodes.draft_note import draft_note
from agent.graph.nodes.draft_plan import draft_plan
from agent.graph.nodes.queue import queue
from agent.graph.nodes.redact import redact
from agent.graph.nodes.revise import revise
from agent.graph.nodes.transcribe import transcribe
from agent.graph.nodes.understand import understand
from agent.graph.sources import WISH, Wish
from agent.graph.state import RunState

ORDER = ("transcribe", "understand", "draft_note", "draft_plan", "check", "redact", "queue")


class Bench:
    """A stored draft in `processing` whose run this process holds, and the runtime its nodes get."""

    def __init__(self, app: App) -> None:
        self.app = app
        with app.store.unit() as uow:
            patient = uow.patients.ensure(encounter().patient)
            recording = uow.recordings.add(patient, tone(), "audio/wav")
            self.id = uow.drafts.add(
                encounter(), recording_id=recording, created_by="u1", at=datetime.now(UTC)
            )
            uow.drafts.move(self.id, frm={"recorded"}, to="processing")
            uow.commit()
        self.context = app.runner.context
        self.runtime: Runtime[RunContext] = Runtime(context=self.context)
        self.state: RunState = {"draft_id": self.id, "run": 1}

    @contextmanager
    def held(self) -> Iterator[None]:
        run = self.state["run"]
        with self.app.store.unit() as uow:
            lease = self.context.leases.take(uow, self.id, run)
            assert lease is not None
            uow.commit()
        with self.context.leases.holding(self.id, run, lease):
            yield

    def run(self, *names: str) -> None:
        for name in names:
            self.state = {**self.state, **WORK[name](self.state, self.runtime)}


@pytest.fixture
def bench(app: App) -> Iterator[Bench]:
    made = Bench(app)
    with made.held():
        yield made


def with_parts(bench: Bench, **changes: Any) -> None:
    parts = replace(bench.context.parts, **{k: v for k, v in fakes(**changes).items() if k in changes})
    bench.context = replace(bench.context, parts=parts)
    bench.runtime = Runtime(context=bench.context)


def events(bench: Bench) -> list[str]:
    with bench.app.store.read() as uow:
        return [e.event.action for e in uow.audit.for_draft(bench.id) if e.event.action != "record.stored"]


def test_each_node_leaves_its_result(bench: Bench) -> None:
    bench.run(*ORDER)
    with bench.app.store.read() as uow:
        transcript, facts = uow.transcripts.get(bench.id, 1), uow.facts.get(bench.id, 1)
        assert transcript is not None
        assert facts is not None
        assert transcript.text == WORDS
        assert facts.facts[0].phrase == WORDS
        assert uow.work.get(bench.id, 1, "note.0", DraftedNote) is not None
        assert uow.work.get(bench.id, 1, "plan", Plan) is not None
        content = uow.drafts.content(bench.id, 1)
        assert content.note.statements[0].support is not None
        assert content.plan.exercises[0].exercise == "heel slide"
    assert record(bench.app, bench.id).status == "in_review"
    assert events(bench) == [
        "model.called",
        "model.called",
        "rules.run",
        "text.redacted",
        "draft.queued",
    ]


def test_hearing_commits_to_what_went_in_and_came_out(bench: Bench) -> None:
    bench.run(*ORDER)
    with bench.app.store.read() as uow:
        record, transcript = uow.drafts.get(bench.id), uow.transcripts.get(bench.id, 1)
        told = next(
            e.event.details for e in uow.audit.for_draft(bench.id) if e.event.action == "model.called"
        )
        assert transcript is not None
        assert told["task"] == "transcribe"
        audio, made = uow.recordings.get(record.recording_id), transcript.canonical()
        assert told["input_commitment"] == uow.work.commitment(bench.id, audio)
        assert told["output_commitment"] == uow.work.commitment(bench.id, made)
        assert told["output_commitment"] != hashlib.sha256(made).hexdigest(), "salted by the patient's key"


def test_each_draft_and_revision_commits_to_what_went_in_and_came_out(bench: Bench) -> None:
    drafter = Drafter((("S", "Pain WRONG 8/10."),), (("S", "Pain 3/10."),), engine="llm")
    with_parts(bench, drafter=drafter)
    bench.run("transcribe", "understand", "draft_note", "draft_plan", "check", "revise", "check")
    first, revised = drafting_calls(bench.app.store, bench.id)
    assert (first["revision"], revised["revision"]) == (0, 1)
    for told, request in zip((first, revised), drafter.requests, strict=True):
        again = computed_again(bench.app.store, bench.id, told)
        assert again == {name: told[name] for name in again}
        with bench.app.store.read() as uow:
            assert again["input_commitment"] == uow.work.commitment(bench.id, request.canonical())
    assert first["input_commitment"] != revised["input_commitment"], "the second was told what was wrong"
    assert first["output_commitment"] != revised["output_commitment"]


@pytest.mark.parametrize("name", ORDER[:-1])
def test_a_node_that_runs_again_changes_nothing(bench: Bench, name: str) -> None:
    """A killed node runs again from its start, also when its transaction had committed."""
    bench.run(*ORDER[: ORDER.index(name) + 1])
    before = record(bench.app, bench.id)
    bench.run(name)
    after = record(bench.app, bench.id)
    assert (after.status, after.version, after.displayed_hash) == (
        before.status,
        before.version,
        before.displayed_hash,
    )
    with bench.app.store.read() as uow:
        assert uow.drafts.versions(bench.id) == ()
        assert len(uow.runlog.for_draft(bench.id)) == (2 if name == "redact" else 0)


def test_a_draft_is_queued_once(app: App) -> None:
    bench = Bench(app)
    with bench.held():
        bench.run(*ORDER)
    before = record(app, bench.id)
    with bench.held(), pytest.raises(Conflict):
        bench.run("queue")  # its commit was followed by a kill, and somebody runs it again
    assert record(app, bench.id) == before
    with app.store.read() as uow:
        assert len(uow.drafts.versions(bench.id)) == 1


def test_engines_are_not_asked_again(bench: Bench) -> None:
    speech, drafter = Speech(), Drafter()
    with_parts(bench, speech=speech, drafter=drafter)
    bench.run("transcribe", "understand", "draft_note", "transcribe", "draft_note")
    assert speech.calls == 1
    assert len(drafter.requests) == 1


@pytest.mark.parametrize("name", ORDER)
def test_no_node_writes_without_its_lease(app: App, name: str) -> None:
    """A process that slept through its lease finds it with another owner, and must change nothing."""
    bench = Bench(app)
    with bench.held():
        bench.run(*ORDER[: ORDER.index(name)])
    before = record(app, bench.id)
    with pytest.raises(LostLease):
        bench.run(name)
    assert record(app, bench.id) == before


def test_silence_is_an_error_that_says_what_to_do(bench: Bench) -> None:
    with_parts(bench, speech=Speech(words=""))
    with pytest.raises(AudioError, match=r"No speech.*dictate again"):
        transcribe(bench.state, bench.runtime)


def test_a_later_run_takes_over_the_transcript(bench: Bench) -> None:
    speech = Speech()
    with_parts(bench, speech=speech)
    bench.run("transcribe")
    with bench.app.store.unit() as uow:
        bench.state["run"] = uow.drafts.next_run(bench.id)
        uow.commit()
    with bench.held():
        bench.run("transcribe")
    assert speech.calls == 1


def test_a_run_that_was_asked_for_heeds_the_wish_and_keeps_human_words(bench: Bench) -> None:
    bench.run(*ORDER)
    with bench.app.store.unit() as uow:
        content = uow.drafts.content(bench.id)
        first, second = content.note.statements
        edited = first.model_copy(update={"text": "Knee pain 3/10, worse on stairs.", "origin": "human"})
        note = content.note.model_copy(update={"statements": (edited, second)})
        uow.drafts.add_version(
            bench.id,
            content.model_copy(update={"note": note}),
            author="human",
            by="u2",
            at=datetime.now(UTC),
            based_on=1,
        )
        run = uow.drafts.next_run(bench.id)
        uow.work.put(bench.id, run, WISH, Wish(comment="Add the stairs goal.", version=2))
        uow.commit()
    drafter = Drafter()
    with_parts(bench, drafter=drafter)
    bench.state = {"draft_id": bench.id, "run": run}
    with bench.held():
        bench.run("transcribe", "understand", "draft_note")
    with bench.app.store.read() as uow:
        drafted = uow.work.get(bench.id, run, "note.0", DraftedNote)
    assert drafted is not None
    assert drafter.requests[0].comment == "Add the stairs goal."
    assert [s.text for s in drafted.note.statements] == ["Knee pain 3/10, worse on stairs.", "Continue."]
    assert drafted.questions == ("Changes were requested: Add the stairs goal.",)


def test_an_offline_draft_keeps_what_the_recording_contradicts_for_a_human_to_see(bench: Bench) -> None:
    """It would only say it again; the rule on support blocks approval until somebody has looked."""
    with_parts(bench, drafter=Drafter((("S", "Right knee pain 3/10."), ("O", "Flexion WRONG 150."))))
    bench.run("transcribe", "understand", "draft_note", "draft_plan", "check")
    assert bench.state["unsupported"] == 0
    with bench.app.store.read() as uow:
        content = uow.work.get(bench.id, 1, "content", DraftContent)
    assert content is not None
    support = content.note.statements[1].support
    assert support is not None
    assert support.verdict == "unsupported"


def test_a_language_model_is_asked_once_more_and_then_cut_short(bench: Bench) -> None:
    stubborn = Drafter(
        (("S", "Pain WRONG 8/10."), ("O", "Gait WRONG.")),
        (("S", "Pain 3/10."), ("O", "Gait WRONG.")),
        engine="llm",
    )
    with_parts(bench, drafter=stubborn)
    bench.run("transcribe", "understand", "draft_note", "draft_plan", "check", "revise", "check")
    assert "Pain WRONG 8/10." in stubborn.requests[1].comment
    assert bench.state["unsupported"] == 1
    bench.run("revise", "check")
    assert len(stubborn.requests) == 2
    assert bench.state == {**bench.state, "unsupported": 0, "revision": 2}
    with bench.app.store.read() as uow:
        content = uow.work.get(bench.id, 1, "content", DraftContent)
    assert content is not None
    assert [s.text for s in content.note.statements] == ["Pain 3/10."]
    assert "Gait WRONG." in content.questions[0]  # not lost unseen
    assert "number" in content.questions[0]


def test_the_run_log_is_de_identified(app: App, tmp_path: Path) -> None:
    speech = Speech(words=f"{SECRET_NAME} has right knee pain")
    with clinic(tmp_path / "other", speech=speech) as other:
        bench = Bench(other)
        with bench.held():
            bench.run(*ORDER[:-1])
        with other.store.read() as uow:
            entries = uow.runlog.for_draft(bench.id)
    assert {e.node for e in entries} == {"transcribe", "check"}
    text = "\n".join(e.text for e in entries)
    assert "right knee pain" in text
    assert SECRET_NAME not in text


def test_a_text_that_cannot_be_redacted_is_not_logged(bench: Bench) -> None:
    def broken(visit: Any, text: str) -> tuple[str, int]:
        raise RuntimeError(text)

    with_parts(bench, redact=broken)
    bench.run(*ORDER[:5])
    with pytest.raises(RuntimeError):
        redact(bench.state, bench.runtime)
    with bench.app.store.read() as uow:
        assert uow.runlog.for_draft(bench.id) == ()


def test_nodes_are_the_functions_the_graph_runs() -> None:
    direct = (transcribe, understand, draft_note, draft_plan, check, revise, redact, queue)
    assert [WORK[f.__name__] for f in direct] == list(direct)
