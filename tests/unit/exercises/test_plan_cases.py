"""The plan cases written for this project, from transcript to plan, against their aims and controls."""

from __future__ import annotations

import pytest

from evals.plan import run
from evals.report import Report


@pytest.fixture(scope="module")
def report() -> Report:
    return run()


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        ("include", 0.95),
        ("exclude", 1.0),
        ("contraindicated wishes kept out", 1.0),
        ("nothing else kept out", 0.95),
        ("dictated exercises in the catalogue", 0.95),
    ],
)
def test_plans_reach_their_aims(report: Report, measure: str, least: float) -> None:
    row = next(r for r in report.rows if r.measure == measure)
    assert row.value is not None
    assert row.count
    assert row.value >= least, [s["id"] for s in report.samples if s["missed"] or s["wrong"]]


def test_naming_every_exercise_would_not_reach_them(report: Report) -> None:
    control = next(r for r in report.rows if r.measure == "control: every named exercise, exclude")
    assert control.value is not None
    assert control.value < 0.5
