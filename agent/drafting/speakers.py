"""Whether the labels of a conversation look swapped: the one called patient speaks as a therapist does.

A therapist says `your` and asks; a patient says `my`. Held against each other over a whole visit, the three
tell the two apart whatever they talk about.
"""

from __future__ import annotations

import re
from math import log
from typing import Final

from agent.domain.transcript import Speaker, Transcript
from agent.needles import Rare

_YOUR: Final = re.compile(r"\b(?:your|yours|you(?:'re|'ve|r)?|let's|let me)\b", re.IGNORECASE)
_MY: Final = re.compile(r"\b(?:my|mine|me|myself|i|i've|i'd)\b", re.IGNORECASE)
_ASKED: Final = Rare(r"\?|\b(?:how (?:is|are|was|much|long|many|did)|any (?:pain|numbness|trouble)|"
                           r"do you|are you|did you|can you|have you)\b")  # fmt: skip
FEWEST_WORDS: Final = 40
"""Words that each of the two must have said."""
LIMIT: Final = -1.5
"""Log odds below which the labels count as swapped."""


def look_swapped(transcript: Transcript) -> bool:
    """Whether each of the two labelled speakers talks as the other should."""
    return (odds := label_odds(transcript)) is not None and odds < LIMIT


def label_odds(transcript: Transcript) -> float | None:
    """Log odds that the labels are right; None where one of the two says too little."""
    said: dict[Speaker, str] = {
        who: "\n".join(s.text for s in transcript.segments if s.speaker == who)
        for who in ("THERAPIST", "PATIENT")
    }
    if min(len(text.split()) for text in said.values()) < FEWEST_WORDS:
        return None

    def share(pattern: re.Pattern[str] | Rare, who: Speaker) -> float:
        text = said[who]
        return (len(pattern.findall(text)) + 0.5) / (len(text.split()) + 20)

    return (
        log(share(_YOUR, "THERAPIST") / share(_YOUR, "PATIENT"))
        + log(share(_MY, "PATIENT") / share(_MY, "THERAPIST"))
        + log(share(_ASKED, "THERAPIST") / share(_ASKED, "PATIENT"))
    )
