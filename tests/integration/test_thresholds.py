"""No figure of the data sets that ship with the project falls back."""

from __future__ import annotations

from pathlib import Path

import yaml

from evals.cases import run

EVALS = Path(__file__).parents[2] / "evals"


def test_the_documentation_cases_keep_their_figures() -> None:
    wanted = yaml.safe_load((EVALS / "thresholds.yaml").read_text())["cases"]
    figures = {row.measure: row.value for row in run(EVALS / "datasets" / "cases").rows}
    fallen = {}
    for measure, bound in wanted.items():
        value = figures[measure]
        assert value is not None, f"{measure} is unscored"
        if value < bound.get("at_least", value) or value > bound.get("at_most", value):
            fallen[measure] = value
    assert not fallen
