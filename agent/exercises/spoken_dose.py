"""The dose that follows an exercise in a sentence: `3 x 10`, `three sets of eight`, `5 reps twice a day`."""

from __future__ import annotations

import re

from agent.domain.plan import Dose
from agent.needles import Rare

NUMBER = (
    r"(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|"
    r"forty-?five|sixty)"
)
MOST_SETS = 20
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
HEARD_NUMBER = rf"(?:{NUMBER[1:-1]}|{'|'.join(_HEARD)})"
_NO_MINUTES = r"(?!\d)(?!\s*(?:minutes?|mins?)\b)"
_BOUTS = Rare(rf"\b{NUMBER}\s*(?:x|×|times|sets? of)\s*{NUMBER}\s*(?:minutes?|mins?)\b", flags=0)
_SETS = Rare(
    rf"\b(?:{NUMBER}\s*(?:x|×|times|sets?,? of|sets?,)\s*{NUMBER}{_NO_MINUTES}|"
    rf"({HEARD_NUMBER})\s*by\s*({HEARD_NUMBER})\b{_NO_MINUTES})(?:{_SECONDS})?",
    flags=0,
)
_REPS = Rare(rf"\b{NUMBER}\s*(?:reps?|repetitions?|breaths?|of (?:them|those|these))\b", flags=0)
_ROUNDS = Rare(
    rf"\b{NUMBER}(?:\s*(reps?|seconds?|secs?|steps?|breaths?|lengths?|laps?))?(?: holds?)?"
    rf"(?:,? (?:each|per|every) \w+|,? each)?,? (?:for )?(twice|{NUMBER} (?:times|rounds|of (?:them|"
    rf"those)))\b(?!\s*(?:a|per|each|daily|,? ?\d))",
    flags=0,
)
"""`10, twice`, `30 seconds each way, 3 times`: so many rounds of it."""
_COUNT = re.compile(
    rf"^(?:'?s|es)?[\s,]+{NUMBER}(?=\s*(?:$|[,;.]|each\b|per (?:side|leg|arm)\b|and\b|both\b))"
)
"""A bare count right behind the name: `chin tucks, ten`."""
_TIMES = re.compile(rf"\b{NUMBER} times\b(?!\s*(?:a|per|each|daily)\b)")
_HOLD = Rare(rf"\b(?:hold(?:ing)?(?: for)?\s*{NUMBER}|{NUMBER}(?:-|\s)?(?:second|sec|s) holds?)\b", flags=0)
_MINUTES = Rare(rf"\b{NUMBER}\s*(?:minutes?|mins?)\b(?!\s*(?:a|per|each) week)", flags=0)
_FREQUENCY = Rare(
    r"\b(?:(?:once|twice|\d+ times|\w+ times) (?:(?:a|per|each) (?:day|week)|daily)|daily|every other day|"
    r"every \w+(?: to \w+)? hours?|"
    r"nightly|each morning)\b",
    flags=0,
)
_PACE = Rare(
    r"\b(?:tempo(?: of)? \d(?:[\s,/-]*\d){1,3}|"
    r"\d+(?:-| )?(?:seconds?|secs?|count) (?:up|down|out|back|lower\w*|rais\w*|eccentric\w*|"
    r"concentric\w*|pauses?)"
    r"(?:,? (?:and )?\d+(?:-| )?(?:seconds?|secs?|count) (?:up|down|out|back|lower\w*|rais\w*|"
    r"eccentric\w*|pauses?))*|"
    r"\d+(?:-| )?(?:seconds?|secs?|minutes?|mins?) (?:of )?(?:rest|break|"
    r"between)(?: (?:between )?(?:the )?sets)?|"
    r"rest(?:ing|s)? (?:for )?\d+ (?:seconds?|secs?|minutes?|mins?)(?: between(?: the)? sets)?)\b",
    flags=0,
)
_PERCENT = Rare(
    r"\b(\d+) ?(?:%|percent)(?: of)?(?: (?:the|her|his|a))?(?: (?:1|one)[- ]?)?\s*(?:rm\b|"
    r"rep(?:etition)?[- ]max\w*|max\w*)",
    flags=0,
)
_RPE = Rare(r"\brpe(?: (?:of|at|is))? (\d+)\b", flags=0)
_WEIGHT = Rare(r"\b(\d+(?:\.\d+)?)[- ]?(lbs?|pounds?|kg|kilos?)\b", flags=0)
_BAND = Rare(
    r"\b(yellow|red|green|blue|black|gr[ae]y|silver|gold|orange|purple) (?:thera)?bands?\b|"
    r"\bbands?\b[^,.;]{0,24}, (yellow|red|green|blue|black|gr[ae]y|silver|gold|orange|purple)\b(?=,| \d|$)",
    flags=0,
)


def dose_after(text: str, name: str = "") -> Dose:
    """Only what is said; everything else stays None. Tempo and rest are no part of it (`pace_of`).

    `name`: the exercise's own words before `text`, where they tell of its band.
    """
    folded = _PACE.sub(" ", text.lower())
    sets, reps, hold = _repeats(folded)
    if hold is None and (match := _HOLD.search(folded)):
        hold = float(_value(match.group(1) or match.group(2)))
        if reps is None and not sets and (times := _TIMES.search(folded)):
            reps = _value(times.group(1))
    minutes = float(_value(m.group(1))) if not sets and (m := _MINUTES.search(folded)) else None
    if not sets and (bouts := _BOUTS.search(folded)):
        sets = _value(bouts.group(1))
    frequency = m.group() if (m := _FREQUENCY.search(folded)) else ""
    return Dose(
        sets=sets,
        reps=reps,
        hold_s=hold,
        minutes=minutes,
        load=load_of(f"{name.lower()}{folded}"),
        frequency=frequency,
    )


def _repeats(folded: str) -> tuple[int | None, int | None, float | None]:
    """Sets, repetitions and the seconds of a hold."""
    if match := _SETS.search(folded):
        sets, second = (
            _value(g) for g in (match.group(1) or match.group(3), match.group(2) or match.group(4))
        )
        if sets > MOST_SETS and not match.group(5):
            return None, None, None  # `squats to 60, 3 by 8`, heard as `to 63 by 8`
        return (sets, None, float(second)) if match.group(5) else (sets, second, None)
    if match := _ROUNDS.search(folded):
        count, unit = _value(match.group(1)), match.group(2) or ""
        rounds = 2 if match.group(3) == "twice" else _value(match.group(4))
        return (rounds, None, float(count)) if unit.startswith("sec") else (rounds, count, None)
    match = _REPS.search(folded) or _COUNT.search(folded)
    return None, _value(match.group(1)) if match else None, None


def load_of(text: str) -> str:
    """The load that is said: `2 lb`, `green band`, `70% 1RM, RPE 8`; empty where none is."""
    folded = text.lower()
    found = []
    if match := _WEIGHT.search(folded):
        found.append(f"{match.group(1)} {'kg' if match.group(2).startswith('k') else 'lb'}")
    if match := _BAND.search(folded):
        found.append(f"{match.group(1) or match.group(2)} band")
    return ", ".join([*found, *effort_of(folded)])


def effort_of(text: str) -> list[str]:
    """Per cent of one repetition maximum and rate of perceived exertion, as the field writes them."""
    folded = text.lower()
    percent, exertion = _PERCENT.search(folded), _RPE.search(folded)
    return [
        *([f"{percent.group(1)}% 1RM"] if percent else []),
        *([f"RPE {exertion.group(1)}"] if exertion else []),
    ]


def pace_of(text: str) -> str:
    """Tempo and rest in the words said: `3 seconds up 3 seconds down; 2 minutes rest`."""
    return "; ".join(m.group() for m in _PACE.finditer(text.lower()))


def without_pace(text: str) -> str:
    """`text` without tempo and rest, whose seconds and minutes are no hold and no duration."""
    return _PACE.sub(" ", text.lower())


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
