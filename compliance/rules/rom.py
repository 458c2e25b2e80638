"""Normal ranges of motion and physiological caps, in degrees."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from agent.data_files import from_yaml
from agent.domain.base import Model
from agent.domain.facts import RomFact
from compliance.rules.body import region_of

_MOTIONS = {
    "er": "external rotation", "ir": "internal rotation", "df": "dorsiflexion", "pf": "plantarflexion",
    "plantar flexion": "plantarflexion", "dorsi flexion": "dorsiflexion", "lateral flexion": "side bending",
    "sidebending": "side bending", "side bend": "side bending", "lateral bending": "side bending",
    "flex": "flexion",
    "ext": "extension", "abd": "abduction", "add": "adduction",
}  # fmt: skip
_JOINTS = {
    "neck": "cervical", "low back": "lumbar", "trunk": "lumbar", "spine": "lumbar", "back": "lumbar",
    "great toe": "toe", "hallux": "toe", "big toe": "toe", "mtp": "toe", "talocrural": "ankle",
    "glenohumeral": "shoulder",
}  # fmt: skip


class Range(Model):
    """Textbook normal, and the end of what bodies do."""

    normal: float
    cap: float


@cache
def ranges() -> dict[str, dict[str, Range]]:
    """Ranges by joint and motion."""
    table = from_yaml(Path(__file__).parent / "measures" / "rom.yaml")
    return {
        joint: {m: Range.model_validate(r) for m, r in motions.items()} for joint, motions in table.items()
    }


def range_of(fact: RomFact) -> Range | None:
    """The range of the fact's joint and motion, or None where none is tabled."""
    joint = fact.joint.casefold().strip()
    joint = next((name for word, name in _JOINTS.items() if word in joint), joint)
    known = ranges().get(joint) or ranges().get(region_of(joint)) or {}
    motion = fact.motion.casefold().strip()
    motion = _MOTIONS.get(motion, motion)
    return known.get(motion) or next((r for m, r in known.items() if motion.startswith(m)), None)
