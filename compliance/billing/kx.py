"""The year's therapy amount against the payer's threshold: what is said of it, and what a visit adds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agent.domain.billing import ClaimLine
from agent.needles import Rare

_NAMED = Rare(r"threshold|cap|limit|k\s?x")
"""A cheap first look: without one of these, nothing is said of the threshold."""
_MODIFIER = re.compile(r"\b(?:kx|k\s+x)\b(?:\s+modifier)?", re.IGNORECASE)
_AMOUNT = r"(?:therapy|medicare|k\s?x|dollars?|annual|yearly|calendar year|year's|spending|benefit)"
_PASSED = (
    r"(?:pass(?:ed|es)?|exceed(?:ed|s)?|over|above|beyond|past|reach(?:ed|es)?|hit|met|cross(?:ed|es)?|through|"
    r"used up|maxed out)"
)
_THRESHOLD = Rare(
    rf"\b{_PASSED}\b[^.;?!\n]{{0,40}}\b{_AMOUNT}\b[^.;?!\n]{{0,25}}\b(?:threshold|cap|limit)\b"
    rf"|\b{_AMOUNT} (?:threshold|cap|limit)\b[^.;?!\n]{{0,12}}\b(?:is|was|has been|got|are) "
    rf"(?:now |already )?{_PASSED}\b",
)
_DENIED_BEFORE = Rare(
    r"(?:\b(?:not|never|below|under|before|until|if|once|when|no|without)|n't)(?:\s+\w+){0,3}\s*$",
)
_DENIED_AFTER = re.compile(r"^\s*(?:is\s+)?(?:not|isn't|n't)\b", re.IGNORECASE)


def timed_units(lines: Iterable[ClaimLine]) -> int:
    """The units that the year's amount is reckoned to grow by: those of timed codes."""
    return sum(line.units for line in lines if line.timed)


def says_over_threshold(text: str) -> bool:
    """Whether `text` says the threshold is passed or that KX goes on the claim, and does not deny it."""
    if not _NAMED.search(text):
        return False
    return any(
        not _DENIED_BEFORE.search(text[: match.start()]) and not _DENIED_AFTER.search(text[match.end() :])
        for pattern in (_THRESHOLD, _MODIFIER)
        for match in pattern.finditer(text)
    )
