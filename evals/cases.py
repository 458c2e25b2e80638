"""The clinical documentation cases: transcript and record in, note, billing, findings and plan out.

Writes one `<id>.json` per case in the form that the cases' own scorer reads.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from agent.domain.billing import Claim
from agent.domain.draft import DraftContent
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.errors import InputError
from evals.report import Report, Row

_SHIPPED_SCORER = Path(__file__).with_name("datasets") / "cases" / "score.py"


def run(cases_dir: Path, out_dir: Path | None = None) -> Report:
    """Draft every `case-*.json` of `cases_dir` offline, into `out_dir` where one is given.

    The figures of the cases' `expected` are given by the scorer that stands beside them (`score.py`), or by
    the one that ships; without `expected` only what was drafted is counted. `InputError`: a bad case.
    """
    paths = sorted(cases_dir.glob("case-*.json"))
    if not paths:
        raise InputError(
            f"There is no case-*.json in {cases_dir.name!r}.", mend="Name the folder of the cases."
        )
    samples: list[dict[str, Any]] = []
    milliseconds = []
    for path in paths:
        case = load(path)
        started = time.perf_counter()
        content = draft(case)
        milliseconds.append((time.perf_counter() - started) * 1000)
        samples.append({"id": case["id"], **answer(content)})
    if out_dir is not None:
        out_dir.mkdir(parents=True, exist_ok=True)
        for sample in samples:
            body = {k: v for k, v in sample.items() if k != "id"}
            text = json.dumps(body, ensure_ascii=False, indent=1)
            (out_dir / f"{sample['id']}.json").write_text(text + "\n", encoding="utf-8")
    statements = sum(len(s) for sample in samples for s in sample["note"].values())
    rows: tuple[Row, ...] = (
        Row("cases drafted", len(samples), "", len(paths)),
        Row("statements", statements, "", len(samples)),
        Row("draft and check, median", statistics.median(milliseconds), "ms", len(samples)),
    )
    summary, scores = scored(cases_dir, samples)
    rows += summary
    told = tuple({**sample, **scores.get(sample["id"], {})} for sample in samples)
    return Report(task="cases", rows=rows, about=f"{len(paths)} cases", samples=told)


def scored(
    cases_dir: Path, samples: list[dict[str, Any]]
) -> tuple[tuple[Row, ...], dict[str, dict[str, Any]]]:
    """The figures of the whole, and of each case its own with what was lost; nothing without a scorer."""
    beside = cases_dir / "score.py"
    gold = all("expected" in load(path) for path in cases_dir.glob("case-*.json"))
    scorer = beside if beside.is_file() or not gold else _SHIPPED_SCORER
    if not scorer.is_file():
        return (), {}
    with tempfile.TemporaryDirectory() as folder:
        for sample in samples:
            body = {k: v for k, v in sample.items() if k != "id"}
            Path(folder, f"{sample['id']}.json").write_text(json.dumps(body), encoding="utf-8")
        command = [sys.executable, str(scorer), str(cases_dir), folder, "--json"]
        # the scorer is part of the data set that the user named
        made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if made.returncode:
        raise InputError(f"The cases cannot be scored: {made.stderr.strip()}", mend="Correct the case.")
    told = json.loads(made.stdout)
    summary, forbidden = told["summary"], told["summary"]["forbidden"]
    rows = (
        _row("facts found, all", summary["facts"]["all"], "≥ 0.95"),
        _row("facts found, critical", summary["facts"]["critical"], "≥ 0.98"),
        Row("forbidden statements", forbidden["hits"], "", forbidden["of"], "0"),
        *(_row(f"billing exact, {k}", v, "1.00") for k, v in summary["billing"].items()),
        _row("findings recall", summary["findings"]["recall"], "≥ 0.95"),
        _row("findings, false alarms", summary["findings"]["false_alarms"], "0"),
        _row("plan include", summary["plan"]["include"], "≥ 0.95"),
        _row("plan exclude", summary["plan"]["exclude"], "1.00"),
    )
    return rows, {case["id"]: _case_scores(case) for case in told["cases"]}


def _case_scores(case: dict[str, Any]) -> dict[str, Any]:
    """What the scorer says of one case, as figures and as what a reader of the report wants to see."""
    facts = case["facts"]
    critical = [fact for fact in facts if fact["critical"]]
    return {
        "scores": {
            "facts": _share(facts),
            "critical facts": _share(critical),
            "forbidden": len(case["forbidden"]),
            **{f"billing {k}": None if v is None else float(v) for k, v in case["billing"].items()},
        },
        "lost": [f"{f['type']}: {f['gist']}" for f in facts if not f["found"]],
        "wrong": case["forbidden"],
    }


def _share(facts: list[dict[str, Any]]) -> float | None:
    return sum(f["found"] for f in facts) / len(facts) if facts else None


def _row(measure: str, figure: dict[str, Any], aim: str) -> Row:
    return Row(measure, figure["rate"], "", figure["of"], aim)


def load(path: Path) -> dict[str, Any]:
    try:
        case = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InputError(f"The case {path.name!r} cannot be read.", mend="Check that it is JSON.") from None
    if not isinstance(case, dict) or not {"id", "transcript", "encounter"} <= case.keys():
        raise InputError(
            f"The case {path.name!r} lacks id, transcript or encounter.", mend="Correct the file."
        )
    return case


def transcript_of(turns: list[dict[str, Any]]) -> Transcript:
    """The turns of a case as a typed transcript."""
    return Transcript(segments=tuple(Segment(speaker=t.get("speaker"), text=t["text"]) for t in turns))


def draft(case: dict[str, Any]) -> DraftContent:
    """The whole draft of a case by the offline engine: note, plan, claim and checked findings."""
    from agent.drafting.alone import draft_alone
    from agent.drafting.offline import OfflineDrafter

    encounter = Encounter.model_validate(case["encounter"])
    return draft_alone(transcript_of(case["transcript"]), encounter, OfflineDrafter())


def answer(content: DraftContent) -> dict[str, Any]:
    """A draft in the form of the cases' scorer."""
    note: dict[str, list[str]] = {letter: [] for letter in "SOAP"}
    for statement in content.note.statements:
        note[statement.section].append(statement.text)
    names = finding_names()
    findings = {n for f in content.findings for n in names.get(f.rule_id, ())}
    return {
        "note": note,
        "billing": _billing(content.claim),
        "findings": sorted(findings),
        "plan": [p.text for p in content.plan.exercises],
    }


def _billing(claim: Claim) -> dict[str, Any]:
    return {
        "minutes": claim.minutes,
        "cms_units": claim.cms_units,
        "ama_units": claim.ama_units,
        "total_timed_minutes": claim.total_timed_minutes,
        "total_treatment_minutes": claim.total_treatment_minutes,
        "untimed": list(claim.untimed),
    }


@cache
def finding_names() -> dict[str, tuple[str, ...]]:
    """Rule id to the neutral names of the cases' scorer."""
    text = files("evals").joinpath("finding_names.yaml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = yaml.safe_load(text)
    by_rule: dict[str, list[str]] = {}
    for name, rules in table.items():
        for rule in rules:
            by_rule.setdefault(rule, []).append(name)
    return {rule: tuple(names) for rule, names in by_rule.items()}
