"""Red-flag symptoms (PT_FACTS section 6c) in a clause, by `redflags.yaml`; polarity is the caller's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from agent.understanding.phrases import lexicon

_ADDRESSED = re.compile(
    r"\b(?:called(?! (?:it|that|this|off|out|for)\b)|phoned|contacted|notified|"
    r"spoke (?:with|to)|sent (?:him|her|them|patient)?|"
    r"referr?(?:ed|al)?\b(?! (?:pain|symptoms?|down|into|pattern|ache))|"
    r"referring (?:him|her|them|patient|back|to)\b|emergency|urgent care|911|messaged|"
    r"let (?:the|her|his) (?:surgeon|doctor|md|"
    r"physician) know|"
    r"faxed|paged|appointment with (?:the|her|his)|to the er\b|to the ed\b|will see (?:the|"
    r"her|his) (?:doctor|physician|surgeon|pcp)|same[- ]day|told (?:the|her|his) (?:surgeon|"
    r"doctor|physician)|reported to)\b",
    re.IGNORECASE,
)


@cache
def _flags() -> Mapping[str, re.Pattern[str]]:
    return {
        flag: re.compile(rf"\b(?:{'|'.join(f'(?:{says})' for says in listed)})(?!\w)", re.IGNORECASE)
        for flag, listed in lexicon("redflags").items()
    }


def flags_in(text: str) -> list[str]:
    """Names of the red flags that the text speaks of."""
    return [name for name, pattern in _flags().items() if pattern.search(text)]


def speaks_of_action(text: str) -> bool:
    """Whether the text says that somebody was told or the patient sent somewhere."""
    return bool(_ADDRESSED.search(text))


def place_of(text: str, flag: str) -> int:
    """Where in `text` the words of `flag` begin; its end when they do not occur."""
    match = _flags()[flag].search(text) if flag in _flags() else None
    return match.start() if match else len(text)
