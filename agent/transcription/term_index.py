"""The lexicon laid out for correction: terms by sound, single clinical words, and how clinical a text is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Final

from agent.transcription.plain import is_side, is_untouchable, plain, words
from agent.transcription.sound import sounds, weight
from agent.transcription.vocabulary import Term, vocabulary

_SHORTEST: Final = 3.0
"""Terms of fewer sounds (hip, Ober, tape) are too like everyday words to be guessed."""
FUNCTION_WORDS: Final = words(
    """a an the and or but is are was were be been am it its this that these those he she they we you i his
    her their our your my him them us to of in on at by for with from as up out off over under so if then
    than when what which who has have had do does did will would can could should may might must there here
    all some any very just also like about into after before again still now day today"""
)


@dataclass(frozen=True)
class TermIndex:
    rows: dict[str, tuple[Term, ...]]
    """Row of sounds to the terms that sound so."""
    row_list: tuple[str, ...]
    phrases: frozenset[str]
    clinical: frozenset[str]
    """Single words that mark clinical speech."""
    kinds: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def clinical_words() -> frozenset[str]:
    """Single words that mark clinical speech."""
    lexicon = vocabulary()
    terms = (term.key.split() for term in lexicon.terms if not term.common)
    said = {word for words in terms for word in words if len(word) > 2}
    return frozenset(said).union(lexicon.units) - (FUNCTION_WORDS | {"hold", "times", "not"})


@lru_cache(maxsize=1)
def term_index() -> TermIndex:
    lexicon = vocabulary()
    rows: dict[str, list[Term]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    for term in lexicon.terms:
        kinds[term.key].add(term.kind)
        if weight(sounds(term.key)) < _SHORTEST:
            continue
        if any(is_untouchable(word) for word in term.key.split()):
            continue
        if term.phrase.isupper() and len(term.phrase) < 5:
            continue  # said letter by letter: see _join_letters
        rows[sounds(term.key)].append(term)
        for said in lexicon.heard_as.get(term.key, ()):
            rows[sounds(said)].append(term)
    for side in lexicon.sides:
        kinds[side].add("side")
    return TermIndex(
        rows={row: tuple(terms) for row, terms in rows.items()},
        row_list=tuple(rows),
        phrases=frozenset(term.key for term in lexicon.terms),
        clinical=clinical_words(),
        kinds={key: frozenset(value) for key, value in kinds.items()},
    )


def density(words: tuple[str, ...]) -> float:
    """Share of words that belong to clinical dictation: terms, units, numbers and sides."""
    if not words:
        return 0.0
    return sum(map(is_clinical, words)) / len(words)


def is_clinical(word: str) -> bool:
    """Whether clinical dictation is full of such words: terms, units, numbers and sides."""
    clinical = term_index().clinical
    return any(part in clinical for part in plain(word).split("-")) or is_side(word)


def densities(words: tuple[str, ...], reach: int) -> list[float]:
    """For each word the share of clinical ones from `reach` before it to `reach` behind it."""
    upto = list(accumulate(map(is_clinical, words), initial=0))
    bounds = [(max(0, at - reach), min(len(words), at + reach)) for at in range(len(words))]
    return [(upto[last] - upto[first]) / (last - first) for first, last in bounds]
