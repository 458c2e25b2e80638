"""Where a recording is of another patient than the record: named as the one treated, not merely mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from rapidfuzz.distance import JaroWinkler

from agent.domain.visit import Encounter
from agent.needles import Rare
from agent.transcription.plain import is_ordinary
from agent.transcription.term_index import clinical_words

ALIKE: Final = 0.82
"""Names that recognition may have made of the record's own are not held to be another's."""
OPENING: Final = 400
"""Characters in which a dictation says whose it is, and a conversation greets."""
_N: Final = r"(?!(?i:mrs?|ms|miss|dr|doctor|patient)\b)(?-i:[^\W\d_a-z])[^\W\d_]{2,}(?:['’-][^\W\d_]+)*"
_TITLE: Final = r"\b(?:[Mm]r|[Mm]rs|Ms|ms\.|[Mm]ister|[Mm]issus|Miss)\.? "
_NOTE: Final = r"\b(?i:note|visit|eval|evaluation|report|summary|discharge|session|one)(?: \w+)?"
_GREETED: Final = (
    r"(?:^|[.!?,\n]) ?(?i:hi|hello|hey|morning|afternoon|good (?:morning|afternoon|evening)|"
    r"welcome(?: back)?|so|okay|all ?right|right|come in|well|in|to see you),? "
)
_HERE: Final = (
    r"(?i:visit|here|date of birth|dob|mrn|spelled|(?:for )?(?:the )?\w+ visit|seen|session|number)"
)
_ACTS: Final = (
    r"(?:,? (?:also|still|again|now|today|is|was|has|had)){0,2} (?:reports?|reported|states?|stated|says|"
    r"denies|denied|presents?|presented|arrives?|arrived|tolerated|tolerates|returns?|returned|complains?|"
    r"demonstrates?|demonstrated|ambulate[sd]|completed?|performed|rates?|rated|describes?|feels|here for|"
    r"status post|recovering|seen)\b"
)
_SURE: Final = (
    re.compile(rf"{_NOTE},? (?:for|on|of) (?:{_TITLE})?(?P<name>{_N}(?: {_N})+)"),
    re.compile(rf"{_NOTE},? (?:for|on|of) {_TITLE}(?P<name>{_N})"),
    re.compile(
        rf"{_TITLE}(?!arthrogram|imag|scan|angio|patient|and\b|or\b)(?P<name>[A-Za-z][\w'’-]+){_ACTS}"
    ),
)
"""Anywhere: `Daily note for …`, `Mrs. … reports`."""
_SURE_AT_FIRST: Final = (
    re.compile(rf"{_NOTE}[,.] (?P<name>{_N} {_N})(?=[,. ])"),
    re.compile(rf"\A(?i:patient)(?: is|:| name)?,? (?P<name>{_N} {_N})"),
    re.compile(rf"(?:^|[.,] )(?P<name>{_N} {_N})(?=,? {_HERE})"),
    re.compile(rf"(?:{_GREETED}|^|[.!?,\n] ?){_TITLE}(?P<name>{_N})(?=[,.?!])"),
)
_LIKELY_AT_FIRST: Final = (
    re.compile(rf"{_NOTE},? (?:for|on|of) (?P<name>{_N})\b"),
    re.compile(rf"\bThis is for (?P<name>{_N})\b"),
    re.compile(rf"\A(?:(?i:uh|um|so|okay),? )?(?P<name>{_N})(?=,? {_HERE}|[,!] )"),
    re.compile(rf"{_GREETED}(?P<name>{_N})(?=[,.?!])"),
)
"""A first name alone, which may be what the patient goes by."""


_SOMEBODY_ELSE: Final = Rare(
    r"\b(?:husband|wife|spouse|partner|mother|father|mom|dad|son|daughter|sister|brother|aunt|uncle|friend|"
    r"neighbou?r|caregiver|aide|nurse|surgeon|doctor|physician|teacher|coach|boss|trainer|student|assistant|by|"
    r"with|from)[,:]? (?:\w+\.? )?$",
)
"""What stands before the name of one who is not the patient."""


@dataclass(frozen=True)
class Named:
    """Characters [start, end) that name somebody as this visit's patient; `sure` with surname or title."""

    name: str
    start: int
    end: int
    sure: bool


def named_patients(said: str) -> Iterator[Named]:
    """Each place of `said` that names somebody as the patient."""
    opening = said[:OPENING]
    for pattern in _SURE:
        yield from (n for n in _found(pattern, said) if not _clinical().intersection(_words(n.name)))
    for pattern in _SURE_AT_FIRST:
        for named in _found(pattern, opening):
            strange = [_is_strange(word) for word in _words(named.name)]
            if any(strange):
                yield replace(named, sure=all(strange))
    for pattern in _LIKELY_AT_FIRST:
        for named in _found(pattern, opening):
            if all(map(_is_strange, _words(named.name))):
                yield replace(named, sure=False)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Named]:
    for match in pattern.finditer(text):
        start = match.start("name")
        if not _SOMEBODY_ELSE.search(text[max(0, start - 25) : start]):
            yield Named(match["name"], start, match.end("name"), sure=True)


def is_of_record(name: str, encounter: Encounter) -> bool:
    """Whether a word of `name` is, or sounds as if it might be, one of the patient's or the therapist's."""
    people = _words(f"{encounter.patient.name} {encounter.therapist.name}")
    return any(
        word == own or JaroWinkler.similarity(word, own) >= ALIKE for word in _words(name) for own in people
    )


def _is_strange(word: str) -> bool:
    """No everyday and no clinical word: a name, most likely."""
    return len(word) > 2 and not is_ordinary(word) and word not in _clinical()


@cache
def _clinical() -> frozenset[str]:
    return clinical_words() | {"patient"}


def _words(name: str) -> list[str]:
    parts = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", name.casefold())
    return [word.removesuffix("'s").removesuffix("’s") for word in parts]
