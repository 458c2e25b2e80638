"""Phrases of PT dictation while words are being found: a gain for a word that often follows another.

Counted on scripts (`lexicon/phrases.yaml` says which). Numbers and sides stand there as what they are,
never as which: "degrees" gains after any number, "knee" after either side. They gain nothing themselves,
nor do negations: the sound alone decides them. One thing is made up for: after a number any side gains what
the likeliest unit does, or "70 right 80" would be heard as "70 degrees at 80".
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Final

from agent.transcription.lexicon_bias import BiasState, LexiconBias
from agent.transcription.plain import ends_sentence, is_number, is_side, is_untouchable, plain
from agent.transcription.vocabulary import phrases, vocabulary

NUMBER: Final = "#"
SIDE: Final = "<side>"
_MARK: Final = "▁"


@dataclass(frozen=True)
class PhraseState:
    """The class of the last word, and the letters of the one being spelled."""

    before: str = ""
    spelled: str = ""


@dataclass(frozen=True)
class PhraseOptions:
    """`share` of the log-ratio counts, at most `most` nats a word."""

    share: float = 0.5
    most: float = 2.0


class PhraseBias:
    """A `search.Bias` over pairs of words."""

    def __init__(self, options: PhraseOptions | None = None) -> None:
        self.options = options or PhraseOptions()
        self._said = lru_cache(maxsize=40_000)(_said)

    def most(self, token: bytes) -> float:
        return self.options.most

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
        if before == NUMBER and is_side(word):
            return self._nats(most_after(NUMBER))
        if not before or is_untouchable(word):
            return 0.0
        return self._nats(phrases().get((before, plain(word)), 0.0))

    def _nats(self, ratio: float) -> float:
        return min(self.options.most, self.options.share * ratio)


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


def word_class(word: str) -> str:
    """What counts of `word` for the one that follows; empty where a sentence ends. "Left's" is no side here:
    what follows "left is" is no body part."""
    if ends_sentence(word):
        return ""
    bare = plain(word)
    return NUMBER if is_number(word) else SIDE if bare in vocabulary().sides else bare


@lru_cache(maxsize=8)
def most_after(first: str) -> float:
    """How much likelier the likeliest word is after one of class `first`."""
    return max((ratio for pair, ratio in phrases().items() if pair[0] == first), default=0.0)


def _said(token: bytes) -> str:
    return token.decode("utf-8", "replace").replace(_MARK, " ")
