"""PT terms put right after recognition: what was written sounds like a term, and a term fits there.

Phonetic and context-aware: a window of words is compared by sound with the lexicon; how like it must be
depends on how long the term is, whether the words make everyday sense as they stand, how sure the
engine was, and whether the class of term fits between its neighbours. Sides, numbers and negations
are never made, changed or removed here, with two exceptions, both always marked for listening: a word
that sounds like a digit where only a digit can stand ("for plus out of five", digit_frames.py), and one that
sounds like a side where only a side can ("write knee", sides.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from agent.transcription.digit_frames import digits_by_frame
from agent.transcription.frames import effusion_by_grade, hip_by_frame, homophones, join_letters, ther_ex
from agent.transcription.plain import (
    ends_sentence,
    is_number,
    is_ordinary,
    is_person,
    is_untouchable,
    plain,
    tail,
    words,
)
from agent.transcription.revision import Revision
from agent.transcription.sides import parts_after_side, sides_by_frame, sounds_a_side
from agent.transcription.sound import likeness, sounds, weight
from agent.transcription.term_index import FUNCTION_WORDS, densities, density, term_index
from agent.transcription.vocabulary import Term, vocabulary

_WIDEST: Final = 5
_AROUND: Final = 30
"""Words to each side that tell whether this is clinical dictation or talk."""
_DENSE: Final = 0.17
"""Talk between people lies below 0.2 nearly always, dictation above it (measured on both)."""
_STILL_ALIKE: Final = 0.6
_SURE: Final = 0.93
"""Words that the engine is this sure of are left alone unless they make no English word."""
_FILLERS: Final = words("uh um er ah mm hmm okay ok yeah yes")
_LIKE: Final = 0.7
_ALONE: Final = 0.4
_MOST_ALONE: Final = 0.08
"""What likeness beyond that of every other term counts, and at most."""
_REASON: Final = "PT term"


def correct_terms(revision: Revision, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> None:
    """Put terms right. `before` and `after` are neighbouring words outside of the stretch."""
    join_letters(revision)
    around = (*before[-_AROUND:], *revision.words, *after[:_AROUND])
    dictated = density(around) >= _DENSE
    sides_by_frame(revision, dictated=dictated)
    if not dictated:
        return
    ther_ex(revision)
    hip_by_frame(revision)
    effusion_by_grade(revision)
    digits_by_frame(revision)
    parts_after_side(revision)
    homophones(revision)
    _terms(revision, offset=len(before[-_AROUND:]), around=around)


@dataclass(frozen=True)
class _Change:
    start: int
    end: int
    term: Term
    score: float


@dataclass(frozen=True)
class _Words:
    """What every window over the words asks of each of them."""

    bare: list[str]
    clinical: list[bool]
    strange: list[bool]
    """No English word and no clinical one."""
    stays: list[bool]
    """No part of any term that was misheard."""
    ends: list[bool]
    """The last word of a sentence."""

    @classmethod
    def of(cls, words: list[str]) -> _Words:
        known = term_index().clinical
        bare = [plain(word) for word in words]
        return cls(
            bare=bare,
            clinical=[all(part in known for part in b.split("-")) for b in bare],
            strange=[not is_ordinary(word) and b not in known for word, b in zip(words, bare, strict=True)],
            stays=[_stays(word) for word in words],
            ends=[ends_sentence(word) for word in words],
        )


def _windows(words: _Words, dense: list[bool]) -> Iterator[tuple[int, int]]:
    """Stretches [start, end) in clinical speech, within a sentence, without a word that stays."""
    count = len(words.bare)
    for start, is_dense in enumerate(dense[:count]):
        if not is_dense or words.bare[start] in _FILLERS:
            continue
        for end in range(start + 1, min(start + _WIDEST, count) + 1):
            if words.stays[end - 1]:
                break
            if words.bare[end - 1] not in _FILLERS:
                yield start, end
            if words.ends[end - 1]:
                break


def _stays(word: str) -> bool:
    return not word or is_untouchable(word) or is_person(word) or sounds_a_side(word) or _is_letters(word)


def _terms(revision: Revision, *, offset: int, around: tuple[str, ...]) -> None:
    told = _Words.of(revision.words)
    dense = [share >= _DENSE for share in densities(around, _AROUND)[offset:]]
    found = (_best(revision, told, start, end) for start, end in _windows(told, dense))
    changes = [change for change in found if change is not None]
    changes.sort(key=lambda c: (-c.score, c.start - c.end))
    taken: set[int] = set()
    kept: list[_Change] = []
    for change in changes:
        if taken.isdisjoint(range(change.start, change.end)):
            taken.update(range(change.start, change.end))
            kept.append(change)
    for change in sorted(kept, key=lambda c: -c.start):
        start, end, words = change.start, change.end, list(_written(revision, change))
        while len(words) > 1 and end - start > 1 and plain(words[0]) == plain(revision.words[start]):
            start, words = start + 1, words[1:]  # what was heard right is not part of the change
        while len(words) > 1 and end - start > 1 and plain(words[-1]) == plain(revision.words[end - 1]):
            end, words = end - 1, words[:-1]
        if _resembles(revision, start, end, words):
            revision.replace(start, end, tuple(words), _REASON)


def _resembles(revision: Revision, start: int, end: int, now: list[str]) -> bool:
    """Whether what is left of a change still sounds alike, and was not carried by the words heard right."""
    heard = " ".join(plain(word) for word in revision.words[start:end])
    return likeness(sounds(heard), sounds(" ".join(plain(word) for word in now))) >= _STILL_ALIKE


def _best(revision: Revision, told: _Words, start: int, end: int) -> _Change | None:
    """The term that chunks [start, end) most likely stand for, when likely enough."""
    words, known = revision.words[start:end], term_index()
    text = " ".join(told.bare[start:end])
    if not text or text.replace("-", " ") in known.phrases or all(told.clinical[start:end]):
        return None
    strange = [word for word, is_strange in zip(words, told.strange[start:end], strict=True) if is_strange]
    unsure = _unsure(revision, start, end)
    if not strange and (unsure == 0.0 or len(words) > 3 or not _content_only(words, unsure)):
        return None
    held = frozenset[str]() if strange else _phrases_in(text)
    row = sounds(text.replace("-", " "))
    near: list[tuple[float, Term]] = []
    for candidate, _, _ in process.extract(
        row, known.row_list, scorer=Indel.normalized_similarity, score_cutoff=0.55, limit=6
    ):
        for term in known.rows[candidate]:
            if _says_already(revision, start, end, term):
                continue
            like = likeness(row, candidate)
            near.append((like, term))
    best: _Change | None = None
    no_word = len(strange) == len(words) and unsure and not any(word[0].isupper() for word in words)
    for like, term in near:
        if _could_be_opposite(row, term, like) or any(f" {each} " not in f" {term.key} " for each in held):
            continue
        score = _score(revision, start, end, term, like, strange, unsure)
        alone = _alone(like, term, near) if no_word and like >= _LIKE and len(words) >= _parts(term) else 0.0
        if score + alone > 0 and (best is None or score > best.score):
            best = _Change(start, end, term, score)
    return best


def _parts(term: Term) -> int:
    return len(term.key.split())


def _alone(like: float, term: Term, near: list[tuple[float, Term]]) -> float:
    """What it adds that no other term sounds nearly as much like what is no word and no name."""
    stems = {_stem(part) for part in term.key.split()}
    others = (alike for alike, other in near if stems.isdisjoint(_stem(part) for part in other.key.split()))
    return min(_MOST_ALONE, _ALONE * max(0.0, like - max(others, default=0.0)))


def _is_letters(word: str) -> bool:
    """An abbreviation in capitals, or a letter said alone."""
    bare = plain(word)
    return (len(bare) > 1 and word.rstrip(",.;:?!").isupper()) or (len(bare) == 1 and bare not in {"a", "i"})


def _content_only(words: list[str], unsure: float) -> bool:
    """Everyday words may be a misheard term only when none of them just holds the sentence together."""
    glue = sum(plain(word) in FUNCTION_WORDS for word in words)
    return glue == 0 or (unsure > 0.6 and glue < len(words))


def _phrases_in(text: str) -> frozenset[str]:
    """The runs of words that are terms already: what they do not belong to is speech around them."""
    parts = text.split()
    runs = (" ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))
    return frozenset(run for run in runs if run in term_index().phrases)


def _unsure(revision: Revision, start: int, end: int) -> float:
    """0 when the engine was sure of every word; up to 1. Half where it gives no confidence."""
    known = [chunk.confidence for chunk in revision.chunks[start:end]]
    least = min((c for c in known if c is not None), default=0.5)
    return 0.0 if least >= _SURE else 1.0 - least


def _could_be_opposite(row: str, term: Term, like: float) -> bool:
    """Whether the contrary term sounds nearly as much like what was heard: then nobody may choose."""
    contrary = vocabulary().opposites
    parts = term.key.split()
    if not any(part in contrary for part in parts):
        return False
    other = " ".join(contrary.get(part, part) for part in parts)
    return likeness(row, sounds(other)) >= like - 0.10


def _says_already(revision: Revision, start: int, end: int, term: Term) -> bool:
    """Whether the change would only add to or inflect what is said, or lose another term's word."""
    parts = {_stem(p) for word in revision.words[start:end] for p in plain(word).split("-")}
    target = {_stem(p) for p in term.key.split()}
    if parts <= target or target <= parts:
        return True
    clinical = term_index().clinical
    return any(
        part in clinical
        and _stem(part) not in target
        and (chunk.confidence is None or chunk.confidence > 0.6)
        for chunk, word in zip(revision.chunks[start:end], revision.words[start:end], strict=True)
        for part in plain(word).split("-")
    )


def _stem(word: str) -> str:
    return word.removesuffix("'s").removesuffix("es").removesuffix("s")


def _score(
    revision: Revision, start: int, end: int, term: Term, like: float, strange: list[str], unsure: float
) -> float:
    """How far above what is needed; 0 or less to leave the words alone."""
    words = revision.words[start:end]
    size = weight(sounds(term.key))
    needed = 0.82 if size >= 7 else 0.86 if size >= 5 else 0.92 if size >= 3.5 else 0.97
    fits = _fits(revision, start, end, term)
    support = 0.10 * fits + 0.10 * unsure
    if strange:
        support += 0.10
        support -= 0.06 * sum(plain(word) in FUNCTION_WORDS for word in words)
        if any(word[0].isupper() for word in strange if start or word is not words[0]) and not fits:
            support -= 0.06  # a name
    else:
        # The words make English as they stand: the sound must be the term's, and the place too.
        known = any(chunk.confidence is not None for chunk in revision.chunks[start:end])
        needed = max(needed, 0.90 if known else 0.98)
        if " " not in term.key and (len(words) == 1 or term.common) and not (fits and known):
            return 0.0
        support -= 0.04 * abs(len(words) - len(term.key.split()))
    if term.common:
        support -= 0.05
    if len(words) == 1 and not fits and size < 7:
        support -= 0.04
    if any(tail(word) for word in words[:-1]):
        support -= 0.04
    support -= 0.08 * _swallowed(words, term)
    if like < (0.70 if strange or len(words) > 1 else 0.95):
        return 0.0
    return like + min(support, 0.12 if size < 5 else 0.25) - needed


def _swallowed(words: list[str], term: Term) -> int:
    """Words at the window's edges that stand well alone and have no part in the term's sound."""
    count = 0
    if len(words) > 1:
        whole = sounds(" ".join(plain(w) for w in words))
        target = sounds(term.key)
        for rest in (words[1:], words[:-1]):
            if likeness(sounds(" ".join(plain(w) for w in rest)), target) >= likeness(whole, target):
                count += 1
    return count


def _fits(revision: Revision, start: int, end: int, term: Term) -> bool:
    """Whether the class of `term` may follow what stands before, or goes with what follows."""
    words, kinds = revision.words, term_index().kinds
    before = plain(words[start - 1]) if start else ""
    longer = " ".join(plain(word) for word in words[max(0, start - 2) : start])
    for key in (before, longer, before.removesuffix("s")):
        for kind in kinds.get(key, ()):
            if term.kind in vocabulary().follows.get(kind, ()):
                return True
    following = plain(words[end]) if end < len(words) else ""
    if term.kind == "motion":
        return is_number(following) or following in {"is", "strength", "to", "of", "range"}
    if term.kind == "test":
        return following in {"is", "test", "sign", "negative", "positive", "on"}
    if term.kind in {"exercise", "treatment"}:
        return is_number(following) or following in {"for", "sets"}
    if term.kind == "muscle":
        return following in {"strength", "is", "are", "endurance", "tightness"} or is_number(following)
    return False


def _written(revision: Revision, change: _Change) -> tuple[str, ...]:
    first, last = revision.words[change.start], revision.words[change.end - 1]
    phrase = change.term.phrase
    sentence_start = change.start == 0 or ends_sentence(revision.words[change.start - 1])
    if first[:1].isupper() and sentence_start and phrase[0].islower():
        phrase = phrase[0].upper() + phrase[1:]
    return tuple((phrase + tail(last)).split())
