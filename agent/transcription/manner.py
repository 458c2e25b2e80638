"""Whether somebody dictates or people talk: clinical words stand closer together in dictation."""

from __future__ import annotations

from typing import Final

from agent.transcription.term_index import density

REACH: Final = 60
"""Words that tell which it is."""
TALK: Final = 0.17
"""Share of clinical words, which five in six stretches of ordinary consultations stay below."""
_FEWEST: Final = 12
"""Words below which nothing is told."""


def is_talk(words: tuple[str, ...]) -> bool:
    """Whether people talk; not of a few words, which are taken for dictation."""
    return len(words) >= _FEWEST and density(words) < TALK
