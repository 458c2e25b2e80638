"""What an examiner says between the motions: strength is tested, a limb held, a motion done again."""

from __future__ import annotations

import re

from agent.late import late
from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.marks import Mark

RESISTS = late(
    r"\b(?:strength|strong|resist\w*|mmt|muscle test\w*|don't let me|do not let me|match me|meet me|"
    r"(?:push|press|pull|kick|against|into) (?:against |into )?(?:me|my (?:hand|fist|arm))|against me)\b",
    re.IGNORECASE,
)
"""The therapist says that strength is tested, or how."""
MOTION = late(r"\b(?:range|motion|rom|degrees|measure)\b", re.IGNORECASE)
HELD_FOR_GRIP = Rare(
    r"^(?:(?:and|now|then|okay|with|the|your|elbow|arm|again) )*(?P<how>straight|bent|extended|flexed)"
    r"(?: (?:elbow|arm|now))?$",
)
HELD = late(
    r"^(?:(?:and|now|then|okay|with|the|your|again),? )*(?P<joint>knee|elbow|hip) "
    r"(?P<how>straight|bent|extended|flexed)\b(?P<more>,? (?:that's |it's |about )*-?\d.*)?$",
    re.IGNORECASE,
)
"""`Knee bent, 11` behind the ankle's motion: how the joint beside it is held, and the same motion again."""
AGAIN = late(
    r"^(?:(?:and|now|okay|so|good|let's|let me|see|just|, ) ?)*"
    r"(?:try|do|show|check|measure|see|one more|once more)"
    r"(?: (?:me|it|that|the same|raising|lifting|bending|straightening|turning|moving|reaching|time))*"
    r"(?: (?:again|now|once more|one more time|this time|for me))*$",
    re.IGNORECASE,
)
"""`Try raising it now.`: the motion before is measured once more."""


ALONE = Rare(
    r"^(?:(?:and|now|okay|then|so|but),? )*(?:(?:you|try(?: it)?|do it|lift it|do that|let me see you(?: "
    r"do it)?) )*"
    r"(?:alone|by yourself|on your own|yourself|actively|without (?:my|me|any) help(?:ing)?)(?: now| then)?$",
)
"""`Now you alone.` behind what the therapist moved: the same motion, actively."""
EACH_WAY = Rare(
    r"^(?:and |but |so )*(?:the |your )?(?:left|right)(?: \w+)? (?:does|goes|gets|is|comes|reaches|makes|"
    r"gives me)(?: to)? \d+(?: degrees)? [a-z]+,? and (?:to )?\d+(?: degrees)? [a-z]+$",
)


def own_hands(clause: Clause, mark: Mark) -> bool:
    """`your hands on your hips`: no treatment by hands."""
    around = [t.low for t in clause.tokens[max(0, mark.start - 1) : mark.end + 1]]
    return mark.of("intervention") is not None and "on" in around and not _OWN.isdisjoint(around)


_OWN = frozenset(["your", "his", "her"])
