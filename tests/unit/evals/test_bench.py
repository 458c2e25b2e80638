"""The bench's own parts fit the program: what it measures has to run to its end."""

from __future__ import annotations

import pytest

from evals.bench import __main__ as bench
from evals.bench import event_cost
from evals.bench.databases import Kind, database, store
from evals.bench.empty_graph import milliseconds_per_visit
from evals.bench.event_cost import Act


def test_a_visit_through_parts_that_do_nothing_ends_in_review() -> None:
    assert 0 < milliseconds_per_visit(1) < 10_000


@pytest.mark.parametrize(
    "act", [event_cost.decision, event_cost.answer, event_cost.bare_decision, event_cost.bare_answer]
)
@pytest.mark.parametrize("kind", ["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def test_the_act_alone_does_the_same_and_leaves_no_trail(kind: Kind, act: Act) -> None:
    with database(kind) as where, store(*where) as opened:
        clinic = event_cost._clinic(opened, drafts=2)
        for told in (False, True):
            draft = clinic.drafts[-1].id
            with opened.read() as uow:
                before = uow.audit.count()
            assert event_cost._seconds(clinic, act, told) > 0
            with opened.read() as uow:
                assert uow.audit.count() - before == told
                done = uow.decisions.for_draft(draft) or uow.resolutions.for_draft(clinic.drafts[0].id, 1)
                assert done


@pytest.mark.parametrize("asked", [["--help"], ["help", "speed of light"]])
def test_an_unknown_measure_is_answered_with_those_there_are(
    asked: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", *asked])
    monkeypatch.setattr(bench, "MEASURES", {"help": lambda: pytest.fail("measured"), "queue": None})
    with pytest.raises(SystemExit) as stop:
        bench.main()
    assert stop.value.code == 2
    assert capsys.readouterr().err == f"bench: {asked[-1]!r} is none of the measures: help, queue.\n"
