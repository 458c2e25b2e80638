"""What a name that the catalogue lacks must have to count as an exercise.

A movement of the patient, told as a name: not talk about somebody, not a place or a position alone, not a
direction of the exercise before it, not what the hands of the therapist do, not a measure, and with minutes
alone only where its words tell of moving. What does not count is left out of the plan; the note keeps it.
"""

from __future__ import annotations

import re

from agent.exercises.wish import Wish
from agent.exercises.words import tokens
from agent.late import late
from agent.needles import Rare

_TALK = late(
    r"\b(?:i|we|he|she|they|you|patients?|therapist|student|had|was|were|took|went over|joined|lost|"
    r"taught|teach\w*|told|review\w*|discuss\w*|explain\w*|what|why|evaluation|re-?evaluation|complexity|"
    r"cued|corrected|assisted|guarded|spotted|reminded|there(?:.s| is| are|s)|areas?|maybe|"
    r"redness|swelling|girth|portion|piece|part)\b"
)
_STARTS_BESIDE = late(
    r"^(?:into|onto|out of|during|after|before|between|about|as|because|that|this|it|an?)\b"
)
_PLACE = late(r"^(?:in|at|with|against|under|inside)\b")
_CUE = late(
    r"^(?:pull|squeeze|push|lift|keep|bring|draw|tuck|press|drop|roll|turn|bend|straighten|breathe|lower|raise|"
    r"stretch|hold|let|make|think|imagine)\s+(?:the|your|his|her|that|those|it|this)\b"
)
"""Words to the patient: they tell how the exercise beside them is done."""
_HANDS_ON = Rare(
    r"\bgrade \w+\b|\b(?:joint|patella\w*|tibia\w*|talocrural|radiocarpal|lateral|inferior|superior|"
    r"posterior|anterior|dorsal|caudal|pa|ap)(?: and \w+)? glides?\b|"
    r"\b(?:release|distraction|manipulation|mobs?|wrapping|wrap|muscle energy)\b",
    flags=0,
)
_MEASURED = late(r"\d (?:x|by) \d+(?:\.\d+)? ?(?:cm|centimet\w+|mm|millimet\w+|degrees?)\b")
_SMALL = frozenset(
    tokens("the a an to and or in on at of for with each both all way ways direction directions times by")
)
_DIRECTION = _SMALL | frozenset(
    tokens(
        "vertical horizontal vertically horizontally up down side left right lateral diagonal forward "
        "backward forwards backwards sideways medial plane planes"
    )
)
_POSITION = _DIRECTION | frozenset(
    tokens(
        "half tall kneeling kneel standing sitting seated supine prone lying sidelying quadruped hands knees "
        "leg arm mat chair bench ball plinth table wall floor foam mirror balance functional hand foot "
        "feet apart together position"
    )
)
_MOVING = late(r"^(?!train|teach|review|cue|talk|count|bill|tim|test|measur|monitor)\w{3,}ing\b")


def counts(wish: Wish, moves: re.Pattern[str]) -> bool:
    """Whether `wish`, named in words of its own, is an exercise; a catalogued one always is.

    `moves`: finds a word of movement.
    """
    if wish.name:
        return True
    words = " ".join(wish.spoken.lower().split()).strip(" :,.")
    behind = wish.context.lower().partition(words)[2]
    own = set(tokens(words)) - {t for t in tokens(words) if t.isdigit()}
    repeated = wish.dose.sets or wish.dose.reps or wish.dose.hold_s
    name = re.split(r"\b(?:before|when|while|until)\b", words)[0]
    if _TALK.search(name) or _STARTS_BESIDE.match(words) or _HANDS_ON.search(words):
        return False
    if _PLACE.match(words) and not repeated:
        return False
    if own <= _DIRECTION or (own <= _POSITION and not repeated and wish.where == "clinic"):
        return False
    if _CUE.match(words) and (not repeated or words.startswith(("stretch it", "hold it"))):
        return False
    if _MEASURED.search(behind):
        return False
    return bool(repeated or moves.search(words) or _MOVING.match(words) or wish.dose.minutes is None)
