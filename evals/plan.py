"""How good the exercise plans are: what was asked for is in, what must not be is out.

Each case has `expected.plan`: `include_any` groups and `exclude` patterns, as the cases' own scorer reads
them; our own cases (`evals/datasets/plans`) also name in `kept_out` what must be held back with a reason.
What is for a later visit counts as planned, and not as what must be out: it is no exercise of now.
Controls: an empty plan, and a plan of every exercise named in the transcript whatever is said of it.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from agent.domain.visit import Encounter
from agent.errors import InputError
from agent.exercises.library import find, mentions
from agent.exercises.planner import draft_plan
from agent.understanding import understand
from evals.cases import load, transcript_of
from evals.report import Report, Row


def own_cases() -> Path:
    """The folder of the cases written for this evaluation."""
    return Path(str(files("evals").joinpath("datasets", "plans")))


def run(cases_dir: Path | None = None, out_dir: Path | None = None) -> Report:
    """Figures over every `case-*.json` of `cases_dir` (default: the committed plan cases).

    `out_dir` is taken by `ptscribe eval`, which writes the samples there. Raises `InputError` for no case.
    """
    del out_dir
    folder = cases_dir or own_cases()
    paths = sorted(folder.glob("case-*.json"))
    if not paths:
        raise InputError(f"There is no case-*.json in {folder.name!r}.", mend="Name the folder of the cases.")
    samples = [_sample(load(path)) for path in paths]
    milliseconds = [s["ms"] for s in samples]
    rows = (
        _share("include", samples, "include", "0.95"),
        _share("exclude", samples, "exclude", "1.00"),
        _share("include, dictated only", samples, "include_dictated", ""),
        _share("exclude, dictated only", samples, "exclude_dictated", ""),
        _share("contraindicated wishes kept out", samples, "kept_out", "1.00"),
        _share("nothing else kept out", samples, "only_kept_out", "1.00"),
        _share("control: every named exercise, include", samples, "control_include", ""),
        _share("control: every named exercise, exclude", samples, "control_exclude", ""),
        _share("dictated exercises in the catalogue", samples, "catalogued", ""),
        Row("plan, median", statistics.median(milliseconds), "ms", len(samples), "50"),
        Row("plan, slowest", max(milliseconds), "ms", len(samples), "50"),
    )
    return Report(task="plan", rows=rows, about=f"Plans of {len(samples)} cases", samples=tuple(samples))


def _sample(case: dict[str, Any]) -> dict[str, Any]:
    encounter = Encounter.model_validate(case["encounter"])
    transcript = transcript_of(case["transcript"])
    facts = understand(transcript, encounter)
    draft_plan(facts, encounter)
    started = time.perf_counter()
    plan = draft_plan(facts, encounter)
    milliseconds = (time.perf_counter() - started) * 1000
    expected = case["expected"]["plan"]
    everything = [_fold(p.text) for p in plan.lines]
    dictated = [_fold(p.text) for p in plan.lines if p.origin == "dictated"]
    now = [_fold(p.text) for p in plan.exercises]
    dictated_now = [_fold(p.text) for p in plan.exercises if p.origin == "dictated"]
    control = [_fold(m.exercise.name) for m in mentions(transcript.text)]
    out = [_fold(k.exercise) for k in plan.kept_out]
    wanted_out = expected.get("kept_out")
    return {
        "id": case["id"],
        "include": _includes(expected, everything),
        "exclude": _excludes(expected, now),
        "include_dictated": _includes(expected, dictated),
        "exclude_dictated": _excludes(expected, dictated_now),
        "control_include": _includes(expected, control),
        "control_exclude": _excludes(expected, control),
        "kept_out": [_any([w], out) for w in wanted_out or ()],
        "only_kept_out": [] if wanted_out is None else [_any(wanted_out, [o]) for o in out],
        "catalogued": [find(p.exercise) is not None for p in plan.lines if p.origin == "dictated"],
        "missed": [
            g
            for g, hit in zip(expected["include_any"], _includes(expected, everything), strict=True)
            if not hit
        ],
        "wrong": [
            e["why"] for e, ok in zip(expected["exclude"], _excludes(expected, now), strict=True) if not ok
        ],
        "ms": milliseconds,
    }


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).lower()


def _any(patterns: Iterable[str], texts: Iterable[str]) -> bool:
    return any(re.search(p, t, re.IGNORECASE) for p in patterns for t in texts)


def _includes(expected: dict[str, Any], texts: list[str]) -> list[bool]:
    return [_any(group, texts) for group in expected["include_any"]]


def _excludes(expected: dict[str, Any], texts: list[str]) -> list[bool]:
    """An empty plan earns nothing: leaving everything out is not leaving the wrong thing out."""
    return [bool(texts) and not _any(e["match"], texts) for e in expected["exclude"]]


def _share(name: str, samples: list[dict[str, Any]], key: str, aim: str) -> Row:
    hits = [hit for sample in samples for hit in sample[key]]
    return Row(name, sum(hits) / len(hits) if hits else None, "", len(hits), aim)


if __name__ == "__main__":
    report = run(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
    print(report.text())
    for failed in report.samples:
        if failed["missed"] or failed["wrong"]:
            print(failed["id"], failed["missed"], failed["wrong"])
