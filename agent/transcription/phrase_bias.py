"""Phrases of PT dictation while words are being found: a word gains or loses by the two before it.

Counted on scripts (word_sequences.py). A number or a side gains as what it is, never as which: "grade" makes
any number likelier, "the" before "knee" either side, and the sound alone decides between them. Negations
neither gain nor lose. One thing is made up for: after a number any side gains what the likeliest unit does,
or "70 right 80" would be heard as "70 degrees at 80".
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Final

from agent.transcription.lexicon_bias import BiasState, LexiconBias
from agent.transcription.plain import ends_sentence, is_negation
from agent.transcription.word_sequences import (
    NOWHERE,
    NUMBER,
    SIDE,
    START,
    Before,
    WordSequences,
    classes,
    go_on,
    word_sequences,
)

_MARK: Final = "▁"


@dataclass(frozen=True)
class PhraseState:
    """The classes of the last two words, and the letters of the one being spelled."""

    before: Before = NOWHERE
    spelled: str = ""


@dataclass(frozen=True)
class PhraseOptions:
    """`share` of the log-ratio counts: a word gains at most `most` nats and loses at most `least`."""

    share: float = 0.7
    most: float = 3.0
    least: float = 1.0


class PhraseBias:
    """A `search.Bias` over words and the two before each."""

    def __init__(self, options: PhraseOptions | None = None, sequences: WordSequences | None = None) -> None:
        self.options = options or PhraseOptions()
        self._sequences = sequences or word_sequences()
        self._side_after_number = self._sequences.most_nats(NUMBER, besides=frozenset((NUMBER, SIDE)))
        self._said = lru_cache(maxsize=40_000)(_said)

    def most(self, token: bytes) -> float:
        return self.options.most

    def start(self) -> PhraseState:
        return PhraseState()

    def advance(self, state: PhraseState, token: bytes) -> tuple[PhraseState, float]:
        text = self._said(token)
        if not text.startswith(" ") or not state.spelled:
            return PhraseState(state.before, state.spelled + text.strip()), 0.0
        before, gain = self.gain(state.before, state.spelled)
        return PhraseState(before, text.strip()), gain

    def gain(self, before: Before, word: str) -> tuple[Before, float]:
        """What stands before the next word, and the nats that `word`, as it is written, earns here."""
        nats = 0.0
        for part in classes(word):
            nats += self._nats(before, part)
            before = go_on(before, part)
        return ("", START) if ends_sentence(word) else before, min(self.options.most, nats)

    def _nats(self, before: Before, part: str) -> float:
        """Of one class; 0 where nothing stands before, or within a number."""
        if not before[1] or part == before[1] == NUMBER or is_negation(part):
            return 0.0
        after_number = before[1] == NUMBER and part == SIDE
        ratio = self._side_after_number if after_number else self._sequences.nats(before, part)
        return max(-self.options.least, min(self.options.most, self.options.share * ratio))


@dataclass(frozen=True)
class SpokenState:
    terms: BiasState
    phrase: PhraseState


class SpokenBias:
    """What dictation is like: terms and phrases together."""

    def __init__(self, terms: LexiconBias, phrase: PhraseBias) -> None:
        self._terms, self._phrase = terms, phrase

    @property
    def options(self) -> dict[str, float]:
        """What both weigh, by name: part of a transcript's provenance."""
        both = (("term", self._terms.options), ("phrase", self._phrase.options))
        return {f"{of}_{name}": value for of, options in both for name, value in asdict(options).items()}

    def most(self, token: bytes) -> float:
        return self._terms.most(token) + self._phrase.most(token)

    def start(self) -> SpokenState:
        return SpokenState(self._terms.start(), self._phrase.start())

    def advance(self, state: SpokenState, token: bytes) -> tuple[SpokenState, float]:
        terms, term_gain = self._terms.advance(state.terms, token)
        phrase, phrase_gain = self._phrase.advance(state.phrase, token)
        return SpokenState(terms, phrase), term_gain + phrase_gain


def _said(token: bytes) -> str:
    return token.decode("utf-8", "replace").replace(_MARK, " ")
