"""From paired blocks to services: which code stands, what needs no line of its own, what was said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.needles import Rare
from agent.understanding.phrases import lexicon
from agent.understanding.session.matching import Block
from agent.understanding.session.talk import Talk

_MODALITIES = frozenset(["estim", "97016", "97012", "97032", "97035", "97014", "G0283"])
_ATTENDED = Rare(
    r"(?<!un)(?<!un )\battended\b|\bconstant attendance\b|\bturning it on\b|\bi (?:held|hold|trigger\w*|"
    r"turned|ran|kept)\b|"
    r"\bby hand\b|\bhand - held\b|\bstayed with\b|\bwith (?:me|my hand) on the (?:switch|trigger|"
    r"dial)\b|\bhand switch\b",
    flags=0,
)
_SUBSEQUENT = Rare(
    r"\bfollow[ -]+up\b|\bsubsequent\b|\bre[ -]*(?:did|heat\w*|mold\w*|fit\w*|adjust\w*|check\w*|"
    r"line\w*)\b|\bmodif\w+\b|\bnew straps?\b",
    flags=0,
)
_OF_EITHER = Rare(r"\badjust\w*\b|\bcheck ?-? ?out\b|\bheated\b|\btrimmed\b", flags=0)
"""Done when an orthosis is first fitted, and later on."""
_FIRST_FITTED = Rare(
    r"\b(?:fabricat\w+|fitting|fitted|custom|molded|made (?:her|him|them|the|a|an)|issued|new (?:\w+ ){0,2}?"
    r"(?:splint|orthosis|orthotic|brace|afo))\b",
    flags=0,
)
_MANY_MUSCLES = re.compile(r"\b(?:[3-9]|three|four|five|six|seven) (?:\w+ )?(?:muscles|spots in)\b")
_COMPLEXITY = re.compile(
    r"^eval(?:uation)?(?: (?:today|is|was|this|at|of|a|,|complexity|billed|as|goes|in))* "
    r"(?P<grade>low|moderate|high)\b"
)
_GRADED = {"low": "97161", "moderate": "97162", "high": "97163"}
_EVALUATION = frozenset(["97161", "97162", "97163"])


def code_of(said: Talk, block: Block, all_blocks: Sequence[Block], medicare: bool) -> str:
    """The code that bills what the block tells; empty when what was said fixes none."""
    stim = lexicon("treatment")["unattended_stim"]
    code = block.code
    around = _around(said, block)
    if code == "estim":
        return "97032" if _ATTENDED.search(around) else str(stim["medicare"] if medicare else stim["other"])
    if code == "20560" and _MANY_MUSCLES.search(around):
        return "20561"
    if code in ("97760", "97761") and _fitted_before(
        [_around(said, b) for b in all_blocks if b.code == code]
    ):
        return "97763"
    if code == "evaluation":
        graded = {b.code for b in all_blocks if b.code in _EVALUATION}
        said_of_it = _COMPLEXITY.search(
            said.words(block.start, min(said.closing(block.start), block.end + 6))
        )
        if not graded and said_of_it is not None:
            return _GRADED[said_of_it.group("grade")]
        return graded.pop() if len(graded) == 1 else ""
    return code


def _fitted_before(told: Sequence[str]) -> bool:
    """Whether what was done to an orthosis was done to one that the patient has had."""
    if any(_SUBSEQUENT.search(t) for t in told):
        return True
    return any(_OF_EITHER.search(t) for t in told) and not any(_FIRST_FITTED.search(t) for t in told)


def _around(said: Talk, block: Block) -> str:
    return said.words(
        max(said.opening(block.start), block.start - 12), min(said.closing(block.end - 1), block.end + 30)
    )


def beside_modality(said: Talk, block: Block, all_blocks: Sequence[Block]) -> bool:
    """Whether a hot or cold pack was put on together with another modality: no service of its own."""
    if block.code not in lexicon("treatment")["packs"]:
        return False
    m = block.mentions[0]
    for other in all_blocks:
        if other.code not in _MODALITIES:
            continue
        for o in other.mentions:
            if o.end <= m.start and said.breaks(o.start, m.start) == 0:
                gap = said.low[o.end : m.start]
                if (
                    0 < len(gap) <= 8
                    and gap[-1] in ("with", "under", "and", "the", "a", "an", "some")
                    and ("with" in gap or "under" in gap or len(gap) == 1)
                    and not any(w.isdigit() for w in gap)
                ):
                    return True
            if m.end <= o.start <= m.end + 3 and said.at(m.end) in ("with", "and", "under"):
                return True
    return False


_DONE = re.compile(r"\b(?:did|ran|i had|i got|gave|performed|completed|today|worked)\b|\bminutes?\b")


def tells_of_today(said: Talk, block: Block) -> bool:
    """Whether a treatment without minutes was told as done, not only named."""
    start, end = said.opening(block.start), said.closing(block.start)
    if said.turn[block.start] in said.unpunctuated:
        start, end = max(start, block.start - 20), min(end, block.start + 20)
    return bool(_DONE.search(said.words(start, end)))


_AGAIN = re.compile(r"\b(?:another|more|additional|again(?! :)|second|round|then|plus|extra|also|later)\b")


def says_again(said: Talk, start: int, end: int) -> bool:
    """Whether the words tell of minutes beyond the ones before, not of the same ones once more."""
    return bool(_AGAIN.search(said.words(start, end)))
