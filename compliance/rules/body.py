"""Which body parts belong to which region, so that an old ache elsewhere is not a contradiction."""

from __future__ import annotations

import re
from functools import cache

from agent.domain.base import OPPOSITE, Side

_LEG = ("leg", "thigh", "calf", "shin", "foot", "lower extremity")
_ARM = ("arm", "hand", "upper extremity", "forearm")
_VESTIBULAR_TESTS = ("dix[- ]hallpike", "head impulse", "head thrust", "roll test")
"""Not nystagmus: it beats away from the ear that is ill."""
_REGIONS: dict[str, tuple[str, ...]] = {
    "knee": (
        "knee",
        "patella",
        "patellar",
        "quad",
        "quads",
        "quadriceps",
        "hamstring",
        "vmo",
        "meniscus",
        "acl",
    ),
    "hip": ("hip", "groin", "glute", "gluteal", "trochanter", "abductor"),
    "ankle": (
        "ankle",
        "foot",
        "heel",
        "achilles",
        "calf",
        "talocrural",
        "plantar",
        "toe",
        "soleus",
        "gastroc",
    ),
    "shoulder": ("shoulder", "rotator cuff", "glenohumeral", "scapula", "scapular", "deltoid", "upper arm"),
    "elbow": ("elbow", "forearm", "epicondyle"),
    "wrist": ("wrist", "hand", "thumb", "finger", "palm", "carpal", "thenar"),
    "lumbar": (
        "lumbar",
        "low back",
        "lower back",
        "back",
        "buttock",
        "sciatic",
        "sciatica",
        "sacroiliac",
        *_LEG,
    ),
    "cervical": ("cervical", "neck", "head", "suboccipital", "trapezius", *_ARM),
    "thoracic": ("thoracic", "rib", "mid back"),
    "vestibular": ("ear", "canal", "vestibular", "labyrinth", *_VESTIBULAR_TESTS),
}
_ALIASES = {
    "foot": "ankle", "achilles": "ankle", "heel": "ankle", "spine": "lumbar", "back": "lumbar",
    "neck": "cervical",
    "hand": "wrist", "thigh": "knee", "leg": "knee", "groin": "hip", "arm": "shoulder",
}  # fmt: skip
_SIDES = re.compile(r"\b(left|right|bilateral(?:ly)?|both)\b", re.IGNORECASE)


@cache
def region_of(text: str) -> str:
    """The region that a record's `region` or a fact's `body_part` names, or an empty string."""
    folded = text.casefold()
    for region in _REGIONS:
        if re.search(rf"\b{region}", folded):
            return region
    return next((region for word, region in _ALIASES.items() if re.search(rf"\b{word}\b", folded)), "")


@cache
def within(body_part: str, region: str) -> bool:
    """Whether a body part lies in the region that is treated; an unnamed part does not."""
    parts = _REGIONS.get(region_of(region), ())
    folded = body_part.casefold()
    return any(re.search(rf"\b{p}s?\b", folded) for p in parts)


def other(side: Side) -> Side:
    """The opposite side; `none` for what has none."""
    return OPPOSITE.get(side, "none")


def sides_in(text: str) -> frozenset[Side]:
    """The sides that a text names; `both` counts as bilateral."""
    found: set[Side] = set()
    for word in _SIDES.findall(text):
        lower = word.casefold()
        found.add("left" if lower == "left" else "right" if lower == "right" else "bilateral")
    return frozenset(found)
