"""Phrases of PT dictation while words are being found: a gain for a word that often follows another.

Counted on scripts (`lexicon/phrases.yaml` says which). Numbers and sides stand there as what they are,
never as which: "degrees" gains after any number, "knee" after either side. They gain nothing themselves,
nor do negations: the sound alone decides them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from agent.transcription.lexicon_bias import BiasState, LexiconBias
from agent.transcription.plain import ends_sentence, is_number, is_side, is_untouchable, plain
from agent.transcription.vocabulary import phrases

NUMBER: Final = "#"
SIDE: Final = "<side>"
_MARK: Final = "▁"


@dataclass(frozen=True)
class PhraseState:
    """The class of the last word, and the letters of the one being spelled."""

    before: str = ""
    spelled: str = ""


class PhraseBias:
    """A `search.Bias`. `share` of the log-ratio counts, at most `most` nats a word."""

    def __init__(self, share: float = 0.5, most: float = 2.0) -> None:
        self._share = share
        self._most = most
        self._said = lru_cache(maxsize=40_000)(_said)

    def most(self, token: bytes) -> float:
        return self._most

    def start(self) -> PhraseState:
        return PhraseState()

    def advance(self, state: PhraseState, token: bytes) -> tuple[PhraseState, float]:
        text = self._said(token)
        if not text.startswith(" ") or not state.spelled:
            return PhraseState(state.before, state.spelled + text.strip()), 0.0
        gain = self.gain(state.before, state.spelled)
        return PhraseState(word_class(state.spelled), text.strip()), gain

    def gain(self, before: str, word: str) -> float:
        """Nats that `word` earns after a word of class `before`."""
        if not before or is_untouchable(word):
            return 0.0
        return min(self._most, self._share * phrases().get((before, plain(word)), 0.0))


@dataclass(frozen=True)
class SpokenState:
    terms: BiasState
    phrase: PhraseState


class SpokenBias:
    """What dictation is like: terms and phrases together."""

    def __init__(self, terms: LexiconBias, phrase: PhraseBias) -> None:
        self._terms, self._phrase = terms, phrase

    def most(self, token: bytes) -> float:
        return self._terms.most(token) + self._phrase.most(token)

    def start(self) -> SpokenState:
        return SpokenState(self._terms.start(), self._phrase.start())

    def advance(self, state: SpokenState, token: bytes) -> tuple[SpokenState, float]:
        terms, term_gain = self._terms.advance(state.terms, token)
        phrase, phrase_gain = self._phrase.advance(state.phrase, token)
        return SpokenState(terms, phrase), term_gain + phrase_gain


def word_class(word: str) -> str:
    """What counts of `word` for the one that follows; empty where a sentence ends."""
    if ends_sentence(word):
        return ""
    return NUMBER if is_number(word) else SIDE if is_side(word) else plain(word)


def _said(token: bytes) -> str:
    return token.decode("utf-8", "replace").replace(_MARK, " ")
