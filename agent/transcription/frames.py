"""Places where only one kind of word can stand: letters of an abbreviation, a timed treatment, a joint that
is measured, a swelling that is graded."""

from __future__ import annotations

from typing import Final

from agent.memory import kept_for_now
from agent.transcription.plain import is_number, is_side, plain, tail, words
from agent.transcription.revision import Revision
from agent.transcription.vocabulary import vocabulary

_TERM: Final = "PT term"
_LETTERS: Final = "abbreviation"


def join_letters(revision: Revision) -> None:
    """`L E F S` to `LEFS`: letters heard apart that make a known abbreviation."""
    at = 0
    while at < len(revision.chunks):
        run = at
        while run < len(revision.chunks) and _letter(revision.words[run]):
            run += 1
        for end in range(run, at + 1, -1):
            joined = "".join(_letter(word) for word in revision.words[at:end])
            bare = joined.removesuffix("S") if joined not in vocabulary().letters else joined
            meant = bare if bare in vocabulary().letters else _misheard_letters(joined)
            if meant:
                last = revision.words[end - 1]
                plural = "s" if bare != joined and meant == bare else ""
                revision.replace(at, end, (meant + plural + tail(last),), _LETTERS)
                if meant != bare:
                    revision.doubt(at, at + 1)
                break
        at += 1


_RHYMES: Final = ("AEHI", "BCDEGPTVZ", "MN", "FSX", "AJK", "QU", "IY")
"""Letters whose names are taken for each other."""


@kept_for_now(1_000)
def _misheard_letters(joined: str) -> str:
    """The one abbreviation that `joined` is but for a rhyming letter (`L A F S`); empty for none or two."""
    if len(joined) < 4:
        return ""
    found = [known for known in vocabulary().letters if len(known) == len(joined) and _rhymes(known, joined)]
    return found[0] if len(found) == 1 else ""


def _rhymes(known: str, joined: str) -> bool:
    apart = [(a, b) for a, b in zip(known, joined, strict=True) if a != b]
    return len(apart) == 1 and any(a in row and b in row for a, b in apart for row in _RHYMES)


def _letter(word: str) -> str:
    """The letter that `word` is when said alone, upper case; empty for anything else."""
    bare = plain(word).removesuffix("'s")
    return bare.upper() if len(bare) == 1 and bare.isalpha() else ""


_THER: Final = words("for there their the fair her fur")


def ther_ex(revision: Revision) -> None:
    """`for X, 15 minutes` to `ther ex, 15 minutes`: what is timed like that is a treatment."""
    for at in range(len(revision.chunks) - 3):
        said = [plain(word) for word in revision.words[at : at + 5]]
        counted = 3 if len(said) < 5 or not is_number(said[3]) else 4
        timed = len(said) > counted and is_number(said[2]) and said[counted] in {"minute", "minutes"}
        if said[0] in _THER and said[1] in {"x", "ex", "acts"} and timed and not tail(revision.words[at]):
            first, second = revision.words[at], revision.words[at + 1]
            now = "Ther" if first[:1].isupper() else "ther"
            revision.replace(at, at + 2, (now, "ex" + tail(second)), _TERM)


_HIP_MOTIONS: Final = words("flexion extension abduction adduction rotation")


def hip_by_frame(revision: Revision) -> None:
    """`if extension right four` to `hip extension right four`: a motion that is given a figure is a
    joint's. Always marked for listening."""
    for at in range(len(revision.chunks) - 2):
        said = [plain(word) for word in revision.words[at : at + 4]]
        if said[0] != "if" or said[1] not in _HIP_MOTIONS:
            continue
        given = said[2 + (said[2] == "strength") :][:1]
        if given and (is_side(given[0]) or is_number(given[0])) and not tail(revision.words[at]):
            revision.say(at, "hip", _TERM)


_GRADES: Final = words("trace mild moderate minimal")
_LIKE_EFFUSION: Final = words("fusion infusion diffusion")


def effusion_by_grade(revision: Revision) -> None:
    """`a fusion, trace` and `mild infusion` to the swelling that is graded so. Always marked for
    listening."""
    for at in range(len(revision.chunks) - 1, -1, -1):
        said = revision.words
        before = plain(said[at - 1]) if at else ""
        after = plain(said[at + 1]) if at + 1 < len(said) else ""
        graded = before in _GRADES or (before == "a" and after in _GRADES)
        if plain(said[at]) in _LIKE_EFFUSION and graded:
            start = at - (before == "a")
            now = "Effusion" if said[start][:1].isupper() else "effusion"
            revision.replace(start, at + 1, (now + tail(said[at]),), _TERM)
            revision.doubt(start, start + 1)


def homophones(revision: Revision) -> None:
    for at, word in enumerate(revision.words):
        meant = vocabulary().homophones.get(plain(word))
        if meant and not revision.chunks[at].reason:
            meant = meant.capitalize() if word[:1].isupper() else meant
            revision.replace(at, at + 1, (meant + tail(word),), _TERM)
