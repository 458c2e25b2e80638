"""The clinical documentation cases: transcript and record in, note, billing, findings and plan out.

Writes one `<id>.json` per case in the form that the cases' own scorer reads.
"""

from __future__ import annotations

import json
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


def run(cases_dir: Path, out_dir: Path) -> None:
    """Draft every `case-*.json` of `cases_dir` offline into `out_dir`. Raises `InputError` for bad cases."""
    paths = sorted(cases_dir.glob("case-*.json"))
    if not paths:
        raise InputError(
            f"There is no case-*.json in {str(cases_dir)!r}.", mend="Name the folder of the cases."
        )
    out_dir.mkdir(parents=True, exist_ok=True)
    for path in paths:
        case = load(path)
        content = draft(case)
        text = json.dumps(answer(content), ensure_ascii=False, indent=1)
        (out_dir / f"{case['id']}.json").write_text(text + "\n", encoding="utf-8")


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
