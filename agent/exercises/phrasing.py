"""Order and words of a plan's lines, laid over the plan each time it is drawn."""

from __future__ import annotations

from agent.domain.plan import Plan, PlanPhrasing, Prescription
from agent.exercises.suggest import AWAITING


def with_phrasing(plan: Plan, phrasing: PlanPhrasing | None) -> Plan:
    """`plan` in the order and words of `phrasing`; a line whose reason changed since keeps its own.

    Exercises, doses, sides and places are the plan's own, always.
    """
    if phrasing is None:
        return plan
    at = {line.key: n for n, line in enumerate(phrasing.lines)}
    said = {line.key: line for line in phrasing.lines}
    ordered = sorted(plan.exercises, key=lambda p: at.get(p.key, len(at)))

    def worded(line: Prescription) -> Prescription:
        own = said.get(line.key)
        if own is None or own.before != line.reason:
            return line
        mark = AWAITING if line.reason.endswith(AWAITING) else ""
        return line.model_copy(update={"reason": f"{own.reason.rstrip('.')}{mark}"})

    return plan.model_copy(update={"exercises": tuple(worded(line) for line in ordered)})
