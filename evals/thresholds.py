"""What the sets that ship with the project must reach: `thresholds.yaml` against a report."""

from __future__ import annotations

from pathlib import Path

import yaml

from agent.domain.base import Model
from evals.report import Report

FILE = Path(__file__).with_name("thresholds.yaml")


class Bound(Model):
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, value: float | None) -> bool:
        """An unscored figure holds nothing."""
        if value is None:
            return False
        return (self.at_least is None or value >= self.at_least) and (
            self.at_most is None or value <= self.at_most
        )


def bounds(task: str) -> dict[str, Bound]:
    table = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {measure: Bound.model_validate(bound) for measure, bound in table[task].items()}


def fallen(report: Report) -> dict[str, float | None]:
    """The figures of `report` that do not hold; a figure that the report no longer gives is among them."""
    values = {row.measure: row.value for row in report.rows}
    return {
        measure: values.get(measure)
        for measure, bound in bounds(report.task).items()
        if not bound.holds(values.get(measure))
    }
