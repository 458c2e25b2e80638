"""What a cough or a jump brought about, told as a fragment behind it: `Cough with the squeeze. … No leak.`"""

from __future__ import annotations

from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_PROVOKES: Final = Rare(
    r"^(?:(?:and|now|then|okay|so|next|give me a) )*(?:cough|sneeze|bear down|jump|hop)\b[^?\d]{0,40}$",
)
_CAME: Final = Rare(
    r"^(?:(?:no|a|1|2|3|one|two|few|a few|small|just) )+(?:small )?(?:leaks?|leakage|drops?|loss|bulge|urine|"
    r"dribble)$|^(?:stayed |still |completely )?dry$",
)


def came_of_it(before: Clause, clause: Clause) -> bool:
    """Whether `clause` only tells what `before` brought about; it is then joined to it."""
    same = before.turn == clause.turn and before.speaker == clause.speaker == "THERAPIST"
    if not same or before.question or clause.question:
        return False
    if not _CAME.match(clause.low) or not _PROVOKES.match(before.low):
        return False
    colon = Token(":", before.end, before.end, glued=True, low=":")
    before.retokenised([*before.tokens, colon, *clause.tokens])
    return True
