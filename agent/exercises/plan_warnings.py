"""What a therapist should look at in a dictated exercise that is otherwise kept as dictated."""

from __future__ import annotations

from collections.abc import Iterator

from agent.domain.plan import PlanWarning
from agent.exercises.dosage import dose_problems
from agent.exercises.library import dose_classes
from agent.exercises.models import Exercise
from agent.exercises.unnamed import Unnamed
from agent.exercises.wish import Wish

NOTABLE_EFFORT = 3
"""Easier exercises may be done before their phase without a remark."""
_ANYWHERE = frozenset({"balance", "gait", "function", "aerobic", "vestibular"})
_NEAR: dict[str, frozenset[str]] = {
    "knee": frozenset({"hip", "ankle", "spine"}),
    "hip": frozenset({"knee", "ankle", "spine"}),
    "ankle": frozenset({"knee", "hip"}),
    "spine": frozenset({"hip", "knee", "neck", "shoulder"}),
    "neck": frozenset({"shoulder", "spine", "elbow"}),
    "shoulder": frozenset({"elbow", "neck", "spine"}),
    "elbow": frozenset({"shoulder", "neck"}),
    "wrist": frozenset({"elbow", "shoulder"}),
    "hand": frozenset({"elbow", "shoulder"}),
}
"""Regions whose exercises commonly serve an episode of another one."""


def remarks(
    wish: Wish, title: str, exercise: Exercise | None, later: dict[str, str], region: str, said: str
) -> Iterator[PlanWarning]:
    """Doses out of range or said twice, later phases, no tie to the episode. `said`: deficits and goals."""
    if exercise is None:
        return
    for why in dose_problems(wish.dose, dose_classes()[exercise.dose]):
        yield PlanWarning(kind="dose", exercise=title, why=why, evidence=wish.evidence)
    if wish.other_doses:
        yield PlanWarning(
            kind="duplicate",
            exercise=title,
            why="dictated twice for the same place with different doses: the first one stands",
            evidence=wish.evidence,
        )
    if exercise.name in later and exercise.effort >= NOTABLE_EFFORT:
        yield PlanWarning(
            kind="early",
            exercise=title,
            why=f"the protocol has it in a later phase ({later[exercise.name]})",
            evidence=wish.evidence,
        )
    if not _is_tied(exercise, region, said):
        yield PlanWarning(
            kind="no_goal",
            exercise=title,
            why=f"{exercise.region} exercise that no deficit or goal of this {region} episode names",
            evidence=wish.evidence,
        )


def of_unnamed(unknown: Unnamed, wish: Wish, title: str, in_force: tuple[str, ...]) -> PlanWarning:
    """An exercise without an entry; while precautions are `in_force`, a human must say that it is safe."""
    if in_force and unknown.is_weak:
        held = "; ".join(f"“{text}”" for text in in_force[:3])
        why = f"{unknown.why}, while {held} {'holds' if len(in_force) == 1 else 'hold'}"
        return PlanWarning(kind="untested", exercise=title, why=why, evidence=wish.evidence)
    return PlanWarning(kind="unknown_exercise", exercise=title, why=unknown.why, evidence=wish.evidence)


def _is_tied(exercise: Exercise, region: str, said: str) -> bool:
    if region not in _NEAR or exercise.region in _ANYWHERE or exercise.purpose[0] == "relax":
        return True
    return exercise.region == region or exercise.region in _NEAR[region] or exercise.region in said
