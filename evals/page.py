"""Kept runs as one page to read: tables with aims, how the samples spread, and the worst of them whole.

The page stands alone: no script, no font, no address of another machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from jinja2 import Environment, PackageLoader, select_autoescape

from evals.compare import compare, shown
from evals.runs import Figure, Run, SampleResult

WORST: Final = 8
_BINS: Final = 10
_LESS_IS_BETTER: Final = re.compile(r"forbidden|flagged|wrong|invented|wer|leaked|alarm", re.IGNORECASE)
_AIM: Final = re.compile(r"(≥|≤|<=|>=|<|>)?\s*(\d+(?:\.\d+)?)")


def page(runs: Sequence[Run]) -> str:
    """One HTML page. Two runs of a task that follow each other are also compared."""
    environment = Environment(loader=PackageLoader("evals"), autoescape=select_autoescape(("html", "j2")))
    environment.filters["shown"] = shown
    return environment.get_template("page.html.j2").render(parts=[_part(runs, at) for at in range(len(runs))])


def _part(runs: Sequence[Run], at: int) -> dict[str, Any]:
    run = runs[at]
    before = runs[at - 1] if at and runs[at - 1].result.task == run.result.task else None
    measures = list(dict.fromkeys(name for s in run.result.samples for name in s.scores))
    return {
        "run": run,
        "figures": [(f, reached(f)) for f in (*run.result.figures, *run.timings)],
        "plots": [plot for name in measures if (plot := histogram(name, run.result.samples))],
        "worst": worst(run.result.samples, measures),
        "comparison": compare(before, run) if before else None,
    }


def reached(figure: Figure) -> bool | None:
    """Whether the figure meets its aim; None where it has none that is a number, or is unscored.

    An aim without a sign is a floor, but for counts of what must not be.
    """
    match = _AIM.fullmatch(figure.aim.strip().split(" for ")[0])
    if match is None or figure.value is None:
        return None
    sign, aim = match.group(1), float(match.group(2))
    if sign is None:
        sign = "≤" if aim == 0 or figure.unit.startswith("ms") else "≥"
    if sign in ("≥", ">=", ">"):
        return figure.value >= aim
    return figure.value < aim if sign == "<" else figure.value <= aim


def worst(samples: Sequence[SampleResult], measures: Sequence[str]) -> list[SampleResult]:
    """The samples most in need of reading, by the first figure that tells them apart."""
    for measure in measures:
        known = [(s, value) for s in samples if (value := s.scores.get(measure)) is not None]
        if len({value for _, value in known}) > 1:
            sign = -1 if _LESS_IS_BETTER.search(measure) else 1
            return [s for s, _ in sorted(known, key=lambda pair: (sign * pair[1], pair[0].id))[:WORST]]
    return []


def histogram(measure: str, samples: Sequence[SampleResult]) -> dict[str, Any] | None:
    """How a figure spreads over the samples, as bars in shares of the highest; None for too little."""
    values = [value for s in samples if (value := s.scores.get(measure)) is not None]
    if len(values) < 3 or max(values) == min(values):
        return None
    low, high = min(0.0, *values), max(1.0, *values)
    counts = [0] * _BINS
    for value in values:
        counts[min(_BINS - 1, int((value - low) / (high - low) * _BINS))] += 1
    return {
        "measure": measure,
        "low": low,
        "high": high,
        "n": len(values),
        "unscored": len(samples) - len(values),
        "bars": [(count, count / max(counts)) for count in counts],
    }
