"""The dose that follows an exercise in a sentence: `3 x 10`, `three sets of eight`, `5 reps twice a day`."""

from __future__ import annotations

import re

from agent.domain.plan import Dose

_N = (
    r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty-?five|sixty)"
)
_VALUES = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "fortyfive": 45,
    "sixty": 60,
}
_SECONDS = r"\s*(seconds?|secs?|s)\b"
_HEARD = {"to": 2, "too": 2, "for": 4, "ate": 8, "won": 1}
"""Numbers as a recogniser may leave them; read as such only around `by`."""
_H = rf"(?:{_N[1:-1]}|{'|'.join(_HEARD)})"
_SETS = re.compile(rf"\b(?:{_N}\s*(?:x|×|times|sets? of)\s*{_N}|({_H})\s*by\s*({_H})\b)(?:{_SECONDS})?")
_REPS = re.compile(rf"\b{_N}\s*(?:reps?|repetitions?)\b")
_HOLD = re.compile(rf"\b(?:hold(?:ing)?(?: for)?\s*{_N}|{_N}(?:-|\s)?(?:second|sec|s) holds?)\b")
_MINUTES = re.compile(rf"\b{_N}\s*(?:minutes?|mins?)\b(?!\s*(?:a|per|each) week)")
_FREQUENCY = re.compile(
    r"\b(?:(?:once|twice|\d+ times|\w+ times) (?:a|per|each) (?:day|week)|daily|every other day|"
    r"every \w+(?: to \w+)? hours?|"
    r"nightly|each morning)\b"
)


def dose_after(text: str) -> Dose:
    """Only what is said; everything else stays None."""
    folded = text.lower()
    sets = reps = None
    hold: float | None = None
    if match := _SETS.search(folded):
        sets, second = (
            _value(g) for g in (match.group(1) or match.group(3), match.group(2) or match.group(4))
        )
        if match.group(5):
            hold = float(second)
        else:
            reps = second
    elif match := _REPS.search(folded):
        reps = _value(match.group(1))
    if hold is None and (match := _HOLD.search(folded)):
        hold = float(_value(match.group(1) or match.group(2)))
    minutes = float(_value(m.group(1))) if not sets and (m := _MINUTES.search(folded)) else None
    frequency = m.group() if (m := _FREQUENCY.search(folded)) else ""
    return Dose(sets=sets, reps=reps, hold_s=hold, minutes=minutes, frequency=frequency)


def _value(word: str) -> int:
    return int(word) if word.isdigit() else (_VALUES | _HEARD)[word.replace("-", "")]


def frequency_of(text: str, end: int) -> str:
    """The frequency said of what ends at character `end` of `text`; empty where several leave it open.

    One frequency of a sentence holds for all of it. Of several, each holds for the names said right before
    it: `chin tucks every 3 hours and the sliders twice a day`.
    """
    found = list(_FREQUENCY.finditer(text.lower()))
    if len({m.group() for m in found}) < 2:
        return found[0].group() if found else ""
    if not re.search(
        r"[a-z]{4,}", text[: found[0].start()].lower().replace("home", "").replace("program", "")
    ):
        return ""  # a frequency that leads its list: which one follows it is not told
    return next((m.group() for m in found if m.start() >= end), "")
