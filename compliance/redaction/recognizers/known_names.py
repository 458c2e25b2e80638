"""The names of this visit's people, from its record: as written, misheard, in part, or spelled out.

Four ways in: a word that is, nearly is or sounds like a part of a name; words that together sound like
a name ("dag knee oak para"); what stands beside a found part and sounds like another ("persephone in
gotta"); and letters said one by one. Parts that are ordinary words need a capital and a person's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from agent.domain.visit import Encounter
from compliance.redaction.context import is_clinical_eponym, is_person_like
from compliance.redaction.document import Document, Token
from compliance.redaction.lexicon import cue, eponyms, is_any_name, is_plain_name, is_word
from compliance.redaction.phonetics import join_keys, sound_key
from compliance.redaction.recognizers.base import over
from compliance.redaction.spans import RedactedSpan

_NOT_NAMES = cue("not_names")
CREDENTIALS = cue("credentials")
_PARTICLES = cue("particles")
_BEFORE_A_THING = cue("before_a_thing")
WIDEST = 6
"""Words that a recogniser may make out of one full name."""


@lru_cache(maxsize=1)
def _heard_as() -> dict[str, tuple[str, ...]]:
    text = files("compliance.redaction").joinpath("data", "spoken_names.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[str]] = yaml.safe_load(text)
    return {name: tuple(forms) for name, forms in loaded.items()}


@dataclass(frozen=True)
class Part:
    """One word of a person's name."""

    word: str
    key: str
    forms: tuple[str, ...]
    common: bool
    """It is also an ordinary word or an eponym, so context must decide."""

    @classmethod
    def of(cls, word: str) -> Part:
        common = (is_word(word) or word in eponyms() or len(word) < 3) and not is_plain_name(word)
        return cls(word, sound_key(word), _heard_as().get(word, ()), common)

    def is_word(self, word: str) -> bool:
        return word == self.word or word in self.forms or (word == self.word + "s" and not self.common)

    def sounds_like(self, key: str) -> bool:
        if len(self.key) >= 3 and len(key) >= 3:
            near = DamerauLevenshtein.distance(key, self.key, score_cutoff=1) <= (len(self.key) > 3)
            return near and key[0] == self.key[0]
        return len(self.key) >= 2 and key == self.key

    def resembles(self, word: str) -> bool:
        """Whether `word`, which is no English word, is this part misspelt or misheard."""
        if len(word) < 4 or len(self.word) < 4:
            return False
        longer = max(len(word), len(self.word))
        distance = DamerauLevenshtein.distance(word, self.word, score_cutoff=3)
        if distance <= (2 if longer >= 7 else 1):
            return True
        if word[0] == self.word[0] and longer >= 5 and JaroWinkler.similarity(word, self.word) >= 0.93:
            return True
        return len(self.key) >= 3 and sound_key(word) == self.key and distance <= 3

    def shortened(self, token: Token) -> bool:
        """Whether `token` is a short form: `Olu` for `Oluwaseun`."""
        return (
            token.capital
            and len(token.word) >= 3
            and self.word.startswith(token.word)
            and not is_word(token.word)
        )


class Person:
    def __init__(self, name: str) -> None:
        full, _, after = name.partition(",")
        if all(t.word in CREDENTIALS for t in Document(after).tokens):
            name = full
        words = [t.word for t in Document(name).tokens if t.word and t.word not in _NOT_NAMES]
        self.parts = [Part.of(word) for word in words if word not in _PARTICLES and len(word) > 1]
        self.particles = {word for word in words if word in _PARTICLES}
        keys = [part.key for part in self.parts]
        orders = {join_keys(*keys), join_keys(*reversed(keys))}
        if len(keys) > 2:
            orders |= {join_keys(keys[0], keys[-1]), join_keys(*keys[:2]), join_keys(*keys[1:])}
        self.full_keys = {key for key in orders if len(key) >= 5 and len(keys) > 1}
        self.long_keys = {part.key: len(part.key) >= 6 for part in self.parts if len(part.key) >= 4}


class KnownNames:
    name = "known_names"

    def __init__(self, names: Iterable[str]) -> None:
        self._people = [Person(name) for name in names if not name.startswith("(")]

    @classmethod
    def of(cls, encounter: Encounter) -> KnownNames:
        return cls((encounter.patient.name, encounter.therapist.name))

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        keys = [sound_key(t.word) if not t.digits else "" for t in document.tokens]
        for person in self._people:
            hits = set(self._single(document, person))
            hits |= set(self._together(document, person, keys, frozenset(hits)))
            hits |= self._beside(document, person, keys, hits)
            yield from (over(document, i, i, "NAME", self.name) for i in sorted(hits))
            yield from _spelled(document, person, self.name)

    @staticmethod
    def _single(document: Document, person: Person) -> Iterator[int]:
        for index, token in enumerate(document.tokens):
            if token.digits or len(token.word) < 2:
                continue
            for part in person.parts:
                if part.is_word(token.word):
                    if not part.common or _stands_for_a_person(document, index):
                        yield index
                    elif _two_parts(document, person, index):
                        yield from (index, index + 1)
                elif not is_word(token.word) and token.word not in eponyms():
                    if part.resembles(token.word) or part.shortened(token):
                        yield index
                elif part.shortened(token) and is_person_like(document, index):
                    yield index

    @staticmethod
    def _together(document: Document, person: Person, keys: list[str], hits: frozenset[int]) -> Iterator[int]:
        """Neighbouring words whose consonants make up a whole name, or one long part of it.

        Words that are found already stay out: what stands beside them is `_beside`'s matter.
        """
        wanted = {key[0] for key in (*person.full_keys, *person.long_keys)}
        longest = max(map(len, (*person.full_keys, *person.long_keys)), default=0) + 1
        for start in range(len(keys)):
            key = keys[start]
            if not key or key[0] not in wanted or start in hits:
                continue
            unknown = not is_word(document.word(start))
            for end in range(start + 1, min(start + WIDEST, len(keys))):
                if end in hits or not document.joined(end - 1) or document.tokens[end].digits:
                    break
                if not keys[end]:
                    continue
                key = join_keys(key, keys[end])
                unknown = unknown or not is_word(document.word(end))
                if len(key) > longest:
                    break
                if _one_of(key, person.full_keys) or (
                    end - start < 4 and key in person.long_keys and (unknown or person.long_keys[key])
                ):
                    yield from range(start, end + 1)
                    break

    @staticmethod
    def _beside(document: Document, person: Person, keys: list[str], hits: set[int]) -> set[int]:
        """What stands next to a found part and is, or sounds like, another part of the same name."""
        found: set[int] = set()
        for hit in hits:
            for step in (1, -1):
                neighbours = _neighbours(document, hit, step, hits)
                for width in range(1, len(neighbours) + 1):
                    window = neighbours[:width]
                    ordered = window if step > 0 else window[::-1]
                    words = [document.word(i) for i in ordered]
                    key = join_keys(*(keys[i] for i in ordered))
                    if any(_another(part, words, key) for part in person.parts):
                        found |= set(window)
                        break
                if neighbours and document.word(neighbours[0]) in person.particles:
                    found |= {i for i in neighbours[:2] if document.word(i) in person.particles}
        return found


def _another(part: Part, words: list[str], key: str) -> bool:
    if len(words) == 1 and part.is_word(words[0]):
        return True
    same_start = words[0][:1] == part.word[0]
    if len(words) == 1 and is_word(words[0]):
        enough = len(part.key) >= 3 or is_any_name(words[0])
        return enough and key == part.key and same_start
    if len(words) == 1 and same_start and abs(len(words[0]) - len(part.word)) <= 2 and key == part.key:
        return True
    if len(part.key) < 3 and not same_start:
        return False
    if all(is_word(word) for word in words):
        return len(part.key) >= 2 and key == part.key
    return part.sounds_like(key)


def _neighbours(document: Document, index: int, step: int, hits: set[int]) -> list[int]:
    """Up to three tokens in one direction in one phrase with token `index`, short of other hits."""
    out: list[int] = []
    at = index
    while len(out) < 3:
        left = at if step > 0 else at - 1
        at += step
        if not 0 <= at < len(document.tokens) or at in hits:
            break
        if document.between(left) not in (" ", "-", "'", "’") or document.tokens[at].digits:
            break
        out.append(at)
    return out


def _one_of(key: str, wanted: set[str]) -> bool:
    if key in wanted:
        return True
    return any(
        len(full) >= 8 and key[0] == full[0] and DamerauLevenshtein.distance(key, full, score_cutoff=1) <= 1
        for full in wanted
    )


def _two_parts(document: Document, person: Person, index: int) -> bool:
    """Whether two different parts of the name follow each other, as in `grace hill`."""
    word, following = document.word(index), document.word(index + 1)
    if word == following or not document.joined(index):
        return False
    return any(part.is_word(following) for part in person.parts)


def _stands_for_a_person(document: Document, index: int) -> bool:
    """Whether the ordinary word at `index` is the name here: a capital, or a person's place in plain text."""
    token = document.tokens[index]
    if is_clinical_eponym(document, index):
        return False
    if not token.capital or not document.cased:
        before = document.word(index - 1)
        return not document.cased and before not in _BEFORE_A_THING and is_person_like(document, index)
    return is_person_like(document, index) or not document.opens_sentence[index]


def _spelled(document: Document, person: Person, by: str) -> Iterator[RedactedSpan]:
    """Letters said one by one that spell, or nearly spell, a part of the name."""
    start = 0
    tokens = document.tokens
    while start < len(tokens):
        end = start
        while (
            end < len(tokens)
            and len(tokens[end].word) == 1
            and not tokens[end].digits
            and (end == start or document.joined(end - 1))
        ):
            end += 1
        if end - start >= 3:
            letters = "".join(t.word for t in tokens[start:end])
            if any(_spells(letters, part.word) for part in person.parts):
                yield over(document, start, end - 1, "NAME", by)
        start = max(end, start + 1)


def _spells(letters: str, word: str) -> bool:
    if len(letters) >= 4 and (letters in word or word in letters):
        return True
    if letters == word:
        return True
    return len(letters) >= 4 and DamerauLevenshtein.normalized_similarity(letters, word) >= 0.7
