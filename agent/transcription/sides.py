"""Sides that were written as another word: "write knee", "left 34, ride 36", "laft hip", "left and rite".

Never from sense alone: the word must sound like the side, and its place must be one where a side stands and
the word itself does not. Each is a change that can be taken back, and is marked for listening.
"""

from __future__ import annotations

from typing import Final

from agent.memory import kept_for_now
from agent.transcription.plain import ends_sentence, is_number, is_ordinary, is_side, plain, tail, words
from agent.transcription.revision import Revision
from agent.transcription.sound import likeness, sounds
from agent.transcription.term_index import term_index
from agent.transcription.vocabulary import vocabulary

_SIDE: Final = "side word"
_TERM: Final = "PT term"
_HOMOPHONES: Final = {
    **dict.fromkeys(("write", "wright", "rite", "bright", "brightly", "rightly", "ride"), "right"),
    **dict.fromkeys(("lest", "laugh", "loft", "laughed"), "left"),
}
"""Words that make no sense where a side stands. "Last" does: it is only doubted. "Lift" mostly does."""
_LIFT: Final = "lift"
_LIKE: Final = 0.9
"""How like a side a word that is no English must sound."""
_NEAR: Final = 8
"""Words within which two sides are compared."""
_JOINS: Final = words("and or versus than")
_OWN_WORK: Final = words(
    "to i i'll we we'll you you'll he she they he'll she'll they'll can could will would should please"
)
"""After these the word is a verb: "I'll write back"."""
_OBJECT: Final = words("the a an my his her their it up down on")
_RESULTS: Final = words("positive negative normal full clear intact wnl fine")
_AFTER_PART: Final = words("pain active passive is strength weeks aches replacement motion")


def sides_by_frame(revision: Revision, *, dictated: bool) -> None:
    """Write each side that was written as another word. Where nothing is `dictated`, in talk, a body part
    must follow: there numbers and findings seldom tell which side they are of.
    """
    for at in range(len(revision.chunks)):
        if revision.chunks[at].reason:
            continue
        word = plain(revision.words[at])
        side = _with_part(word) or (_meant(word) if _frames_side(revision, at, dictated=dictated) else "")
        if side:
            revision.say(at, side, _SIDE)
        elif dictated and word == _LIFT and _measured(revision, at):
            revision.say(at, "left", _SIDE)


def _frames_side(revision: Revision, at: int, *, dictated: bool) -> bool:
    side = _meant(plain(revision.words[at]))
    if not side:
        return False
    return _sided(revision, at) or (dictated and (_paired(revision, at, side) or _joined(revision, at, side)))


def parts_after_side(revision: Revision) -> None:
    """`right in Key pain` to `right knee pain`: between a side and what is found there stands a body part."""
    at = 1
    while at < len(revision.chunks):
        part, end = _part_meant(revision, at)
        before = revision.words[at - 1]
        side = _meant(plain(before)) if not revision.chunks[at - 1].reason else ""
        if part and not tail(before) and (is_side(before) or (side and not _does_own_work(revision, at - 1))):
            revision.replace(at, end, (part + tail(revision.words[end - 1]),), _TERM)
            revision.doubt(at, at + 1)
            if side:
                revision.say(at - 1, side, _SIDE)
        at += 1


def sounds_a_side(word: str) -> bool:
    """Whether `word` is no side and sounds the same as one: what it is hangs on its place alone."""
    bare = plain(word)
    return not is_side(bare) and any(_sounds(bare) == sounds(side) for side in ("left", "right"))


@kept_for_now(20_000)
def _sounds(word: str) -> str:
    return sounds(word)


@kept_for_now(20_000)
def _meant(word: str) -> str:
    """The side that `word` may have been; empty for every word that says something else."""
    if word in _HOMOPHONES:
        return _HOMOPHONES[word]
    if len(word) < 4 or not word.isalpha() or is_ordinary(word) or word in term_index().clinical:
        return ""
    return next((side for side in ("left", "right") if likeness(sounds(word), sounds(side)) >= _LIKE), "")


@kept_for_now(20_000)
def _with_part(word: str) -> str:
    """`leftoe`, `rightknee`: side and body part that were written as one word, apart; empty for others."""
    for side in ("left", "right"):
        rest = word.removeprefix(side)
        if rest == word or not rest or is_ordinary(word):
            continue
        found = next((part for part in (rest, side[-1] + rest) if "body" in _kinds(part)), "")
        if found:
            return f"{side} {found}"
    return ""


def _kinds(phrase: str) -> frozenset[str]:
    return term_index().kinds.get(phrase, frozenset())


def _sided(revision: Revision, at: int) -> bool:
    """Whether what follows has a left and a right: a body part, a muscle, a motion measured there."""
    following = [plain(word) for word in revision.words[at + 1 : at + 3]]
    if not following or tail(revision.words[at]) or _does_own_work(revision, at):
        return False
    if (plain(revision.words[at]), following[0]) == ("bright", "side"):
        return False  # to look on it
    return bool((_kinds(following[0]) | _kinds(" ".join(following))) & {"body", "muscle", "motion"})


def _does_own_work(revision: Revision, at: int) -> bool:
    return at > 0 and plain(revision.words[at - 1]) in _OWN_WORK


def _paired(revision: Revision, at: int, side: str) -> bool:
    """Whether a result follows and the other side's stands near: `left 34, ride 36`."""
    said = revision.words
    if not _is_result(said, at + 1):
        return False
    if plain(said[at]) not in _HOMOPHONES:
        return True  # no word at all
    other = "left" if side == "right" else "right"
    near = range(max(0, at - _NEAR), min(len(said), at + _NEAR))
    return any(plain(said[i]) == other and _has_result(said, i, at if i < at else i + 3) for i in near)


def _has_result(said: list[str], at: int, end: int) -> bool:
    """Whether a result stands in [at + 1, end), in the same sentence as word `at`."""
    for i in range(at + 1, min(end, len(said))):
        if _is_result(said, i):
            return True
        if ends_sentence(said[i]):
            return False
    return False


def _is_result(said: list[str], at: int) -> bool:
    return at < len(said) and (is_number(said[at]) or plain(said[at]) in _RESULTS)


def _joined(revision: Revision, at: int, side: str) -> bool:
    """Whether the other side is joined to the word: `left and rite`, `write or left`."""
    other = "left" if side == "right" else "right"
    said = [plain(word) for word in revision.words]
    if said[at + 1 : at + 2] and said[at + 1] in _OBJECT:
        return False  # "turn left and ride the bike"
    after = at + 2 < len(said) and said[at + 1] in _JOINS and said[at + 2] == other
    return after or (at >= 2 and said[at - 1] in _JOINS and said[at - 2] == other)


def _measured(revision: Revision, at: int) -> bool:
    """Whether a motion of a body part follows, which nobody lifts: `lift knee flexion 110`."""
    following = [plain(word) for word in revision.words[at + 1 : at + 3]]
    if len(following) < 2 or any(tail(word) for word in revision.words[at : at + 2]):
        return False
    motion = "motion" in _kinds(following[1]) | _kinds(" ".join(following)) or following[1] == "motion"
    return motion and "body" in _kinds(following[0]) and not _does_own_work(revision, at)


def _part_meant(revision: Revision, at: int) -> tuple[str, int]:
    """The body part that the words from `at` were taken for, before what is found there; where they end."""
    said = [plain(word) for word in revision.words[at : at + 4]]
    for part, variants in vocabulary().heard_after_side.items():
        for variant in variants:
            heard = variant.split()
            if said[: len(heard)] == heard and len(said) > len(heard):
                after = said[len(heard)]
                if after in term_index().clinical or after in _AFTER_PART:
                    return part, at + len(heard)
    return "", at
