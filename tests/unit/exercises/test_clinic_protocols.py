"""A clinic edits its own copy of a protocol; a copy that is unfit is refused with its reason."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from agent.domain.facts import VisitFacts
from agent.domain.visit import Encounter
from agent.errors import InputError
from agent.exercises.clinic_protocols import clinic_protocols, protocol_problems
from agent.exercises.planner import draft_plan
from agent.exercises.protocols import protocols
from agent.exercises.suggest import PlanOptions

SHIPPED = (
    files("agent.exercises").joinpath("protocols", "rotator_cuff_repair.yaml").read_text(encoding="utf-8")
)


def write(folder: Path, text: str) -> Path:
    (folder / "rotator_cuff_repair.yaml").write_text(text, encoding="utf-8")
    return folder


def test_shipped_protocols_are_fit_for_use() -> None:
    assert {p.id: protocol_problems(p) for p in protocols() if protocol_problems(p)} == {}


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    assert clinic_protocols(tmp_path) == protocols()


def test_the_clinics_copy_replaces_the_shipped_one(
    tmp_path: Path, encounter: Callable[..., Encounter]
) -> None:
    text = SHIPPED.replace('version: "2026.1"', 'version: "2026.1-clinic-2"')
    text = text.replace(
        "no reaching behind the back, until_week: 6", "no reaching behind the back, until_week: 10"
    )
    own = clinic_protocols(write(tmp_path, text))
    assert len(own) == len(protocols())
    visit = encounter(procedure="Rotator cuff repair", weeks=7, region="shoulder")
    plan = draft_plan(VisitFacts(), visit, PlanOptions(protocols=own))
    assert plan.protocol == "rotator_cuff_repair@2026.1-clinic-2"


@pytest.mark.parametrize(
    ("change", "by", "message"),
    [
        ("exercise: grip squeeze", "exercise: magic squeeze", "'magic squeeze' is not in the catalogue"),
        ("sets: [2, 3], reps: [10, 15]", "sets: [2, 30], reps: [10, 15]", "outside their range"),
        ("active shoulder motion, until_week: 6", "active shoulder motion, until_week: 8", "forbids"),
        ("exercise: pendulum", "exercise: overhead press", "forbids"),
        ("surgical: true", "surgical: perhaps", "surgical"),
        ("region: shoulder", "zone: shoulder", "region"),
        ("pain, shoulder rom", "pain only", "keeps its number"),
    ],
)
def test_an_unfit_copy_is_refused_by_name(tmp_path: Path, change: str, by: str, message: str) -> None:
    assert change in SHIPPED
    with pytest.raises(InputError, match=r"rotator_cuff_repair\.yaml") as refused:
        clinic_protocols(write(tmp_path, SHIPPED.replace(change, by)))
    assert message in str(refused.value)


def test_a_file_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not readable YAML"):
        clinic_protocols(write(tmp_path, "phases: [unclosed"))
