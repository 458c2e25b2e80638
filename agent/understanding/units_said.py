"""Units asked for each service aloud: `bill two exercise and one manual`. Reported, never billed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from agent.needles import Rare
from agent.understanding.phrases import lexicon

_NUMBERS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_NUMBER: Final = rf"\b(?:\d|{'|'.join(_NUMBERS)})\b"
_MINUTES: Final = r"(?:,? (?:at |for )?\d+ (?:minutes?|min)\b,?)?"
"""`one unit of ultrasound, eight minutes, and two of exercise`."""
_ON_THE_BILL: Final = r" (?:on|onto|in|to) (?:the|her|his|this|today's) (?:bill|claim|charges?)\b"
_VERB: Final = (
    r"\b(?:bill(?:ing|s)?|charges?(?: (?:is|are|today|:))*|charging|code|coding|claim(?:ing)?|submit|"
    r"(?:put|mark|write|enter) (?:it|that|this|them) (?:down |in |through )?(?:as|for)|"
    r"(?:put|mark|write) (?:down|in))"
    r"\b(?: \w+)??"
)


_ASKED_AT_ALL: Final = Rare(rf"{_VERB} {_NUMBER}|{_ON_THE_BILL}")
"""A cheap first look: without one of these nothing is asked for, and the names of all services are many."""


@cache
def _service() -> str:
    """A number of units and the service they are asked for."""
    says = {
        str(s).lower()
        for e in lexicon("treatment")["interventions"]
        if e["code"].isdigit() and e["code"] not in lexicon("treatment")["untimed"]
        for s in (e["name"], *e["says"], e["code"])
    }
    names = "|".join(re.escape(s) for s in sorted(says, key=len, reverse=True))
    return rf"({_NUMBER})(?: (?:timed )?units?)?(?: of| for| to| on)?(?: the| her| his| my)? ({names})\b"


@cache
def _asked() -> re.Pattern[str]:
    link = r"(?:,? and|,? plus|,)?"
    services = rf"{_service()}{_MINUTES}(?:{link} {_service()}{_MINUTES}){{0,4}}"
    return re.compile(rf"{_VERB} {services}|{services}{_ON_THE_BILL}", re.IGNORECASE)


def _places(text: str) -> Iterator[re.Match[str]]:
    """Where units are asked for."""
    return _asked().finditer(text) if _ASKED_AT_ALL.search(text) else iter(())


@cache
def _codes() -> dict[str, str]:
    return {
        str(s).lower(): str(e["code"])
        for e in reversed(lexicon("treatment")["interventions"])
        for s in (e["name"], *e["says"], e["code"])
    }


def units_said(text: str) -> dict[str, int]:
    """The units of each code that the words ask for; empty when they ask for none."""
    found = next(_places(text), None)
    out: dict[str, int] = {}
    if found is not None:
        for number, name in re.findall(_service(), found.group(), re.IGNORECASE):
            code = _codes()[name.lower()]
            out[code] = out.get(code, 0) + _counted(number)
    return out


def end_of_units(text: str) -> int:
    """The character behind the last words that ask for units; 0 when there are none."""
    return max((m.end() for m in _places(text)), default=0)


def numbers_of_units(text: str) -> list[tuple[int, int]]:
    """The characters of each number that counts units: these are no minutes."""
    return [
        (found.start() + m.start(1), found.start() + m.end(1))
        for found in _places(text)
        for m in re.finditer(_service(), found.group(), re.IGNORECASE)
    ]


def _counted(number: str) -> int:
    return _NUMBERS.get(number.lower()) or int(number)
