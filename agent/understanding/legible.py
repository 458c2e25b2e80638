"""What cannot be a dictation is refused before anything is read into it."""

from __future__ import annotations

import re

from agent.domain.transcript import Transcript
from agent.errors import InputError
from agent.understanding.phrases import words

_WORD = re.compile(r"[A-Za-z']+|\d+")
_COMMON = words("legible_common")
_FOREIGN = words("legible_foreign")
MOST_FOREIGN = 0.2
"""Share of everyday words of other languages from which a text of 6 words or more is no English."""
FEWEST_COMMON = 0.08
"""Share of everyday English and PT words below which a text of 25 words or more is not taken for English."""


def refuse_illegible(transcript: Transcript) -> None:
    """Raise `InputError` for an empty transcript, a single word, noise, or another language."""
    text = transcript.text
    words = _WORD.findall(text)
    if not words:
        raise InputError("The transcript holds no words.", mend="Check the recording, or dictate again.")
    if len(words) < 3:
        raise InputError(
            f"The transcript holds {len(words)} word(s), too few for a note.",
            mend="Check the recording, or dictate again.",
        )
    if not text.isascii() and _latin_share(text) < 0.6:
        raise InputError(
            "The transcript is not in English, the only language that can be drafted.",
            mend="Dictate in English, or write the note by hand.",
        )
    sample = words[:2000]
    common = sum(w.casefold() in _COMMON for w in sample) / len(sample)
    foreign = sum(w.casefold() in _FOREIGN for w in sample) / len(sample)
    if (len(sample) >= 25 and common < FEWEST_COMMON) or (len(sample) >= 6 and foreign >= MOST_FOREIGN):
        raise InputError(
            "The transcript does not read as English speech.",
            mend="Check the recording and its language, or dictate again.",
        )


def _latin_share(text: str) -> float:
    """Of its letters, those of English; 1 where it has none."""
    letters = [c for c in text if c.isalpha()]
    return sum(map(str.isascii, letters)) / len(letters) if letters else 1.0
