"""A clinic edits its own copy of a protocol; a copy that is unfit is refused by field, with its mend."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.facts import VisitFacts
from agent.domain.visit import Encounter
from agent.errors import InputError, NotFound
from agent.exercises.clinic_protocols import protocol_from, protocol_problems, shipped_text, with_copies
from agent.exercises.library import as_written
from agent.exercises.planner import draft_plan
from agent.exercises.protocol_text import protocol_markdown
from agent.exercises.protocols import protocols
from agent.exercises.suggest import PlanOptions

SHIPPED = shipped_text("rotator_cuff_repair")


@pytest.mark.parametrize("protocol_id", [p.id for p in protocols()])
def test_every_shipped_text_is_fit_to_be_a_clinics_copy(protocol_id: str) -> None:
    assert protocol_from(shipped_text(protocol_id)).id == protocol_id


def test_shipped_protocols_are_fit_for_use() -> None:
    assert {p.id: protocol_problems(p) for p in protocols() if protocol_problems(p)} == {}


def test_without_copies_nothing_changes() -> None:
    assert with_copies(()) == protocols()
    assert with_copies([("rotator_cuff_repair", 2, "")]) == protocols()


def test_the_clinics_copy_replaces_the_shipped_one(encounter: Callable[..., Encounter]) -> None:
    text = SHIPPED.replace(
        "no reaching behind the back, until_week: 6", "no reaching behind the back, until_week: 10"
    )
    own = with_copies([("rotator_cuff_repair", 3, text)])
    assert len(own) == len(protocols())
    visit = encounter(procedure="Rotator cuff repair", weeks=7, region="shoulder")
    plan = draft_plan(VisitFacts(), visit, PlanOptions(protocols=own))
    assert plan.protocol == "rotator_cuff_repair@2026.1+clinic.3"


@pytest.mark.parametrize(
    ("change", "by", "message"),
    [
        ("exercise: grip squeeze", "exercise: magic squeeze", "'magic squeeze'"),
        ("exercise: grip squeeze", "exercise: putty squeeze", "write 'grip squeeze'"),
        ("sets: [2, 3], reps: [10, 15]", "sets: [2, 30], reps: [10, 15]", "outside their range: 1 to"),
        ("active shoulder motion, until_week: 6", "active shoulder motion, until_week: 8", "forbids"),
        ("exercise: pendulum", "exercise: overhead press", "forbids"),
        ("surgical: true", "surgical: perhaps", "surgical is neither true nor false"),
        ("region: shoulder", "zone: shoulder", "zone is not a known field"),
        ("region: shoulder", "zone: shoulder", "region is missing: add it"),
        ("sets: [2, 3], reps: [10, 15]", "sets: [3, 2], reps: [10, 15]", "phase 1, exercise"),
        ("{text: no active shoulder motion", "{text: no frobnicating", "'no frobnicating' cannot be tested"),
    ],
)
def test_an_unfit_copy_is_refused_by_field_with_its_mend(change: str, by: str, message: str) -> None:
    assert change in SHIPPED
    with pytest.raises(InputError) as refused:
        protocol_from(SHIPPED.replace(change, by, 1))
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("phases: [unclosed", "line"),
        ("id: [&a x, *a]", "alias"),
        ("- a\n- list", "cannot be used"),
        ("", "cannot be used"),
        ("x: " + "y" * 70_000, "longer than 64 kB"),
        ("id: !!python/object/apply:os.system [ls]", "not readable YAML"),
    ],
)
def test_what_is_no_protocol_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        protocol_from(text)


def test_an_id_never_changes() -> None:
    with pytest.raises(InputError, match="never changes"):
        with_copies([("knee_osteoarthritis", 1, SHIPPED)])
    with pytest.raises(NotFound):
        shipped_text("../../settings")


@pytest.mark.parametrize("protocol", protocols(), ids=lambda p: p.id)
def test_a_protocol_in_words_says_all_of_it(protocol: object) -> None:
    from agent.exercises.protocols import Protocol

    assert isinstance(protocol, Protocol)
    said = protocol_markdown(protocol)
    assert protocol.ratify in said
    for phase in protocol.phases:
        assert phase.name in said
        assert all(as_written(e.exercise) in said for e in phase.exercises)
        assert all(c.text in said for c in phase.criteria)
    assert all(r.text in said for r in protocol.references)
    assert all(f in said for f in protocol.red_flags)
