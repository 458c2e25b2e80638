"""Street addresses, post codes and larger cities. A state alone may stay (45 CFR 164.514(b)(2)(i)(B))."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from compliance.redaction.document import Document
from compliance.redaction.recognizers.base import over
from compliance.redaction.recognizers.patterns import Patterns
from compliance.redaction.spans import RedactedSpan

_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_NUMBER = rf"(?:\d{{1,6}}[a-z]?|(?:(?:{_UNIT}|{_TENS}|{_TEEN}|zero|oh|hundred|thousand)(?:[-\s]+|\b)){{1,5}})"
_SURE = (
    r"(?:street|st\.?|avenue|ave\.?|lane|ln\.?|road|rd\.?|boulevard|blvd\.?|parkway|pkwy|highway|hwy|terrace)"
)
_CAPITAL = r"(?:Drive|Dr\.?|Court|Ct\.?|Way|Place|Pl\.?|Circle|Cir|Trail|Square|Loop|Route|Run|Ridge|Alley)"
_NOT = (
    r"(?!(?:degrees?|feet|foot|minutes?|miles?|meters?|reps?|sets?|times|the|a|on|in|of|to|and|each|per|hours?"
    r"|blocks?|lanes?|out|pounds?|steps?)\b)"
)
_FLAT = r"(?:,?\s+(?:apt|apartment|suite|ste|unit|#|room)\.?\s*#?\w+)?"
_WORD = rf"{_NOT}[A-Za-z][\w.'’-]*"

ADDRESSES = Patterns(
    "addresses",
    "ADDRESS",
    rf"\b{_NUMBER}\s*(?:(?:north|south|east|west|n|s|e|w)\.?\s+)?(?:{_WORD}\s+){{1,3}}?{_SURE}(?![\w])(?!\s+(?:test|walk|walking)){_FLAT}",
    rf"\b{_NUMBER}\s*\d+(?:st|nd|rd|th)\s+{_SURE}(?!\w){_FLAT}",
    rf"\b(?:on|at|off|near|lives\s+(?:on|at)|from)\s+(?P<x>(?!the\b|a\b|my\b|his\b|her\b|our\b|their\b|this\b|that\b|your\b){_WORD}"
    rf"(?:\s+{_WORD})?\s+(?:street|avenue|lane|road|boulevard|parkway|highway))(?!\w)",
    rf"\b(?:lives?|living|resid\w+|stays|staying|address(?:\s+is)?|moved)\s*:?\s+(?:at|on|to)?\s*(?P<x>{_NUMBER}\s*(?:{_WORD}\s+){{0,3}}{_WORD})",
    rf"\b(?:lives?|living|house|home|moved)\s+(?:on|at|off|to)\s+(?P<x>(?:{_WORD}\s+){{1,3}}?"
    r"(?:drive|court|way|place|circle|trail|loop|square))\b",
    r"\bp\.?\s?o\.?\s*box\s+\d+",
    r"\bzip(?:\s*code)?(?:\s+is)?[:\s]+(?P<x>\d{5}(?:-\d{4})?)",
    r"(?<![\w-])\d{5}-\d{4}(?![\w-])",
    r"\b(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]),?\s+(?P<x>\d{5}(?:-\d{4})?)\b",
)
NAMED_STREETS = Patterns(
    "addresses",
    "ADDRESS",
    rf"\b(?:[A-Z][\w'’-]+\s+){{1,3}}(?:Street|Avenue|Lane|Road|Boulevard|Parkway|Highway|Terrace)\b{_FLAT}",
    rf"\b\d{{1,6}}\s+(?:[A-Z][\w'’-]+\s+){{1,3}}{_CAPITAL}(?!\w){_FLAT}",
    flags=0,
)


@lru_cache(maxsize=1)
def _places() -> dict[str, tuple[tuple[str, ...], ...]]:
    text = files("compliance.redaction").joinpath("data", "places.txt").read_text(encoding="utf-8")
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for line in text.splitlines():
        words = tuple(line.split())
        if words and not line.startswith("#"):
            by_first.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in by_first.items()}


class Cities:
    name = "cities"
    _BEFORE = frozenset(["in", "from", "to", "near", "outside", "of", "at", "visiting", "around", "through"])

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        places = _places()
        for index, token in enumerate(document.tokens):
            for words in places.get(token.word, ()):
                last = index + len(words) - 1
                if tuple(document.word(i) for i in range(index, last + 1)) != words:
                    continue
                named = token.capital or len(words) > 1 or document.word(index - 1) in self._BEFORE
                if named and document.word(last + 1) not in (
                    "test",
                    "sign",
                    "scale",
                    "balance",
                    "protocol",
                    "chair",
                ):
                    yield over(document, index, last, "ADDRESS", self.name)
                break
