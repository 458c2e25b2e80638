"""What a no denies, in the words of the questions it answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.late import late
from agent.understanding.asked import Asked
from agent.understanding.asked_of import only_a_place
from agent.understanding.places import sides_of
from agent.understanding.ratings import activity_of

_A_SIDE = late(r"^(?:the )?(?:other|opposite|left|right) side$", re.IGNORECASE)
_OTHER_ONE = late(r"^(?:the )?(?:other|opposite|good|uninvolved) \w+$", re.IGNORECASE)
_POSTURE = late(r"^(?:at (?:rest|night)|when|while|with|after|during|on stairs)\b", re.IGNORECASE)
"""`And at rest? Nothing.`: of what, is plain; `using the cane` is denied as it stands."""


def denial_of(nouns: Sequence[Asked], symptom: str, side: str = "") -> str:
    """`denies numbness, tingling in the left hand` of all things asked for, or that it is not done."""
    where = [q for q in nouns if only_a_place(q) or _OTHER_ONE.match(q.topic)]
    what = [q for q in nouns if q not in where and not sides_of(q.clause.marks)]
    placed = f" in the {where[0].topic}" if len(where) == 1 and where[0] is nouns[0] and what else ""
    topics = ", ".join(_topic(q, symptom) for q in (what if placed else nouns)) + placed
    topics += f" {side}" if side else ""
    verbal = re.match(
        r"^(?:still|sleeping|using|taking|wearing|doing|back(?! (?:pain|ache|spasm))|able|ready|"
        r"getting)\b",
        topics,
        re.IGNORECASE,
    )
    text = f"not {topics}" if verbal and len(nouns) == 1 else f"denies {topics}"
    return text.replace("not still ", "no longer ")


def _topic(q: Asked, symptom: str) -> str:
    """`And just resting? Nothing.` denies the pain at rest, not the rest."""
    alone = re.sub(r"^(?:just|only|simply|and) ", "", q.topic)
    if only_a_place(q):
        named = re.sub(r",? (?:here|there)$", "", q.topic)
        return f"{symptom or 'symptoms'} at the {named}"
    felt = any(m.of("symptom") for m in q.clause.marks)
    if _A_SIDE.match(q.topic):
        return f"symptoms on {q.topic if q.topic.startswith('the ') else f'the {q.topic}'}"
    any_of_it = q.clause.low.startswith(("any ", "and any ", "or any "))
    active = activity_of(alone, "") == alone and not felt and not any_of_it
    if active and (symptom or _POSTURE.match(alone)):
        return f"{symptom or 'symptoms'} {q.topic}"
    return q.topic
