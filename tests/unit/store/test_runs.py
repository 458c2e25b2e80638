from __future__ import annotations

from datetime import timedelta

import pytest
from support.records import AT, add_draft, add_reviewable, content, transcript

from agent.domain.facts import PainFact, VisitFacts
from agent.domain.plan import Plan
from agent.errors import Conflict, IntegrityError
from agent.store.engine import Store

FACTS = VisitFacts(facts=(PainFact(id="f1", section="S", phrase="pain 3/10 on stairs", value=3),))


def test_transcript_facts_and_work_come_back_per_run(store: Store) -> None:
    draft = add_draft(store)
    with store.unit() as uow:
        assert uow.transcripts.get(draft, 1) is None
        assert uow.facts.get(draft, 1) is None
        assert uow.work.get(draft, 1, "plan", Plan) is None
        uow.transcripts.put(draft, 1, transcript("one"))
        uow.transcripts.put(draft, 2, transcript("two"))
        uow.facts.put(draft, 1, FACTS)
        uow.work.put(draft, 1, "plan", Plan(precautions=("no pivoting",)))
        uow.commit()
    with store.read() as uow:
        assert uow.transcripts.get(draft, 1) == transcript("one")
        assert uow.transcripts.get(draft, 2) == transcript("two")
        assert uow.facts.get(draft, 1) == FACTS
        assert uow.work.get(draft, 1, "plan", Plan) == Plan(precautions=("no pivoting",))


def test_a_node_that_runs_again_puts_its_result_again(store: Store) -> None:
    draft = add_draft(store)
    with store.unit() as uow:
        for text in ("first try", "second try"):
            uow.transcripts.put(draft, 1, transcript(text))
            uow.work.put(draft, 1, "note", content(text))
            uow.runlog.add(draft, 1, "redact", text, AT)
        assert uow.transcripts.get(draft, 1) == transcript("second try")
        assert [entry.text for entry in uow.runlog.for_draft(draft)] == ["second try"]


def test_a_transcript_that_a_version_rests_on_stays(store: Store) -> None:
    draft = add_reviewable(store)
    with store.unit() as uow:
        uow.transcripts.put(draft, 1, transcript())
        with pytest.raises(Conflict, match="transcript of run 1"):
            uow.transcripts.put(draft, 1, transcript("other words"))
        uow.transcripts.put(draft, 2, transcript("other words"))


def test_the_run_log_is_in_order(store: Store) -> None:
    draft = add_draft(store)
    with store.unit() as uow:
        uow.runlog.add(draft, 2, "a", "3", AT)
        uow.runlog.add(draft, 1, "b", "2", AT + timedelta(seconds=1))
        uow.runlog.add(draft, 1, "c", "1", AT)
        entries = uow.runlog.for_draft(draft)
    assert [(entry.run, entry.node, entry.text) for entry in entries] == [
        (1, "c", "1"),
        (1, "b", "2"),
        (2, "a", "3"),
    ]


def test_a_value_of_another_kind_is_an_error_without_its_content(store: Store) -> None:
    draft = add_draft(store)
    with store.unit() as uow:
        uow.work.put(draft, 1, "note", transcript("Unmistakable words"))
        with pytest.raises(IntegrityError, match="'note'") as caught:
            uow.work.get(draft, 1, "note", Plan)
    assert "Unmistakable" not in str(caught.value)
    assert caught.value.__cause__ is None
