"""The PT lexicon's say while words are being found: a gain for readings that spell a term.

A term gains a little with each letter that fits and gives it all back when the next one does not. A
body part after a side, or a motion after a body part, gains more. Sides, numbers and negations gain
nothing: the sound alone decides them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from agent.transcription.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True)
class BiasOptions:
    """Nats a letter, and the most a phrase can gain."""

    rare: float = 0.40
    common: float = 0.15
    after: float = 0.35
    """Added where the class fits what was said before."""
    most: float = 7.0


@dataclass
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    rare: bool = False
    """A term that is not everyday English lies on this path."""
    kinds: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    """Classes of the phrases that end here."""
    rare_end: bool = False


@dataclass(frozen=True)
class _Thread:
    """One phrase being spelled: where in the tree, what it gained, the classes said before it."""

    node: _Node
    letters: int
    gained: float
    """What the phrase may be worth: the most hopeful of those on this path."""
    before: frozenset[str]
    paid: float = 0.0
    """What shorter phrases inside this one have already been given."""


@dataclass(frozen=True)
class BiasState:
    threads: tuple[_Thread, ...]
    shown: float = 0.0
    """The unlocked gain already counted in the reading's score."""


_NOWHERE: Final = frozenset[str]()
_MARK: Final = "▁"


class LexiconBias:
    """A `search.Bias` over a vocabulary. Immutable after construction; share it between threads."""

    def __init__(self, words: Vocabulary | None = None, options: BiasOptions | None = None) -> None:
        self._vocabulary = words or vocabulary()
        self.options = options or BiasOptions()
        self._root = _Node()
        for term in self._vocabulary.terms:
            self._add(term.key, term.kind, rare=not term.common)
        for letters in self._vocabulary.letters:
            self._add(letters.lower(), "letters", rare=True)
        for side in self._vocabulary.sides:
            self._add(side, "side", rare=False)
        self._text = lru_cache(maxsize=40_000)(_text)

    def most(self, token: bytes) -> float:
        """Each letter gains at the highest rate."""
        return (max(self.options.rare, self.options.common) + self.options.after) * len(token)

    def start(self) -> BiasState:
        return BiasState((_Thread(self._root, 0, 0.0, _NOWHERE),))

    def advance(self, state: BiasState, token: bytes) -> tuple[BiasState, float]:
        threads, locked = list(state.threads), 0.0
        for letter in self._text(token):
            if letter == " ":
                threads, won = self._boundary(threads)
                locked += won
            else:
                threads = [t for t in (self._spell(thread, letter) for thread in threads) if t]
        shown = max((thread.gained for thread in threads), default=0.0)
        return BiasState(tuple(threads), shown), locked + shown - state.shown

    def _spell(self, thread: _Thread, letter: str) -> _Thread | None:
        node = thread.node.children.get(letter)
        if node is None:
            return None
        hope = self._worth(thread.letters + 1, node.kinds, thread.before, rare=node.rare)
        return _Thread(node, thread.letters + 1, max(0.0, hope - thread.paid), thread.before, thread.paid)

    def _worth(self, letters: int, kinds: set[str], before: frozenset[str], *, rare: bool) -> float:
        o = self.options
        rate = o.rare if rare else 0.0 if kinds <= {"side"} else o.common
        if kinds & before:
            rate += o.after
        return min(o.most, rate * letters)

    def _boundary(self, threads: list[_Thread]) -> tuple[list[_Thread], float]:
        """A word ends: a finished phrase keeps what it is worth, longer ones go on, a new one may start."""
        best: _Thread | None = None
        won = 0.0
        going: list[_Thread] = []
        fresh = _Thread(self._root, 0, 0.0, _NOWHERE)
        for thread in threads:
            if thread.node is self._root:
                fresh = thread
                continue
            if thread.node.ends:
                node = thread.node
                worth = self._worth(thread.letters, node.ends, thread.before, rare=node.rare_end)
                worth = max(0.0, worth - thread.paid)
                if best is None or worth > won:
                    best, won = thread, worth
            longer = thread.node.children.get(" ")
            if longer is not None:
                going.append(replace(thread, node=longer))
        if best is not None:
            after = (kind for end in best.node.ends for kind in self._vocabulary.follows.get(end, ()))
            fresh = _Thread(self._root, 0, 0.0, frozenset(after))
            going = [replace(t, gained=max(0.0, t.gained - won), paid=t.paid + won) for t in going]
        elif any(thread.node is not self._root for thread in threads) or not threads:
            fresh = _Thread(self._root, 0, 0.0, _NOWHERE)
        return [*going, fresh], won

    def _add(self, phrase: str, kind: str, *, rare: bool) -> None:
        node = self._root
        for letter in phrase:
            node = node.children.setdefault(letter, _Node())
            node.rare |= rare
            node.kinds.add(kind)
        node.ends.add(kind)
        node.rare_end |= rare


def _text(token: bytes) -> str:
    """Letters and digits of a token in lower case; anything else is the end of a word."""
    text = token.decode("utf-8", "replace").replace(_MARK, " ").lower()
    return "".join(c if c.isalnum() or c == "'" else " " for c in text)
