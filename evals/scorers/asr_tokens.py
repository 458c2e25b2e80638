"""Words as they are compared: number words and digits alike, punctuation, case and fillers gone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["number", "side", "term", "word"]

_UNITS: Final = {
    w: i
    for i, w in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_TENS: Final = {
    w: 10 * i
    for i, w in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_ORDINALS: Final = {
    w: i
    for i, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
}
_FILLERS: Final = frozenset(["uh", "um", "ah", "er", "hm", "hmm", "mm", "mmm", "eh", "oh"])
_SAME: Final = {
    "ok": "okay",
    "mr": "mister",
    "dr": "doctor",
    "mrs": "missus",
    "alright": "allright",
    "cm": "centimeters",
    "lbs": "pounds",
    "lb": "pounds",
    "colour": "color",
    "centimetres": "centimeters",
    "centre": "center",
    "metres": "meters",
    "metre": "meter",
    "centimetre": "centimeter",
    "left's": "left",
    "right's": "right",
    "gonna": "going to",
    "e.g": "eg",
}
SIDES: Final = frozenset({"left", "right", "bilateral", "bilaterally", "both"})


@dataclass(frozen=True)
class Token:
    text: str
    kind: Kind
    doubtful: bool = False
    places: tuple[int, ...] = ()
    """Which of the given words it is made of."""


def tokens(
    words: Iterable[tuple[str, bool]], terms: frozenset[str] = frozenset(), *, keep_oh: bool = True
) -> list[Token]:
    """Comparable tokens of `(word, doubtful)`. `terms` are the lower-case words that count as terms."""
    flat: list[tuple[str, bool, int]] = []
    stops: set[int] = set()
    """Places in `flat` before which a decimal number ends."""
    for place, (word, doubtful) in enumerate(words):
        flat += [(part, doubtful, place) for part in _split(word)]
        if word[-1:] in ",.;:?!":
            stops.add(len(flat))
    out: list[Token] = []
    at = 0
    while at < len(flat):
        stop = min((s - at for s in stops if s > at), default=12)
        number, used = _number([w for w, _, _ in flat[at : at + 12]], stop)
        if used:
            taken = flat[at : at + used]
            places = tuple(dict.fromkeys(place for _, _, place in taken))
            out.append(Token(number, "number", any(d for _, d, _ in taken), places))
            at += used
            continue
        word, doubtful, place = flat[at]
        at += 1
        if word in _FILLERS and not (keep_oh and word == "oh" and out and out[-1].kind == "number"):
            continue
        kind: Kind = "side" if word in SIDES else "term" if word in terms else "word"
        out.append(Token(word, kind, doubtful, (place,)))
    return out


def of_text(text: str, terms: frozenset[str] = frozenset()) -> list[Token]:
    """Tokens of plain text, nothing doubtful."""
    return tokens(((word, False) for word in text.split()), terms)


def _split(word: str) -> list[str]:
    word = word.lower().replace("’", "'").replace("%", " percent ").replace("°", " degrees ")
    word = re.sub(r"(?<=\d),(?=\d{3})", "", word)
    word = re.sub(r"\$", " dollars ", word)
    word = re.sub(r"(\d)([a-z])", r"\1 \2", re.sub(r"\b(\d+)(st|nd|rd|th)\b", r"\1", word))
    word = re.sub(r"([a-z])(\d)", r"\1 \2", word)
    word = re.sub(r"^\.(?=\d)", "0.", word)
    word = re.sub(r"(\d)([+-])/(\d)", r"\1\2 out of \3", word)
    word = re.sub(r"(\d)\+", r"\1 plus ", word)
    word = re.sub(r"(\d)-(?=\D|$)", r"\1 minus ", word)
    word = re.sub(r"(?<![\w])-(?=\d)", " minus ", word)
    word = re.sub(r"(\d)/(\d)", r"\1 out of \2", word)
    parts = re.findall(r"\d+\.\d+|\d+|[^\W\d_]+(?:'[^\W\d_]+)*", word)
    flat: list[str] = []
    for part in parts:
        flat += _SAME.get(part, part.replace("'", "")).split()
    return flat


def _number(words: list[str], stop: int) -> tuple[str, int]:
    """The number at the head of `words` as digits and how many words it took; ("", 0) for none.

    Reads as people say them: one hundred five, one oh five, one thirty one, twenty nineteen, zero
    point five eight.
    """
    words = words[:stop]
    first = words[0]
    spelled_on = len(words) > 2 and words[1] == "point" and bool(_digit(words[2]))
    if re.fullmatch(r"\d+(\.\d+)?", first) and ("." in first or not spelled_on):
        return (f"{float(first):g}" if "." in first else str(int(first))), 1
    value, used = _whole(words)
    if not used:
        if first in _ORDINALS and first != "second":  # a second is a time more often than a place
            return str(_ORDINALS[first]), 1
        return "", 0
    if used + 1 < len(words) and words[used] == "point":
        digits, at = "", used + 1
        while at < len(words) and (digit := _digit(words[at])):
            digits, at = digits + digit, at + 1
            if len(digit) > 1:
                break
        if digits:
            return f"{float(f'{value}.{digits}'):g}", at
    return str(value), used


def _digit(word: str) -> str:
    if word.isdigit():
        return word
    if word == "oh":
        return "0"
    return str(_UNITS[word]) if word in _UNITS else str(_TENS[word]) if word in _TENS else ""


def _small(words: list[str]) -> tuple[int, int]:
    """0 to 99 in words."""
    if not words:
        return 0, 0
    if words[0] in _TENS:
        unit = _UNITS.get(words[1], _ORDINALS.get(words[1], 0)) if len(words) > 1 else 0
        ordinal_tens = 1 <= unit <= 9
        return (_TENS[words[0]] + unit, 2) if ordinal_tens else (_TENS[words[0]], 1)
    return (_UNITS[words[0]], 1) if words[0] in _UNITS else (0, 0)


def _whole(words: list[str]) -> tuple[int, int]:
    if words[0].isdigit():
        return int(words[0]), 1
    value, used = (1, 1) if words[:2] == ["a", "hundred"] else _small(words)
    if not used:
        return 0, 0
    rest = words[used:]
    if rest and rest[0] in {"hundred", "thousand"}:
        scale, used = (100 if rest[0] == "hundred" else 1000), used + 1
        if used < len(words) and words[used] == "and" and _small(words[used + 1 :])[1]:
            used += 1
        more, taken = _whole(words[used:]) if used < len(words) and not words[used].isdigit() else (0, 0)
        return (value * scale + more, used + taken) if taken and more < scale else (value * scale, used)
    if rest and rest[0] == "oh" and 1 <= value <= 99 and len(rest) > 1 and 0 < _UNITS.get(rest[1], 0) < 10:
        return value * 100 + _UNITS[rest[1]], used + 2
    more, taken = _small(rest)
    if taken and more >= 10 and (1 <= value <= 9 or value in (19, 20)):
        return value * 100 + more, used + taken
    return value, used
