"""What the review bench is given: the packet as plain values, in the order a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from agent.domain.billing import Claim
from agent.domain.comparison import Comparison
from agent.domain.draft import DraftContent
from agent.domain.finding import Finding, Resolution
from agent.domain.note import SECTION_NAMES, Note, Section
from agent.domain.plan import Plan
from agent.domain.transcript import EvidenceSpan, Transcript
from agent.export.plan_notes import plan_notes

_SECTIONS: Final[tuple[Section, ...]] = ("S", "O", "A", "P")


def content_payload(
    content: DraftContent,
    resolutions: Mapping[str, Resolution],
    comparisons: Mapping[str, Comparison] = MappingProxyType({}),
) -> dict[str, Any]:
    """Sections, findings, plan, claim and questions of one version."""
    return {
        "sections": [_section(content.note, key) for key in _SECTIONS],
        "findings": [
            _finding(finding, resolutions.get(finding.id), comparisons.get(finding.id))
            for finding in content.findings
        ],
        "plan": _plan(content.plan),
        "claim": _claim(content.claim),
        "questions": list(content.questions),
    }


def segments_payload(transcript: Transcript | None) -> list[dict[str, Any]]:
    """The transcript's segments, with where each starts in the whole text."""
    if transcript is None:
        return []
    return [
        {
            "start": segment.start,
            "end": segment.end,
            "speaker": segment.speaker,
            "speaker_confidence": segment.speaker_confidence,
            "text": segment.text,
            "offset": offset,
            "doubtful": segment.doubtful,
            "corrections": [
                {"start": c.start, "end": c.end, "before": c.before, "after": c.after, "reason": c.reason}
                for c in segment.corrections
            ],
            "words": [[w.start, w.end, w.t0, w.t1, w.confidence, w.doubtful] for w in segment.words],
        }
        for segment, offset in zip(transcript.segments, transcript.offsets, strict=True)
    ]


def _spans(evidence: tuple[EvidenceSpan, ...]) -> list[dict[str, Any]]:
    return [
        {"start": e.start, "end": e.end, "t0": e.t0, "t1": e.t1, "doubtful": e.doubtful} for e in evidence
    ]


def _section(note: Note, key: Section) -> dict[str, Any]:
    """Statements under their groups; a group's statements stay together at its first place."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for statement in note.section(key):
        support = statement.support
        groups.setdefault(statement.group, []).append(
            {
                "id": statement.id,
                "text": statement.text,
                "origin": statement.origin,
                "basis": statement.basis,
                "evidence": _spans(statement.evidence),
                "verdict": support.verdict if support else None,
                "reasons": list(support.reasons) if support else [],
                "support_evidence": _spans(support.evidence) if support else [],
            }
        )
    return {
        "key": key,
        "name": SECTION_NAMES[key],
        "groups": [{"name": name, "statements": statements} for name, statements in groups.items()],
    }


def _finding(
    finding: Finding, resolution: Resolution | None, comparison: Comparison | None
) -> dict[str, Any]:
    value = finding.model_dump(mode="json", exclude={"evidence", "compared_with"})
    value["evidence"] = _spans(finding.evidence)
    value["comparable"] = bool(finding.compared_with)
    value["comparison"] = comparison.model_dump(mode="json") if comparison else None
    value["resolution"] = resolution.model_dump(mode="json") if resolution else None
    return value


def _plan(plan: Plan) -> dict[str, Any]:
    frequency = []
    if plan.frequency_per_week:
        frequency.append(f"{plan.frequency_per_week:g} visits a week")
    if plan.duration_weeks:
        frequency.append(f"for {plan.duration_weeks:g} weeks")
    return {
        "exercises": [
            {
                "id": f"plan:{number}",
                "text": exercise.text,
                "where": exercise.where,
                "origin": exercise.origin,
                "exercise": exercise.exercise,
                "side": exercise.side,
                "dose": exercise.dose.model_dump(mode="json"),
                "cue": exercise.cue,
                "reason": exercise.reason,
                "evidence": _spans(exercise.evidence),
            }
            for number, exercise in enumerate(plan.lines)
        ],
        "kept_out": [
            {
                "id": f"kept:{number}",
                "exercise": out.exercise,
                "why": out.why,
                "evidence": _spans(out.evidence),
            }
            for number, out in enumerate(plan.kept_out)
        ],
        "notes": [{"heading": heading, "lines": list(lines)} for heading, lines in plan_notes(plan)],
        "precautions": list(plan.precautions),
        "frequency": " ".join(frequency),
    }


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "method": claim.method,
        "lines": [
            {
                "id": f"claim:{number}",
                "code": line.code,
                "units": line.units,
                "minutes": line.minutes,
                "modifiers": list(line.modifiers),
                "explanation": line.explanation,
                "evidence": _spans(line.evidence),
            }
            for number, line in enumerate(claim.lines)
        ],
        "timed": claim.total_timed_minutes,
        "total": claim.total_treatment_minutes,
        "explanation": claim.explanation,
    }
