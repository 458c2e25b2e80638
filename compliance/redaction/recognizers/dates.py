"""Dates, written and spoken. A year alone and relative times ("two weeks ago", "last Friday") stay.

Source: 45 CFR 164.514(b)(2)(i)(C): all elements of dates except the year.
"""

from __future__ import annotations

from collections.abc import Iterator

from compliance.redaction.document import Document
from compliance.redaction.recognizers.base import over
from compliance.redaction.recognizers.patterns import Patterns
from compliance.redaction.spans import RedactedSpan
from compliance.redaction.spoken import runs

_LONG = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
_SURE = r"(?:january|february|april|june|july|august|september|october|november|december)"
_UNIT = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)"
_ORDINAL = (
    rf"(?:(?:twenty|thirty)[-\s]{_UNIT}|{_UNIT}|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    r"|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_CARDINAL = (
    rf"(?:(?:twenty|thirty)(?:[-\s]{_SMALL})?|{_SMALL}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen)"
)
_DAY = rf"(?:(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b|{_ORDINAL}\b)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_SPOKEN_YEAR = (
    rf"(?:(?:nineteen|twenty|eighteen)[-\s](?:{_TENS}(?:[-\s]{_SMALL})?|{_TEEN}|(?:oh|o|zero)[-\s]{_SMALL}|hundred)"
    rf"|two\s+thousand(?:\s+and)?(?:\s+(?:{_TENS}(?:[-\s]{_SMALL})?|{_TEEN}|{_SMALL}))?"
    rf"|{_TENS}(?:[-\s]{_SMALL})?)"
)
_YEAR = rf"(?:(?:1[89]|20)\d\d\b|['’]\d\d\b|{_SPOKEN_YEAR}\b)"
_NO_UNIT = (
    r"(?!\s*(?:reps?|sets?|minutes?|mins?|seconds?|secs?|feet|foot|ft|steps?|meters?|times|degrees?|percent|%"
    r"|pounds?|lbs?|out\b|of\s+(?:five|ten|\d)|over\b|x\b|by\b|inch))"
)
_NOT_A_DAY = (
    r"(?!\s+(?:side|sides|rep|repetition|step|steps|set|floor|visit|visits|session|try|attempt|trial|day|week|"
    r"month|year|rib|vertebrae?|metatarsals?|met|metacarpals?|toe|toes|digit|finger|ray|cranial|nerve|time|grade|"
    r"one|exercise|round|bout|lap|stair|flight|percentile|power|degree|gear|level|phase|stage|leg|hand|thoracic|"
    r"cervical|lumbar|hip|knee|part|half|third|line|row|base|proximal|distal|ring|medication))"
)
_HOLIDAYS = (
    r"christmas(?:\s+(?:eve|day))?|thanksgiving|easter|halloween|new\s+year['’]?s?(?:\s+(?:eve|day))?"
    r"|(?:labor|memorial|independence|mother['’]?s|father['’]?s|veterans['’]?|valentine['’]?s)\s+day"
    r"|(?:the\s+)?fourth\s+of\s+july|hanukkah|ramadan|diwali"
)

DATES = Patterns(
    "dates",
    "DATE",
    rf"\b{_LONG}\s+(?:the\s+)?{_DAY}{_NO_UNIT}(?:\s*(?:-|–|to|through)\s*{_DAY}{_NO_UNIT})?"
    rf"(?:,?\s+(?:of\s+)?{_YEAR}{_NO_UNIT})?",
    rf"\b{_SURE}\s+{_CARDINAL}\b{_NO_UNIT}(?:,?\s+(?:of\s+)?{_YEAR}{_NO_UNIT})?",
    rf"\b(?:march|may)\s+{_CARDINAL},?\s+(?:of\s+)?{_YEAR}",
    rf"\b(?:the\s+)?{_DAY}\s+(?:day\s+)?(?:of\s+)?{_LONG}(?:,?\s+{_YEAR}{_NO_UNIT})?",
    rf"\b{_LONG},?\s+(?:of\s+)?(?:1[89]|20)\d\d\b",
    rf"\b{_SURE}\b",
    r"\b(?:in|since|until|till|last|this|next|early|late|mid|by|of|from|through|around|before|after|"
    r"beginning of|end of|middle of)[-\s]+(?:early\s+|late\s+|mid[-\s]?)?(?P<x>march|may)\b"
    r"(?!\s+(?:be|have|not|need|also|help|in\s+place|with))",
    r"\b\d{1,2}[-/. ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ]\d{2,4}\b",
    r"(?<![\d.])(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:3[01]|[12]\d|0?[1-9])(?!\d)"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?",
    r"(?<![\d/.-])(?:0?[1-9]|1[0-2]|[12]\d|3[01])(?P<s>[-/.])"
    r"(?:0?[1-9]|[12]\d|3[01])(?P=s)(?:(?:19|20)\d\d|\d\d)(?![\d/])",
    r"\b(?:on|since|dated?|until|from|seen|dob|birth|born|surgery|by|before|after|onset|doi|dos|injury|injured"
    r"|follow[-\s]?up|f/u|appt|appointment|admitted|discharged|eval|re-?eval|recert|mri|x-?rays?)[:\s]+(?:on\s+)?"
    r"(?P<x>(?:0?[1-9]|1[0-2])/(?:0?[6-9]|1[1-9]|2\d|3[01])(?:/\d{2,4})?)(?![\d/])",
    rf"\bon\s+(?:the\s+)(?P<x>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\b{_NOT_A_DAY}(?!\s+(?:of\b))",
    rf"\b(?:{_HOLIDAYS})\b",
    rf"\bborn\s+(?:in|on)\s+(?P<x>{_YEAR})",
)


class BirthDates:
    """The digits after "date of birth", in whatever order they were said."""

    name = "birth_dates"
    _CUES = (
        ("date", "of", "birth"),
        ("birth", "date"),
        ("dob",),
        ("birthday",),
        ("birthdate",),
        ("born",),
        ("d", "o", "b"),
    )
    _REACH = 4

    def find(self, document: Document) -> Iterator[RedactedSpan]:
        words = [t.word for t in document.tokens]
        for run in runs(document, shortest=3):
            before = words[max(0, run.first - self._REACH) : run.first]
            if any(_ends_near(before, cue) for cue in self._CUES):
                yield over(document, run.first, run.last, "DATE", self.name)


def _ends_near(words: list[str], cue: tuple[str, ...]) -> bool:
    return any(tuple(words[i : i + len(cue)]) == cue for i in range(len(words) - len(cue) + 1))
