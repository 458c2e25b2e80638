"""What stands beside the exercises of a plan: protocol, goals, next steps, remarks, questions."""

from __future__ import annotations

from agent.domain.plan import Plan, SmartGoal


def plan_notes(plan: Plan, *, for_review: bool = True) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Headings with their lines, none empty. Remarks and questions are for the review, not for the record."""
    protocol = ", ".join(part for part in (_protocol(plan.protocol), plan.phase) if part)
    notes = [
        ("Protocol", (protocol,) if protocol else ()),
        ("Plan goals", tuple(_goal(g) for g in plan.goals)),
        ("Next steps from earlier visits, to accept", tuple(s.text for s in plan.next_steps)),
    ]
    if for_review:
        notes += [
            ("Look at", tuple(f"{w.exercise}: {w.why}" for w in plan.warnings)),
            ("Questions on the plan", plan.questions),
        ]
    return tuple((heading, tuple(dict.fromkeys(lines))) for heading, lines in notes if lines)


def _protocol(stored: str) -> str:
    """`knee_osteoarthritis@2026.1` in words: `knee osteoarthritis, version 2026.1`."""
    name, at, version = stored.partition("@")
    return f"{name.replace('_', ' ')}{', version ' if at else ''}{version}"


def _goal(goal: SmartGoal) -> str:
    said = goal.text
    by = "" if goal.by is None or goal.by.isoformat() in said else f", by {goal.by.isoformat()}"
    mark = ", suggested" if goal.origin == "protocol" else ""
    return f"{said}{by} ({goal.term} term{mark})"
