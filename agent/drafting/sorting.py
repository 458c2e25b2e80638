"""Which sort of statement the facts of one clause make: under which heading of a template they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from agent.domain.facts import Fact
from agent.drafting.templates import Sort
from agent.needles import Rare


def sort_of(lead: Fact, group: Sequence[Fact], sorts: Sequence[Sort]) -> str:
    """The first of `sorts` that fits the clause's leading fact, else the kind of that fact."""
    return next((sort.id for sort in sorts if _fits(sort, lead, group)), lead.kind)


def _fits(sort: Sort, lead: Fact, group: Sequence[Fact]) -> bool:
    return (
        lead.kind in sort.kinds
        and (not sort.about or getattr(lead, "about", "") == sort.about)
        and (not sort.subject or lead.subject == sort.subject)
        and (not sort.polarity or lead.polarity == sort.polarity)
        and (not sort.fields or any(getattr(f, name, None) for f in group for name in sort.fields))
        and (not sort.words or begins_word(sort.words, lead.clause or lead.phrase))
    )


def begins_word(beginnings: tuple[str, ...], text: str) -> bool:
    """Whether a word or phrase of `text` begins with one of `beginnings`."""
    return _pattern(beginnings).search(text) is not None


@cache
def _pattern(beginnings: tuple[str, ...]) -> Rare:
    return Rare(rf"\b(?:{'|'.join(map(re.escape, beginnings))})")
