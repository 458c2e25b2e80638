"""Which passages of two notes are alike, and in which words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import groupby

from agent.domain.comparison import WITHHELD, PassagePair, Piece
from agent.domain.note import Note, Section, Statement
from compliance.rules.clones import passages

LEAST = 0.5
"""Share of words in common, of both passages' words, from which they are shown beside each other."""
_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)?")


def alike_passages(note: Note, other: Note, sections: Iterable[Section]) -> tuple[PassagePair, ...]:
    """Each compared statement of `note` that has one like it in the same section of `other`, in order."""
    pairs = []
    for section in sections:
        theirs = passages(other, (section,))
        for mine in passages(note, (section,)):
            score, best = max(((_share(mine, one), one) for one in theirs), default=(0.0, mine), key=_first)
            if score >= LEAST:
                pairs.append(_pair(section, mine.text, best.text))
    return tuple(pairs)


def without_foreign_words(pair: PassagePair) -> PassagePair:
    """The pair with nothing of the other passage but what stands in `mine` as well."""
    kept = (piece if piece.shared else Piece(text=WITHHELD) for piece in pair.other)
    return pair.model_copy(update={"other": tuple(kept)})


def _first(scored: tuple[float, Statement]) -> float:
    return scored[0]


def _share(one: Statement, other: Statement) -> float:
    return _matcher(one.text.split(), other.text.split()).ratio()


def _matcher(mine: list[str], other: list[str]) -> SequenceMatcher[str]:
    """Words are the same whatever their case and the marks around them."""
    a, b = ([" ".join(_WORD.findall(word.casefold())) or word for word in words] for words in (mine, other))
    return SequenceMatcher(None, a, b, autojunk=False)


def _pair(section: Section, mine: str, other: str) -> PassagePair:
    first, second = mine.split(), other.split()
    blocks = _matcher(first, second).get_matching_blocks()
    return PassagePair(
        section=section,
        mine=_pieces(first, {n for b in blocks for n in range(b.a, b.a + b.size)}),
        other=_pieces(second, {n for b in blocks for n in range(b.b, b.b + b.size)}),
    )


def _pieces(words: list[str], shared: set[int]) -> tuple[Piece, ...]:
    """Neighbouring words of one kind together."""
    runs = groupby(range(len(words)), key=lambda n: n in shared)
    return tuple(Piece(text=" ".join(words[n] for n in run), shared=both) for both, run in runs)
