"""What an examiner calls motions in talk: lay words, bare directions, and words of resistance, by joint."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from agent.understanding.phrases import Hit, Phrases, lexicon, words
from agent.understanding.tokens import Token

JOINTS_OF_REGION: Final = {
    "knee": ("knee",),
    "shoulder": ("shoulder",),
    "elbow": ("elbow", "forearm"),
    "wrist": ("wrist", "forearm", "thumb"),
    "hand": ("wrist", "thumb"),
    "forearm": ("forearm", "elbow"),
    "hip": ("hip",),
    "ankle": ("ankle",),
    "foot": ("ankle",),
    "great toe": ("great toe",),
    "cervical": ("cervical",),
    "lumbar": ("lumbar",),
    "thoracic": ("thoracic",),
    "jaw": ("jaw",),
    "head": ("head",),
    "arm": ("arm",),
}
ANYWHERE: Final = {"head": "cervical", "arm": "shoulder"}
"""Lay words that can only be said of one joint, whatever is treated."""
TESTS: Final = frozenset(["straight leg raise"])
"""Called by what is done (`raise your leg straight up`), and named without a joint."""
DIRECTIONS: Final = frozenset(
    ["back", "forward", "forwards", "backward", "backwards", "up", "down", "in", "out", "way", "away", "over"]
)
"""Words for another motion than the one before."""
_SETUP: Final = words("talk_exam_setup")
_LONGEST_SETUP: Final = 8


@cache
def _lay(joint: str) -> Phrases[str]:
    table = lexicon("lay").get(joint, {})
    return Phrases([(says, motion) for motion, entry in table.items() for says in entry["says"]], exact=True)


@cache
def _resisted(joint: str) -> Phrases[str]:
    table = lexicon("lay")["resisted"].get(joint, {})
    return Phrases([(says, motion) for motion, listed in table.items() for says in listed], exact=True)


def lay_motion_at(joint: str, tokens: Sequence[Token], at: int) -> Hit[str] | None:
    """The lay words for a motion of the joint that begin at `at`."""
    return _lay(joint).at(tokens, at)


def resisted_motion_at(joint: str, tokens: Sequence[Token], at: int) -> Hit[str] | None:
    """The same where strength is tested: `kick out` is knee extension."""
    return _resisted(joint).at(tokens, at)


def believable(joint: str, motion: str, number: float) -> bool:
    """Whether so many degrees are possible for the motion; motions without a limit here always are."""
    entry = lexicon("lay").get(joint, {}).get(motion)
    return entry is None or abs(number) <= entry["most"]


def directed(joint: str, before: str, word: str) -> str:
    """The motion that a bare direction names behind another of the joint: `and down` at the wrist is flexion.

    Empty where the direction may be of more than one motion.
    """
    table = lexicon("lay")["directions"].get(joint, {})
    return str(table.get(before, {}).get(word) or table.get("any", {}).get(word) or "")


def behind_setup(tokens: Sequence[Token]) -> int:
    """Where the words behind `arms crossed,` or `on your back,` begin; 0 where nothing of that opens them."""
    comma = next((i for i, t in enumerate(tokens[:_LONGEST_SETUP]) if t.low in (",", "and")), 0)
    return comma + 1 if comma and all(t.low in _SETUP for t in tokens[:comma]) else 0
