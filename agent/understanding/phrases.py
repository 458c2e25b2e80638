"""Many phrases matched at once over tokens: longest first, hyphens and plural endings ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Generic, NamedTuple, TypeVar

from agent.data_files import from_yaml
from agent.memory import kept_for_now
from agent.understanding.tokens import Token, fold, tokenise

T = TypeVar("T")
_END = ""


class Hit(NamedTuple, Generic[T]):
    """Tokens [start, end) are a phrase that stands for `value`."""

    start: int
    end: int
    value: T


@kept_for_now(2048)
def key(low: str) -> str:
    """The form in which words are compared: no possessive, no plural s."""
    if low.endswith("'s"):
        low = low[:-2]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def _as_it_is(low: str) -> str:
    return low


class Phrases(Generic[T]):
    """A trie over words. `exact` keeps plural endings apart."""

    def __init__(self, entries: Iterable[tuple[str, T]], *, exact: bool = False) -> None:
        self._root: dict[str, Any] = {}
        self._exact = exact
        self._key = _as_it_is if exact else key
        for phrase, value in entries:
            self.add(phrase, value)

    def add(self, phrase: str, value: T, merge: Callable[[T, T], T] = lambda old, new: old) -> None:
        """Enter one phrase; `merge` says what a phrase that is already there stands for."""
        node = self._root
        for token in tokenise(fold(phrase)):
            if token.low != "-":
                node = node.setdefault(self._key(token.low), {})
        node[_END] = merge(node[_END], value) if _END in node else value

    def at(self, tokens: Sequence[Token], start: int) -> Hit[T] | None:
        """The longest phrase that begins at `start`."""
        node: dict[str, Any] | None = self._root
        at, best = start, None
        while at < len(tokens):
            low = tokens[at].low
            if low == "-" and at > start:
                at += 1
                continue
            node = node.get(self._key(low)) if node is not None else None
            if node is None:
                break
            at += 1
            if _END in node:
                best = Hit(start, at, node[_END])
        return best

    def places(self, tokens: Sequence[Token]) -> list[int]:
        """Where the first word of a phrase stands: nowhere else does one begin."""
        first_words = self._root
        if self._exact:
            return [at for at, token in enumerate(tokens) if token.low in first_words]
        return [at for at, token in enumerate(tokens) if key(token.low) in first_words]

    def all(self, tokens: Sequence[Token]) -> list[Hit[T]]:
        """Phrases from left to right, none overlapping another."""
        hits: list[Hit[T]] = []
        end = 0
        for at in self.places(tokens):
            if at >= end and (hit := self.at(tokens, at)) is not None:
                hits.append(hit)
                end = hit.end
        return hits


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """The YAML file `lexicon/<name>.yaml` of this package."""
    loaded = from_yaml(files("agent.understanding").joinpath("lexicon", f"{name}.yaml"))
    if not isinstance(loaded, dict):
        raise TypeError(f"lexicon {name!r} is not a mapping")
    return loaded


def by_variant(table: Mapping[str, Sequence[str]]) -> Iterable[tuple[str, str]]:
    """(spoken form, canonical) pairs of a table {canonical: [spoken forms]}, the canonical among them."""
    for canonical, variants in table.items():
        yield canonical, canonical
        for variant in variants or ():
            yield variant, canonical


@cache
def words(name: str) -> frozenset[str]:
    """A word list of `lexicon/words.yaml`: words parted by spaces, or a YAML list."""
    listed = lexicon("words")[name]
    return frozenset(listed.split() if isinstance(listed, str) else map(str, listed))
