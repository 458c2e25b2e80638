"""PT terms put right after recognition: what was written sounds like a term, and a term fits there.

Phonetic and context-aware: a window of words is compared by sound with the lexicon; how like it must be
depends on how long the term is, whether the words make everyday sense as they stand, how sure the
engine was, and whether the class of term fits between its neighbours. Sides, numbers and negations
are never made, changed or removed, with one exception that is marked for listening: a word that sounds
exactly like a digit where only a digit can stand ("for plus out of five").
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Indel

from agent.transcription.plain import (
    ends_sentence,
    is_number,
    is_ordinary,
    is_side,
    is_untouchable,
    plain,
    tail,
    words,
)
from agent.transcription.revision import Revision
from agent.transcription.sound import likeness, sounds, weight
from agent.transcription.vocabulary import Term, vocabulary

_WIDEST: Final = 5
_SHORTEST: Final = 3.0
"""Terms of fewer sounds (hip, Ober, tape) are too like everyday words to be guessed."""
_AROUND: Final = 30
"""Words to each side that tell whether this is clinical dictation or talk."""
_DENSE: Final = 0.17
"""Talk between people lies below 0.2 nearly always, dictation above it (measured on both)."""
_STILL_ALIKE: Final = 0.6
_SURE: Final = 0.93
"""Words that the engine is this sure of are left alone unless they make no English word."""
_FILLERS: Final = words("uh um er ah mm hmm okay ok yeah yes")
_FUNCTION_WORDS: Final = words(
    """a an the and or but is are was were be been am it its this that these those he she they we you i his
    her their our your my him them us to of in on at by for with from as up out off over under so if then
    than when what which who has have had do does did will would can could should may might must there here
    all some any very just also like about into after before again still now day today"""
)
_AFTER_PART: Final = words("pain active passive is strength weeks aches replacement motion")
_REASON: Final = "PT term"
_LETTERS: Final = "abbreviation"
_DIGIT: Final = "number word"
_SIDE: Final = "side word"


@dataclass(frozen=True)
class _Lexicon:
    rows: dict[str, tuple[Term, ...]]
    """Row of sounds to the terms that sound so."""
    row_list: tuple[str, ...]
    phrases: frozenset[str]
    clinical: frozenset[str]
    """Single words that mark clinical speech."""
    kinds: dict[str, frozenset[str]]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    lexicon = vocabulary()
    rows: dict[str, list[Term]] = defaultdict(list)
    kinds: dict[str, set[str]] = defaultdict(set)
    clinical: set[str] = set(lexicon.units)
    for term in lexicon.terms:
        kinds[term.key].add(term.kind)
        if not term.common:
            clinical.update(w for w in term.key.split() if len(w) > 2)
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
    clinical -= _FUNCTION_WORDS | {"hold", "times", "not"}
    return _Lexicon(
        rows={row: tuple(terms) for row, terms in rows.items()},
        row_list=tuple(rows),
        phrases=frozenset(term.key for term in lexicon.terms),
        clinical=frozenset(clinical),
        kinds={key: frozenset(value) for key, value in kinds.items()},
    )


def correct_terms(revision: Revision, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> None:
    """Put terms right. `before` and `after` are neighbouring words outside of the stretch."""
    _join_letters(revision)
    around = (*before[-_AROUND:], *revision.words, *after[:_AROUND])
    if density(around) < _DENSE:
        return
    _digits_by_frame(revision)
    _parts_after_side(revision)
    _homophones(revision)
    _terms(revision, offset=len(before[-_AROUND:]), around=around)


def density(words: tuple[str, ...]) -> float:
    """Share of words that belong to clinical dictation: terms, units, numbers and sides."""
    if not words:
        return 0.0
    clinical = _lexicon().clinical
    marked = sum(
        1 for word in words if any(part in clinical for part in plain(word).split("-")) or is_side(word)
    )
    return marked / len(words)


def _join_letters(revision: Revision) -> None:
    """`L E F S` to `LEFS`: letters heard apart that make a known abbreviation."""
    at = 0
    while at < len(revision.chunks):
        run = at
        while run < len(revision.chunks) and _letter(revision.words[run]):
            run += 1
        for end in range(run, at + 1, -1):
            joined = "".join(_letter(word) for word in revision.words[at:end])
            bare = joined.removesuffix("S") if joined not in vocabulary().letters else joined
            if bare in vocabulary().letters and len(revision.words[at:end]) > 1:
                last = revision.words[end - 1]
                plural = "s" if bare != joined else ""
                revision.replace(at, end, (bare + plural + tail(last),), _LETTERS)
                break
        at += 1


def _letter(word: str) -> str:
    """The letter that `word` is when said alone, upper case; empty for anything else."""
    bare = plain(word).removesuffix("'s")
    return bare.upper() if len(bare) == 1 and bare.isalpha() else ""


_HOMOPHONES: Final = {
    "for": "four",
    "fore": "four",
    "to": "two",
    "too": "two",
    "won": "one",
    "ate": "eight",
    "free": "three",
    "tree": "three",
}
"""What is written for a digit. Digits only: nothing here reaches beyond one word."""
_COUNTED: Final = words("sets reps repetitions inch inches centimeters pounds degrees")
_SIDE_HOMOPHONES: Final = words("write wright rite")


def _digits_by_frame(revision: Revision) -> None:
    """`for plus out of five`: where only a digit can stand, the word that sounds like one is one."""
    for at in range(len(revision.chunks)):
        if revision.chunks[at].reason:
            continue
        said = [plain(word) for word in revision.words[at : at + 5]]
        before = [plain(word) for word in revision.words[max(0, at - 2) : at]]
        now = _HOMOPHONES.get(said[0], "")
        if now and _frames_digit(said[1:], before) and not _governed(revision, at):
            _say(revision, at, now, _DIGIT)
        elif said[0] in _SIDE_HOMOPHONES and len(said) > 1 and "body" in _lexicon().kinds.get(said[1], ()):
            _say(revision, at, "right", _SIDE)


def _say(revision: Revision, at: int, now: str, reason: str) -> None:
    old = revision.words[at]
    now = now.capitalize() if old[:1].isupper() else now
    revision.replace(at, at + 1, (now + tail(old),), reason)
    revision.doubt(at, at + 1)


def _frames_digit(following: list[str], before: list[str]) -> bool:
    """Whether only a digit can stand here: in a score, a grade, a count, sets by repetitions."""
    if following[:1] in (["plus"], ["minus"]):
        return True
    if following[:2] == ["out", "of"] and len(following) > 2:
        return is_number(following[2])
    if following[:1] in (["by"], ["x"]) and len(following) > 1:
        return is_number(following[1])
    if following[:1] == ["times"]:
        following = following[1:]
    if following[:2] in (["a", "week"], ["a", "day"], ["per", "week"], ["per", "day"]):
        return True
    if before[-1:] == ["type"] or before[-2:] in (["pain", "is"], ["pain", "was"]):
        return following[:1] != ["be"] and not (following and following[0].endswith("ing"))
    return bool(following) and following[0] in _COUNTED


def _governed(revision: Revision, at: int) -> bool:
    """Whether the word does its own work: `limited to degrees of …`, `pain free sets`, `up to inches`."""
    before = plain(revision.words[at - 1]) if at else ""
    own = plain(revision.words[at])
    if own in {"free", "tree"}:
        following = [plain(word) for word in revision.words[at + 1 : at + 3]]
        return following != ["out", "of"] and before in {"pain", "symptom"}
    return own == "to" and before in {"up", "down", "close", "limited", "due", "compared", "added", "next"}


def _parts_after_side(revision: Revision) -> None:
    """`right in Key pain` to `right knee pain`: between a side and what is found there stands a body part."""
    known = _lexicon()
    at = 1
    while at < len(revision.chunks):
        found = next(
            (
                (part, said.split())
                for part, variants in vocabulary().heard_after_side.items()
                for said in variants
                if [plain(word) for word in revision.words[at : at + len(said.split())]] == said.split()
            ),
            None,
        )
        if found is not None and is_side(revision.words[at - 1]) and not tail(revision.words[at - 1]):
            part, said = found
            end = at + len(said)
            after = plain(revision.words[end]) if end < len(revision.chunks) else ""
            if after in known.clinical or after in _AFTER_PART:
                revision.replace(at, end, (part + tail(revision.words[end - 1]),), _REASON)
                revision.doubt(at, at + 1)
        at += 1


def _homophones(revision: Revision) -> None:
    for at, word in enumerate(revision.words):
        meant = vocabulary().homophones.get(plain(word))
        if meant and not revision.chunks[at].reason:
            meant = meant.capitalize() if word[:1].isupper() else meant
            revision.replace(at, at + 1, (meant + tail(word),), _REASON)


@dataclass(frozen=True)
class _Change:
    start: int
    end: int
    term: Term
    score: float


def _terms(revision: Revision, *, offset: int, around: tuple[str, ...]) -> None:
    changes = [
        change
        for start in range(len(revision.chunks))
        if density(around[max(0, start + offset - _AROUND) : start + offset + _AROUND]) >= _DENSE
        for end in range(start + 1, min(start + _WIDEST, len(revision.chunks)) + 1)
        if (change := _best(revision, start, end)) is not None
    ]
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


def _best(revision: Revision, start: int, end: int) -> _Change | None:
    """The term that chunks [start, end) most likely stand for, when likely enough."""
    words = revision.words[start:end]
    if any(not word or is_untouchable(word) for word in words):
        return None
    if any(ends_sentence(word) for word in words[:-1]):
        return None
    if plain(words[0]) in _FILLERS or plain(words[-1]) in _FILLERS:
        return None
    text = " ".join(plain(word) for word in words)
    if not text or text.replace("-", " ") in _lexicon().phrases:
        return None
    known = _lexicon()
    if any(_is_letters(word) for word in words):
        return None
    if all(part in _lexicon().clinical for word in words for part in plain(word).split("-")):
        return None
    strange = [word for word in words if not is_ordinary(word) and plain(word) not in known.clinical]
    unsure = _unsure(revision, start, end)
    if not strange and (
        unsure == 0.0 or len(words) > 3 or _holds_phrase(text) or not _content_only(words, unsure)
    ):
        return None
    row = sounds(text.replace("-", " "))
    best: _Change | None = None
    for candidate, _, _ in process.extract(
        row, known.row_list, scorer=Indel.normalized_similarity, score_cutoff=0.55, limit=6
    ):
        for term in known.rows[candidate]:
            if _says_already(revision, start, end, term):
                continue
            like = likeness(row, candidate)
            if _could_be_opposite(row, term, like):
                continue
            score = _score(revision, start, end, term, like, strange, unsure)
            if score > 0 and (best is None or score > best.score):
                best = _Change(start, end, term, score)
    return best


def _is_letters(word: str) -> bool:
    """An abbreviation in capitals, or a letter said alone."""
    bare = plain(word)
    return (len(bare) > 1 and word.rstrip(",.;:?!").isupper()) or (len(bare) == 1 and bare not in {"a", "i"})


def _content_only(words: list[str], unsure: float) -> bool:
    """Everyday words may be a misheard term only when none of them just holds the sentence together."""
    glue = sum(plain(word) in _FUNCTION_WORDS for word in words)
    return glue == 0 or (unsure > 0.6 and glue < len(words))


def _holds_phrase(text: str) -> bool:
    """Whether a run of the words is a term already: the rest is speech around it."""
    parts = text.split()
    return any(
        " ".join(parts[i:j]) in _lexicon().phrases
        for i in range(len(parts))
        for j in range(i + 1, len(parts) + 1)
    )


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
    clinical = _lexicon().clinical
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
        support -= 0.06 * sum(plain(word) in _FUNCTION_WORDS for word in words)
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
    words, kinds = revision.words, _lexicon().kinds
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
