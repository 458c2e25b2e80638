"""Clinical notation from digits and words: `4/10`, `4-/5`, `132/74`, `3 x 10`, `C5-6`, `74%`."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from functools import partial

from agent.understanding.numbers import names_a_test
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, rewritten

Rewrite = tuple[str, int]
"""New text for the tokens from here up to (not including) that index."""
Rule = Callable[[Sequence[Token], int], Rewrite | None]

_UNITS: dict[tuple[str, ...], str] = {
    ("percent",): "%",
    ("per", "cent"): "%",
    ("centimeter",): "cm",
    ("centimeters",): "cm",
    ("centimetres",): "cm",
    ("centimetre",): "cm",
    ("millimeters", "of", "mercury"): "mmHg",
    ("millimeters",): "mm",
    ("millimeter",): "mm",
    ("millimetres",): "mm",
    ("kilograms",): "kg",
    ("kilogram",): "kg",
    ("kilos",): "kg",
    ("kilo",): "kg",
    ("pounds",): "lb",
    ("pound",): "lb",
    ("lbs",): "lb",
    ("meters", "per", "second"): "m/s",
    ("meter", "per", "second"): "m/s",
    ("metres", "per", "second"): "m/s",
    ("beats", "per", "minute"): "bpm",
    ("minutes",): "minutes",
    ("minute",): "minute",
    ("min",): "minutes",
    ("mins",): "minutes",
    ("sec",): "seconds",
    ("secs",): "seconds",
    ("ft",): "feet",
}
_LEVELS = {"c": 7, "t": 12, "l": 5, "s": 5}


def notation(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with the notation of a note; positions in the transcript are kept."""
    for begins, rule in _RULES:
        places = begins(tokens)
        if places:
            tokens = rewritten(tokens, places, partial(_write, rule))
    return list(tokens)


def _write(rule: Rule, kept: list[Token], tokens: Sequence[Token], at: int) -> int:
    done = rule(tokens, at)
    if done is None:
        return 0
    text, after = done
    glued = tokens[at].glued or text == "%"
    kept.append(replace(tokens[at].written(text, end=tokens[after - 1].end), glued=glued))
    return after - at


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _num(tokens: Sequence[Token], at: int) -> float | None:
    return tokens[at].number if 0 <= at < len(tokens) else None


def _level(tokens: Sequence[Token], at: int) -> Rewrite | None:
    """`c five six` C5-6, `L 4` L4: vertebral levels."""
    letter = _low(tokens, at)
    if (
        len(letter) in (2, 3)
        and letter[0] in _LEVELS
        and letter[1:].isdecimal()
        and letter.isascii()
        and int(letter[1:]) <= _LEVELS[letter[0]]
    ):
        following = _num(tokens, at + 1)
        if following == int(letter[1:]) + 1:
            return f"{letter.upper()}-{following:g}", at + 2
        return letter.upper(), at + 1
    top = _LEVELS.get(letter)
    number = _num(tokens, at + 1)
    if top is None or number is None or not 1 <= number <= top or not number.is_integer():
        return None
    text, after = f"{letter.upper()}{number:g}", at + 2
    more = after + 1 if _low(tokens, after) in ("-", "to") else after
    next_level = _num(tokens, more)
    if next_level == number + 1:
        return f"{text}-{next_level:g}", more + 1
    return text, after


_SIGNS = {"plus": "+", "+": "+", "minus": "-", "-": "-"}


def _grade(tokens: Sequence[Token], at: int) -> Rewrite | None:
    """`four minus out of five` 4-/5, `two plus` 2+: grades of strength, reflexes, pulses, tone."""
    number = _num(tokens, at)
    if number is None or not 0 <= number <= 5 or not number.is_integer():
        return None
    word = _low(tokens, at + 1)
    sign = _SIGNS.get(word, "")
    if word in ("-", "+") and not tokens[at + 1].glued:
        sign = ""
    if not sign:
        return None
    after = at + 2
    scale, end = _scale(tokens, after)
    if scale == 5:
        return f"{number:g}{sign}/5", end
    goes_on = _num(tokens, after) is not None and not names_a_test(tokens, after)
    if goes_on or _low(tokens, after) in ("minutes", "degrees", "percent"):
        return None
    if word == "-" and _hyphenates(tokens, after):
        return None
    if word == "plus" and _joins_treatments(tokens, at, after):
        return None
    return f"{number:g}{sign}", after


def _hyphenates(tokens: Sequence[Token], after: int) -> bool:
    """`4-inch step`: the sign joins two words, where that of `extension 4-, flexion 4` closes a grade."""
    return (
        after < len(tokens)
        and (tokens[after].glued or _low(tokens, after) == "to")
        and (tokens[after].is_word)
    )


_OTHER_TREATMENT = words("notation_other_treatment")


def _joins_treatments(tokens: Sequence[Token], at: int, after: int) -> bool:
    """`mobilization grade two and three plus scar massage`: no grade 3+, but one thing and another."""
    graded = any(t.low in ("grade", "grades") for t in tokens[max(0, at - 3) : at])
    return graded and _low(tokens, after) in _OTHER_TREATMENT


def _scale(tokens: Sequence[Token], at: int) -> tuple[float | None, int]:
    """The number after `out of` or `over` (or `/`) and where it ends."""
    if _low(tokens, at) == "out" and _low(tokens, at + 1) == "of":
        return _num(tokens, at + 2), at + 3
    if _low(tokens, at) == "of" and _num(tokens, at + 1) == 10 and _rates_pain(tokens, at):
        return 10, at + 2
    if _low(tokens, at) in ("over", "/"):
        return _num(tokens, at + 1), at + 2
    if _low(tokens, at).startswith("/") and len(_low(tokens, at)) > 1:
        return None, at
    return None, at


_PAINS = frozenset(["pain", "worst", "best", "average", "ache", "aching", "soreness", "hurts", "discomfort"])
_RATED_NEAR = 6


def _rates_pain(tokens: Sequence[Token], of: int) -> bool:
    """`pain at worst 4 of 10`, and not `4 of 10 repetitions`."""
    following = tokens[of + 2].low if of + 2 < len(tokens) else ""
    told = any(t.low in _PAINS for t in tokens[max(0, of - _RATED_NEAR) : of])
    return told and (
        not following.isalpha() or following in ("at", "with", "when", "on", "today", "now", "and", "was")
    )


def _ratio(tokens: Sequence[Token], at: int) -> Rewrite | None:
    """`four out of ten` 4/10, `one thirty two over seventy four` 132/74."""
    number = _num(tokens, at)
    if number is None:
        return None
    if _low(tokens, at + 1) in ("to", "-") and (high := _num(tokens, at + 2)) is not None:
        scale, end = _scale(tokens, at + 3)
        if scale == 10 and number < high <= 10:
            return f"{number:g}-{high:g}/10", end
    scale, end = _scale(tokens, at + 1)
    if scale is None:
        return None
    if _low(tokens, at + 1) == "over" and not (
        scale in (5, 10) or (60 <= number <= 260 and 30 <= scale <= 150) or scale >= 24
    ):
        return None
    if (
        _low(tokens, at + 1) == "over"
        and scale >= 24
        and number < 60
        and scale not in (24, 28, 30, 50, 56, 80, 100)
    ):
        return None
    return f"{number:g}/{scale:g}", end


_TIMED_TESTS = frozenset(["chair", "sit", "arm", "sts", "step", "walk", "test", "stance", "cts"])
"""`lacks six, thirty second chair stand ten`: the thirty seconds name the test."""
_NOT_A_REP = frozenset(["a", "per", "daily", "weekly", "each", "every", "the", "this", "day", "week", "more"])


def _rises_before(tokens: Sequence[Token], at: int) -> bool:
    """`sit to stand five times fourteen seconds`: the five belong to the test's name."""
    return " ".join(_low(tokens, k) for k in range(max(0, at - 3), at)).endswith(
        ("sit to stand", "sit to stands", "chair stand", "chair stands", "chair rise", "chair rises")
    )


_REPS_OF_A_SET: Mapping[str, int] = {
    "fives": 5, "sixes": 6, "eights": 8, "tens": 10, "twelves": 12, "fifteens": 15, "twenties": 20,
}  # fmt: skip
"""`three tens`: three sets of ten, and no TENS."""
_MOST_SETS = 6
_OF_A_DEVICE = frozenset(["unit", "units", "machine", "pads", "electrodes", "stim", "treatment"])


def _dose(tokens: Sequence[Token], at: int) -> Rewrite | None:
    """`three sets of ten`, `three by ten`, `three times thirty seconds`, `three thirty second holds`."""
    sets = _num(tokens, at)
    if sets is None or not 1 <= sets <= 20 or not sets.is_integer():
        return None
    word = _low(tokens, at + 1)
    if word in ("holds", "hold") and _low(tokens, at + 2) == "of":
        amount = _num(tokens, at + 3)
        seconds = _low(tokens, at + 4) in ("second", "seconds", "sec")
        return (f"{sets:g} x {amount:g}", at + 4) if amount is not None and seconds else None
    if word in ("sets", "set") or (word in ("rounds", "round") and _low(tokens, at + 2) == "of"):
        after = at + 2
        while _low(tokens, after) in ("of", "x", ",", "for", "at") and after < at + 4:
            after += 1
        amount = _num(tokens, after) or _REPS_OF_A_SET.get(_low(tokens, after))
        if amount is not None and (_low(tokens, at + 2) not in ("at",)):
            return f"{sets:g} x {amount:g}", after + 1
        return None
    if word in _REPS_OF_A_SET and 2 <= sets <= _MOST_SETS and _low(tokens, at + 2) not in _OF_A_DEVICE:
        return f"{sets:g} x {_REPS_OF_A_SET[word]:g}", at + 2
    if word in ("by", "x", "times", "×"):
        amount = _num(tokens, at + 2)
        if word == "by" and _low(tokens, at + 3) in ("weeks", "months"):
            return None  # `under twenty by eight weeks`: until when
        if amount is not None and amount > 1 and _low(tokens, at + 3) not in ("times", "a", "per", "inch"):
            if word == "times" and _low(tokens, at + 3) in ("a", "per", "week", "day"):
                return None
            if word == "times" and sets == 5 and _rises_before(tokens, at):
                return None
            return f"{sets:g} x {amount:g}", at + 3
        return None
    amount = _num(tokens, at + 1)
    if (
        amount is not None
        and sets > 1
        and _low(tokens, at + 2) in ("second", "seconds")
        and amount >= 5
        and sets <= 10
    ):
        if _low(tokens, at + 2) == "seconds" and _low(tokens, at + 3) not in ("hold", "holds", "each"):
            return None
        if _low(tokens, at + 2) == "second" and _low(tokens, at + 3) in _TIMED_TESTS:
            return None
        return f"{sets:g} x {amount:g}", at + 2
    if word in ("reps", "repetitions") and _low(tokens, at + 2) in ("x", "for", "by", ",", "times"):
        count = _num(tokens, at + 3)
        if count is not None and _low(tokens, at + 4) in ("set", "sets"):
            return f"{count:g} x {sets:g}", at + 5
    return None


def _times_two(tokens: Sequence[Token], at: int) -> Rewrite | None:
    """`times two` x 2, after what was done."""
    amount = _num(tokens, at + 1)
    if _low(tokens, at) != "times" or amount is None or _num(tokens, at - 1) is not None:
        return None
    if _low(tokens, at + 2) in _NOT_A_REP:
        return None
    return f"x {amount:g}", at + 2


def _negative(tokens: Sequence[Token], at: int) -> Rewrite | None:
    """`minus five` -5, unless it closes a grade."""
    number = _num(tokens, at + 1)
    if number is None or _num(tokens, at - 1) is not None:
        return None
    if _low(tokens, at) in ("minus", "negative") and (_low(tokens, at) == "minus" or number <= 30):
        if _low(tokens, at) == "negative" and _low(tokens, at + 2) not in ("degrees", "degree"):
            return None
        return f"-{number:g}", at + 2
    if _low(tokens, at) == "-" and tokens[at + 1].glued and not tokens[at].glued:
        return f"-{number:g}", at + 2
    return None


def _filament(tokens: Sequence[Token], at: int) -> Rewrite | None:
    """`five oh seven filament` 5.07: monofilaments are named by their size, said digit by digit."""
    number = _num(tokens, at)
    if number is None or not number.is_integer() or not 165 <= number <= 665:
        return None
    return (f"{number / 100:.2f}", at + 1) if _low(tokens, at + 1) in ("filament", "monofilament") else None


def _unit(tokens: Sequence[Token], at: int) -> Rewrite | None:
    before = at - 1
    if before < 0 or not (tokens[before].number is not None or tokens[before].text[-1:].isdigit()):
        return None
    for width in (3, 2, 1):
        words = tuple(_low(tokens, at + k) for k in range(width))
        unit = _UNITS.get(words)
        if unit is not None and not (words == ("min",) and _low(tokens, at + 1) in _ASSISTS):
            return unit, at + width
    return None


_ASSISTS = frozenset(["assist", "assistance", "a", "cues", "cue", "cueing", "guard"])
"""`forty feet times four min assist`: minimal, and no minutes."""
_UNIT_WORDS = frozenset(words[0] for words in _UNITS)
_NEGATIVES = frozenset(["minus", "negative", "-"])


def _letters(tokens: Sequence[Token]) -> list[int]:
    return [i for i, t in enumerate(tokens) if t.low[:1] in _LEVELS and len(t.low) <= 3]


def _numbers(tokens: Sequence[Token]) -> list[int]:
    return [i for i, t in enumerate(tokens) if t.number is not None]


def _said(words: Container[str], tokens: Sequence[Token]) -> list[int]:
    return [i for i, t in enumerate(tokens) if t.low in words]


_RULES: tuple[tuple[Callable[[Sequence[Token]], list[int]], Rule], ...] = (
    (_letters, _level),
    (_numbers, _grade),
    (_numbers, _ratio),
    (_numbers, _dose),
    (partial(_said, {"times"}), _times_two),
    (partial(_said, _NEGATIVES), _negative),
    (partial(_said, _UNIT_WORDS), _unit),
    (_numbers, _filament),
)
"""Where a notation may begin, and how it is written; in the order in which they are applied."""
