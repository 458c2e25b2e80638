"""Which way a talk leans about a statement's words: said so, or denied, in the statement's own company.

Every mention of a word counts by the statement's other words said close to it, so that a denial elsewhere
of something else weighs little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import fsum

from agent.drafting.support.align import Alignment, weight_of
from agent.drafting.support.claims import ClaimWord, StatementClaim
from agent.drafting.support.said import Said
from agent.drafting.support.wordforms import weight

NAMES = (
    "open_sum", "open_least", "open_heavy", "open_heavy_share", "denied_sum", "denied_least",
    "denied_heavy", "denied_heavy_share", "least", "heavy", "last_wrong",
)  # fmt: skip
"""The features, in order. Margins: how much more the talk leans the statement's way than the other."""
CLOSE = 5
"""Words within which a mention's company is looked for: a clause."""
MOST_MENTIONS = 40


Leaning = tuple[ClaimWord, float, float, int]
"""A word that was said; its margin, the share of its mentions that agree, and how the last one was meant."""


def leanings(claim: StatementClaim, said: Said, found: Alignment) -> list[Leaning]:
    """How the talk leans about each word of a statement that it says."""
    spoken = [w for w in claim.words if w.form in said.by_form]
    return [(w, *_margin(w, said, found, supposes=claim.supposes)) for w in spoken]


def leaning_features(margins: Sequence[Leaning]) -> tuple[float, ...]:
    out: list[float] = []
    for negated in (False, True):
        part = [(weight(w.form), margin, share) for w, margin, share, _ in margins if w.negated == negated]
        heavy = max(part, default=(0.0, 0.0, 0.0))
        out += [
            fsum(w * m for w, m, _ in part),
            min((m for _, m, _ in part), default=0.0),
            heavy[1],
            heavy[2],
        ]
    heaviest = max(margins, key=lambda m: weight(m[0].form), default=None)
    return (
        *out,
        min((m for _, m, _, _ in margins), default=0.0),
        heaviest[1] if heaviest else 0.0,
        fsum(weight(w.form) for w, _, _, last in margins if last < 0),
    )


def _margin(word: ClaimWord, said: Said, found: Alignment, *, supposes: bool) -> tuple[float, float, int]:
    """Best company of a mention that agrees less that of one that does not; share that agree; the last."""
    wanted = -1 if word.negated else 1
    signs: list[int] = []
    best = {1: 0.0, 0: 0.0, -1: 0.0}
    for p in said.by_form[word.form][:MOST_MENTIONS]:
        spoken = said.words[p]
        sign = 0 if spoken.supposed and not supposes else spoken.sign * wanted
        signs.append(sign)
        best[sign] = max(best[sign], 1.0 + _company(found.company(p, CLOSE), word.form))
    return best[1] - best[-1], sum(s > 0 for s in signs) / len(signs), signs[-1]


def _company(keys: Iterable[str], but: str) -> float:
    return fsum(weight_of(k) for k in keys if k != but)
