"""ROUGE-1: overlap of single words (Lin 2004), tokenised as the `rouge_score` package does, no stemming."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def rouge1(candidate: str, reference: str) -> float | None:
    """F1 in [0, 1]; None (unscored) when the reference is empty."""
    wanted, got = Counter(words(reference)), Counter(words(candidate))
    if not wanted:
        return None
    both = sum((wanted & got).values())
    if not both:
        return 0.0
    precision, recall = both / sum(got.values()), both / sum(wanted.values())
    return 2 * precision * recall / (precision + recall)
