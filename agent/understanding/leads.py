"""Which clause of an answer needs the words of its question in front to stand by itself."""

from __future__ import annotations

import re

from agent.late import late
from agent.needles import Rare
from agent.understanding.asked import Asked
from agent.understanding.clauses import Clause
from agent.understanding.phrases import words

_FULL = Rare(
    r"^(?:(?:well|oh|yeah|yes|so|and|but|um|uh|actually|honestly|no),? )*(?:i|i'm|i've|i'd|i'll|we|my|he|"
    r"she|they|there's|there|the|if|when|so|because|once)\b",
)
_ELLIPTIC = Rare(
    r"^(?:the|my) \w+(?: \w+)? (?:is|was|does|did|has|were|do)(?:,|\.|$)|\b(?:says|said|thinks|tells me|"
    r"swears) i "
    r"(?:do|am|did|have|can|was)\b",
)
_DETERMINED = late(r"^(?:(?:well|oh|so|and|but|um|uh),? )*(?:the|my) ", re.IGNORECASE)
"""`The first two nights`: without a verb no sentence of its own."""
_ONLY_A_SIDE = Rare(r"^(?:the |my )(?:left|right)(?: one| side)?(?:, \w+)?$")
_IT = late(r"^(?:it|it's|its|that|that's|that one|that one's|they|they're|this)\b", re.IGNORECASE)
_REFERS = Rare(r"^(?!i\b)(?:[\w']+ ){1,3}(?:did|took|ran|ordered|made|wanted) (?:them|it|one|some|those)\b")
"""`Were there X-rays? – Emergency did them that night.`"""
_STATE = Rare(
    r"^(?:about |pretty |much |a lot |a little |a bit |still |not |kind of |okay|ok|fine|good|great|better|"
    r"worse|same|"
    r"the same|sore|stiff|tight|swollen|dry|closed|healed|all right|alright|unchanged|no change|so so|bad|"
    r"awful|terrible|"
    r"perfect|normal|never|gone|only|mostly|just|every|twice|once|three times|until|since|most|all|half|"
    r"maybe|at|on|in|with|"
    r"after|before|for|from|around|over|under|up|down|sitting|standing|walking|lying|reaching|lifting|going|"
    r"doing|"
    r"carrying|driving|sleeping|using|getting|daily|weekly|nightly|now and (?:then|again)|here and there)",
)
_SHORT, _SHORT_LEAD = 14, 8
"""Words of a clause, and of what stands in front of it, that read as one sentence."""


def needs_lead(clause: Clause, answering: Asked, lead: str) -> bool:
    """Whether the clause says too little without `lead`, and the two read as one sentence."""
    if re.match(r"^(?:onset|location)$", lead) and not (clause.marks or has_digits(clause)):
        return False
    text = clause.text
    if _REFERS.search(text) and len(lead.split()) <= 4:
        return True
    own = (
        _FULL.match(text) is not None
        and not _ELLIPTIC.search(text)
        and not _ONLY_A_SIDE.match(text)
        and not (_DETERMINED.match(text) and not has_verb(clause))
    )
    pronoun = _IT.match(text) is not None
    if own and not pronoun:
        return False
    if answering.kind == "open" and not answering.topic:
        return False
    if pronoun and len(lead.split()) > 4:
        return False
    if answering.kind == "polar" and (pronoun or len(clause.tokens) > 9):
        return False
    needs = (
        pronoun
        or _STATE.match(text)
        or has_digits(clause)
        or answering.kind == "amount"
        or not has_verb(clause)
    )
    speaks = re.search(r"\b(?:you|what|how|which|who|did|do)\b", lead)
    return (
        bool(needs) and _words_at_first(clause) <= _SHORT and len(lead.split()) <= _SHORT_LEAD and not speaks
    )


def _words_at_first(clause: Clause) -> int:
    """Words before the speaker goes on: of `six hours, but the right one leaves a mark` two."""
    count = 0
    for i, token in enumerate(clause.tokens):
        following = clause.tokens[i + 1].low if i + 1 < len(clause.tokens) else ""
        if token.low == "," and following in ("but", "and", "it", "which", "though", "because", "i"):
            break
        count += token.is_word
    return count


def has_digits(clause: Clause) -> bool:
    return any(t.text[:1].isdigit() for t in clause.tokens)


def has_verb(clause: Clause) -> bool:
    return any(t.low in words("clauses_verbs") for t in clause.tokens[:6])
