"""Where another clause begins inside a long dictated sentence that has commas to go by.

`…, and he says the back is a 3, …, so we'll stay at twice a week, …`: each clause is a statement of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from agent.needles import Rare
from agent.understanding.tokens import Token

LONG_WINDED: Final = 32
"""Tokens of a sentence from which on its clauses are told apart."""
_SHORTEST: Final = 4
"""Words that a clause has at least; a shorter one is an aside (`I asked`)."""
_LOOKS_BACK: Final = 40
"""Tokens before a comma that are looked at, at most: keeps the cutting linear."""
_JOINERS: Final = frozenset(["and", "but", "so", "then", "because", "plus", "also"])
_VERBS: Final = (
    r"(?:is|are|was|were|has|have|had|did|does|do|can|can't|cannot|could|will|would|went|goes|go|got|gets|"
    r"told|tells|said|says|want|wants|wanted|asked|asks|feel|feels|felt|give|gives|gave|take|takes|took|"
    r"need|needs|needed|help|helps|hurt|hurts|came|comes|check|checked|read|reads|saw|keep|keeps|kept|"
    r"seem|seems|look|looks|looked|show|shows|showed|wake|wakes|woke|sleep|sleeps|slept)"
)
_OPENS: Final = Rare(
    r"(?:"
    r"(?:he|she|they|i|we)(?:'[a-z]+)? (?!,)(?:\w|')+|"
    rf"(?:the|his|her|their|my|both|what|that)(?: [\w'-]+){{1,3}} {_VERBS}\b|"
    r"(?:it|it's|it is|that's)(?: is)? (?:the|his|her|not) \w+ who|"
    r"there(?:'s| is| are| was| were)\b|"
    r"(?:after|before) that\b|afterwards?\b|next (?:time|visit|session|week)\b|"
    r"(?:at )?home\b(?! from)|none of\b"
    r")",
    flags=0,
)
_DENIES: Final = re.compile(
    r"(?:no , )?(?:no (?!,|doubt\b|longer\b|more\b|problems? (?:with|doing)\b)|denies )\w+"
)
_CONTINUES: Final = Rare(
    r"(?:we|i|he|she|they)(?:'[a-z]+)? (?:"
    r"(?:are |were )?(?:want|after|wanted|aiming|shooting|hoping|started at|began at|asked|think|thought|"
    r"guess|suppose|mean|know|say|says|said)(?:$| ?,| at\b| \d| for \d)|"
    r"(?:re)?(?:counted|checked|looked|measured|corrected|changed|took)\b)",
    flags=0,
)
"""`…, we're after 500`, `…, I think, …`, `…, then she counted and it's 6`: said of what stands before it."""


def clause_start(tokens: Sequence[Token], start: int, at: int) -> int | None:
    """The place in `tokens` where a clause begins whose first word stands at `at`; None when none does.

    `start`: where the clause before it began. Its joining words (`, and then`) come with the new clause.
    """
    joined = at
    while joined - 1 > start and tokens[joined - 1].low in _JOINERS:
        joined -= 1
    if tokens[joined - 1].text != "," or tokens[at].low in _JOINERS:
        return None
    near = tokens[max(start, joined - _LOOKS_BACK) : joined]
    if sum(t.is_word for t in near) < _SHORTEST or _in_quotes(near):
        return None
    ahead = " ".join(t.low for t in tokens[at : at + 7])
    if _DENIES.match(ahead) is not None and not any(t.low in ("no", "denies") for t in near):
        return joined
    if _OPENS.match(ahead) is None or _CONTINUES.match(ahead) is not None:
        return None
    return joined if _goes_on(tokens, at) else None


_RESPONDS: Final = Rare(
    r"(?:(?:the|his|her|your|my) )?(?:[\w-]+ ){0,2}?(?:pain|soreness|symptoms?|it|she|he|they|you|hip|knee|"
    r"back|neck|shoulder|ankle|elbow|wrist|foot|leg|arm)\b(?: [\w'-]+){0,3}? "
    r"(?:was|were|is|went|came|dropped|eased|felt|rated)\b(?: [\w/.-]+){1,5}? "
    r"(?:after|afterwards?|at the end|by the end|when we (?:stopped|finished))\b",
    flags=0,
)


def response_start(tokens: Sequence[Token], start: int, at: int) -> int | None:
    """Where, behind doses, it begins to be told how the patient was after them: `…, and pain was 2 after`."""
    joined = at
    while joined - 1 > start and tokens[joined - 1].low in _JOINERS:
        joined -= 1
    near = tokens[max(start, joined - _LOOKS_BACK) : joined]
    if tokens[joined - 1].text != "," or not any(" x " in t.text for t in near):
        return None
    return joined if _RESPONDS.match(" ".join(t.low for t in tokens[at : at + 14])) else None


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether no comma stands among the first words of the clause."""
    words = 0
    for token in tokens[at : at + 2 * _SHORTEST]:
        if token.text == ",":
            break
        words += token.is_word
    return words >= _SHORTEST


def _in_quotes(tokens: Sequence[Token]) -> bool:
    return sum(t.text == '"' for t in tokens) % 2 == 1
