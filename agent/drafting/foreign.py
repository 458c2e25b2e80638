"""A transcript that no engine of ours made: PT terms put right by their sound, as after recognition.

Only speech written without punctuation, as raw recognisers give it, is touched: a typed transcript is
taken as it stands. Names of the visit's people are left alone however they are written, and so is every
side, number and negation. Each change is kept in `Segment.corrections`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.transcription.correction import correct_terms
from agent.transcription.heard import HeardWord
from agent.transcription.plain import ends_sentence, is_ordinary, is_untouchable, plain
from agent.transcription.revision import Chunk, Revision
from agent.transcription.sound import is_like, likeness, sounds, weight
from agent.transcription.term_index import FUNCTION_WORDS
from agent.understanding.phrases import by_variant, lexicon, words

_SHORTEST: Final = 15
_WORDS_WITHOUT_A_STOP: Final = 40
_A_NAME: Final = 0.75
_A_TERM: Final = 0.85
_OF_ORDINARY_WORDS: Final = 0.93
_A_TEST: Final = 0.77
_A_MEDICINE: Final = 0.93
_MOST_PIECES: Final = 4
"""Words into which a recogniser may break the name of a medicine."""
_SILENT: Final = re.compile(r"(?<=[aeiou])h$")
"""Written to show a vowel: `meh`."""
_BROKEN: Final = 3
"""Pieces from which words of any kind are one when they sound the same."""
_REACH: Final = 8
"""Words before a result in which the name of its test may stand (`tinel at the tarsal tunnel negative`)."""
_RESULTS: Final = frozenset({"positive", "negative"})
_REASON: Final = "PT term"


def corrected(transcript: Transcript, encounter: Encounter | None) -> Transcript:
    """`transcript` with its misheard PT terms put right, where it was not made by an engine of ours."""
    if any(segment.words or segment.corrections for segment in transcript.segments):
        return transcript
    names = tuple(_name_sounds(encounter)) if encounter is not None else ()
    return Transcript(  # a new one: a copy would keep the text that was joined before
        segments=tuple(_corrected(segment, names) for segment in transcript.segments),
        duration=transcript.duration,
        engine=transcript.engine,
    )


def _corrected(segment: Segment, names: tuple[str, ...]) -> Segment:
    said = segment.text.split()
    stops = sum(ends_sentence(word) for word in said)
    if segment.speaker is not None or len(said) < _SHORTEST or stops * _WORDS_WITHOUT_A_STOP >= len(said):
        return segment
    revision = Revision(tuple(HeardWord(text=word) for word in said))
    correct_terms(revision)
    revision.chunks = [kept for chunk in revision.chunks for kept in _kept(chunk, names)]
    _tests_by_result(revision)
    _medicines_by_sound(revision, names)
    made = revision.segment()
    if made is None or not made.corrections:
        return segment
    return segment.model_copy(
        update={"text": made.text, "raw_text": segment.text, "corrections": made.corrections}
    )


def _kept(chunk: Chunk, names: tuple[str, ...]) -> Iterator[Chunk]:
    """The change as it is, or the heard words in its stead where it may be a name or joins two phrases."""
    heard = [word.text for word in chunk.heard]
    changed = " ".join(chunk.words) != " ".join(heard)
    sure = chunk.reason == _REASON and not chunk.doubtful and _sounds_alike(heard, list(chunk.words))
    if not changed or (sure and not _refused(heard, names)):
        yield chunk
        return
    for word in chunk.heard:
        yield Chunk((word,), (word.text,))


def _sounds_alike(heard: list[str], made: list[str]) -> bool:
    """Whether a change keeps the sound: nobody heard this speech twice, so nothing else speaks for it.

    Names of tests may differ more, words that all are ordinary ones less. `That lot took ten minutes` tells
    of no light touch, and words that are terms themselves stay: `gapping` is no cupping.
    """
    if all(plain(word) in _test_words() for word in heard):
        return False
    like = likeness(sounds(" ".join(map(plain, heard))), sounds(" ".join(map(plain, made))))
    ordinary = all(is_ordinary(plain(word)) for word in heard)
    if ordinary and plain(heard[-1]) in words("persons_past"):
        return False
    return like >= (_OF_ORDINARY_WORDS if ordinary else _A_TERM) or any(
        plain(w) in _test_words() for w in made
    )


def _refused(heard: list[str], names: tuple[str, ...]) -> bool:
    if any(len(plain(word)) == 1 or plain(word) in FUNCTION_WORDS for word in heard):
        return True
    rows = [
        sounds(" ".join(plain(w) for w in heard[i:j]))
        for i in range(len(heard))
        for j in range(i + 1, len(heard) + 1)
    ]
    return any(is_like(row, name, _A_NAME) for row in rows for name in names)


def _name_sounds(encounter: Encounter) -> Iterator[str]:
    for name in (encounter.patient.name, encounter.therapist.name):
        for part in name.replace("-", " ").split():
            if len(part) > 3:
                yield sounds(part.casefold())


@cache
def _medicines() -> dict[str, str]:
    """Sounds of each medicine to its name."""
    return {sounds(name): name for name in lexicon("medicines")["medicines"]}


def _medicines_by_sound(revision: Revision, names: tuple[str, ...]) -> None:
    """`takes gabba pen tin`: words of which one at least is none of the language, and a medicine's sound; or
    three and more of any kind that sound the same as one (`meh lox i cam`)."""
    for at in range(len(revision.chunks) - 1, -1, -1):
        for end in range(min(at + _MOST_PIECES, len(revision.chunks)), at, -1):
            said = [plain(word) for word in revision.words[at:end]]
            if any(chunk.reason for chunk in revision.chunks[at:end]) or any(
                word in FUNCTION_WORDS for word in (said[0], said[-1])
            ):
                continue
            name = _medicine_meant(said, names)
            if name and " ".join(said) != name:
                revision.replace(at, end, (name,), _REASON)
                break


def _medicine_meant(said: list[str], names: tuple[str, ...]) -> str:
    """The medicine that `said` sounds like; empty for none."""
    if len(said) >= _BROKEN:
        run_together = sounds("".join(_SILENT.sub("", word) for word in said))
        if run_together in _medicines():
            return _medicines()[run_together]
    if all(map(is_ordinary, said)) or _refused(said, names):
        return ""
    row = sounds(" ".join(said))
    alike = ((m, name) for m, name in _medicines().items() if is_like(row, m, _A_MEDICINE))
    return max(((likeness(row, m), name) for m, name in alike), default=(0.0, ""))[1]


@cache
def _tests() -> tuple[tuple[str, str], ...]:
    """(sounds, name) of the special tests, the long enough ones."""
    pairs = by_variant(lexicon("measures")["special_tests"])
    spoken = [(said.casefold(), name) for said, name in pairs if said.replace(" ", "").isalpha()]
    rows = ((sounds(said), name) for one, name in spoken for said in (one, f"{one}'s"))
    return tuple(dict.fromkeys((row, name) for row, name in rows if weight(row) >= 2.8))


@cache
def _test_words() -> frozenset[str]:
    """Words that name a test; `the ankle` of `tinnels behind the ankle negative` names none."""
    pairs, body = by_variant(lexicon("measures")["special_tests"]), lexicon("body")
    named = frozenset(word.casefold() for said, name in pairs for word in (*said.split(), *name.split()))
    return named - {
        word for part in (*body["joints"], *body["parts"]) for word in str(part).casefold().split()
    }


def _as_long(row: str, test: str) -> bool:
    return abs(len(row) - len(test)) <= 2


def _tests_by_result(revision: Revision) -> None:
    """`fay burr positive left`: what stands before a result and sounds like a test is that test."""
    at = 0
    while at < len(revision.chunks):
        if plain(revision.words[at]) in _RESULTS:
            found = _named_before(revision, at)
            if found is not None:
                start, end, name = found
                revision.replace(start, end, tuple(name.split()), _REASON)
                at -= end - start - 1
        at += 1


def _named_before(revision: Revision, at: int) -> tuple[int, int, str] | None:
    """(start, end, test) of the chunks that sound most like a test, when none is named already."""
    low = [plain(word) for word in revision.words]
    first = at
    while first > 0 and at - first < _REACH and not is_untouchable(revision.words[first - 1]):
        if low[first - 1] in _RESULTS or revision.chunks[first - 1].reason:
            break
        first -= 1
    if any(word in _test_words() and word not in FUNCTION_WORDS for word in low[first:at]):
        return None
    best: tuple[float, int, int, str] | None = None
    for start in range(first, at):
        for end in range(start + 1, min(start + 3, at) + 1):
            said = low[start:end]
            strange = any(not is_ordinary(word) for word in said)
            if (end - start == 1 and not strange) or said[0] in FUNCTION_WORDS or said[-1] in FUNCTION_WORDS:
                continue
            row = sounds(" ".join(said))
            like, name = max(
                (
                    (likeness(row, test), name)
                    for test, name in _tests()
                    if _as_long(row, test) and is_like(row, test, _A_TEST)
                ),
                default=(0.0, ""),
            )
            if name and (best is None or like > best[0]):
                best = (like, start, end, name)
    return best[1:] if best is not None else None
