"""Spoken numbers to digits: `one oh five`, `a hundred and one`, `point four eight`, `thirteen and a half`."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_UNITS = {
    w: i
    for i, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])
}
_TEENS = {
    w: i + 10
    for i, w in enumerate(
        [
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
_TENS = {
    w: (i + 2) * 10
    for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_TENS["fourty"] = 40
NUMBER_WORDS = frozenset([*_UNITS, *_TEENS, *_TENS, "hundred", "thousand"])
_LARGE_UNITS = words("numbers_large_units")
_HOLD = frozenset(["second", "seconds", "sec", "secs"])
_ONE_IS_A_THING = words("numbers_one_is_a_thing")
_AFTER_ONE = words("numbers_after_one")
_MONTHS = words("numbers_months")
_ORDINALS = {
    w: i + 1
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
        ]
    )
} | {"thirtieth": 30}


_OPENS = frozenset({*_UNITS, *_TEENS, *_TENS, *_ORDINALS, "point", "a", "an", "half"})
"""Words that a spoken number begins with."""


def spoken_numbers(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` with every spoken number written in digits; linear in their number."""
    tokens = _without_hyphens(tokens)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        told = tokens[at].number is not None or tokens[at].low in _OPENS
        read = (_ordinal(tokens, at) or _number(tokens, at)) if told else None
        if read is None:
            out.append(tokens[at])
            at += 1
            continue
        text, value, after = read
        first = tokens[at]
        out.append(first.written(text, end=tokens[after - 1].end, number=value))
        at = after
    return out


def _without_hyphens(tokens: Sequence[Token]) -> Sequence[Token]:
    """`one-oh-four`, `one-thirty` as they are said; `C five-six` and `thirty-five` keep theirs."""
    out: list[Token] = []
    for i, token in enumerate(tokens):
        if token.low == "-" and token.glued and out and i + 1 < len(tokens) and tokens[i + 1].glued:
            before, following = out[-1].low, tokens[i + 1].low
            hundred = before in _UNITS and (
                following in ("oh", "o") or following in _TENS or following in _TEENS
            )
            if hundred or (before in ("oh", "o") and following in _UNITS):
                continue
        out.append(token)
    return out


def _low(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].low if 0 <= at < len(tokens) else ""


def _skip_hyphen(tokens: Sequence[Token], at: int) -> int:
    return at + 1 if _low(tokens, at) == "-" and tokens[at].glued else at


def _small(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A number below 100 at `at`: (value, after)."""
    word = _low(tokens, at)
    if word in _TENS:
        after = _skip_hyphen(tokens, at + 1)
        unit = 0 if _opens_a_test(tokens, after) else _UNITS.get(_low(tokens, after), 0)
        return (_TENS[word] + unit, after + 1) if unit else (_TENS[word], at + 1)
    if word in _TEENS:
        return _TEENS[word], at + 1
    if word in _UNITS:
        return _UNITS[word], at + 1
    return None


_TESTS = frozenset(
    {
        ("five", "times", "sit"),
        ("five", "time", "sit"),
        ("six", "minute", "walk"),
        ("two", "minute", "walk"),
        ("two", "minute", "step"),
        ("four", "square", "step"),
        ("nine", "hole", "peg"),
        ("five", "x", "sit"),
        ("ten", "meter", "walk"),
        ("four", "stage", "balance"),
        ("thirty", "second", "chair"),
        ("thirty", "second", "sit"),
    }
)


_TESTS_GO_ON = frozenset(test[1:] for test in _TESTS)


def names_a_test(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number in digits at `at` begins the name of a test: `4 minus | 2 minute walk`."""
    return (
        0 <= at < len(tokens)
        and tokens[at].number is not None
        and (_low(tokens, at + 1), _low(tokens, at + 2)) in _TESTS_GO_ON
    )


def _opens_a_test(tokens: Sequence[Token], at: int) -> bool:
    """`goal forty five times sit to stand` is forty, and then a test."""
    return tuple(_low(tokens, at + k) for k in range(3)) in _TESTS


def _dozens(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """`a dozen`, `half a dozen`, `two dozen`."""
    word = _low(tokens, at)
    if word == "half" and _low(tokens, at + 1) in ("a", "the") and _low(tokens, at + 2) == "dozen":
        return 6, at + 3
    count = 1 if word in ("a", "one") else _UNITS.get(word, 0)
    return (12 * count, at + 2) if count and _low(tokens, at + 1) == "dozen" else None


def _cardinal(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    if (dozens := _dozens(tokens, at)) is not None:
        return dozens
    word = _low(tokens, at)
    if word in ("a", "an") and _low(tokens, at + 1) in ("hundred", "thousand"):
        value, after = 1, at + 1
    else:
        small = _small(tokens, at)
        if small is None:
            return None
        value, after = small
    if _low(tokens, after) == "thousand":
        value, after = value * 1000, after + 1
        if _low(tokens, after) == "and":  # `one thousand and forty`
            rest = _small(tokens, after + 1)
            return (value + rest[0], rest[1]) if rest and 0 < rest[0] < 100 else (value, after)
        more = _cardinal(tokens, after)
        return (value + more[0], more[1]) if more and more[0] < 1000 else (value, after)
    if _low(tokens, after) == "hundred":
        value, after = value * 100, after + 1
        joined = after + 1 if _low(tokens, after) == "and" else after
        more = _small(tokens, joined)
        if more and (joined == after or _low(tokens, after) == "and") and more[0] > 0:
            return value + more[0], more[1]
        return value, after
    return _year(tokens, at, value, after) or _run_on_hundred(tokens, at, value, after) or (value, after)


def _year(tokens: Sequence[Token], at: int, value: int, after: int) -> tuple[int, int] | None:
    """`nineteen fifty-six`, `twenty nineteen` after a word that announces a year."""
    if value not in (19, 20) or _low(tokens, at) not in ("nineteen", "twenty") or after != at + 1:
        return None
    start = after + 1 if _low(tokens, after) in ("oh", "o") else after
    rest = _small(tokens, start)
    if rest is None or (rest[0] < 10 and start == after):
        return None
    before = _low(tokens, at - 1)
    announced = (
        before in _MONTHS or before in ("in", "since", "year", "of", "from", ",") or before in _ORDINALS
    )
    after_day = at > 0 and (tokens[at - 1].number is not None or before.endswith(("th", "st", "nd", "rd")))
    if value == 20 and not (announced or after_day):
        return None
    if value == 19 and not (announced or after_day) and rest[0] < 30:
        return None
    return value * 100 + rest[0], rest[1]


def _run_on_hundred(tokens: Sequence[Token], at: int, value: int, after: int) -> tuple[int, int] | None:
    """`one oh five` 105, `one thirty one` 131; from two hundred only before a unit that takes so many."""
    if not 1 <= value <= 9 or after != at + 1:
        return None
    after = _skip_hyphen(tokens, after)
    if (
        _low(tokens, after) in ("oh", "o")
        and 1 <= _UNITS.get(_low(tokens, _skip_hyphen(tokens, after + 1)), 0) <= 9
    ):
        last = _skip_hyphen(tokens, after + 1)
        return value * 100 + _UNITS[_low(tokens, last)], last + 1
    if _low(tokens, after) not in _TENS and _low(tokens, after) not in _TEENS:
        return None
    rest = _small(tokens, after)
    if rest is None:
        return None
    following = _low(tokens, rest[1])
    far = any(t.low in _LARGE_UNITS and t.low != "over" for t in tokens[max(0, at - 12) : at])
    if following in _HOLD or (value > 1 and following not in _LARGE_UNITS and not far):
        return None
    return value * 100 + rest[0], rest[1]


def _number(tokens: Sequence[Token], at: int) -> tuple[str, float, int] | None:
    token = tokens[at]
    word = token.low
    if (
        word == "point"
        and (digits := _digits(tokens, at + 1))
        and _low(tokens, at - 1) not in ("to", "the", "single")
    ):
        return f"0.{digits[0]}", float(f"0.{digits[0]}"), digits[1]
    if token.number is not None:
        whole, after = token.number, at + 1
        text = token.text
        if not text.replace(".", "").isdigit():
            return None
    else:
        if (
            word == "one"
            and _low(tokens, at - 1) in ("on", "to")
            and _low(tokens, at - 2) == "one"
            and not _ends_a_range(tokens, at)
        ):
            return None
        cardinal = _cardinal(tokens, at)
        if cardinal is None:
            return None
        if word == "one" and cardinal[1] == at + 1 and not _one_counts(tokens, at):
            return None
        whole, after = float(cardinal[0]), cardinal[1]
        text = str(cardinal[0])
    if _low(tokens, after) == "point" and (digits := _digits(tokens, after + 1)) and "." not in text:
        text, after = f"{text}.{digits[0]}", digits[1]
        return text, float(text), after
    if [_low(tokens, after + k) for k in range(3)] == ["and", "a", "half"]:
        return f"{text}.5", whole + 0.5, after + 3
    if token.number is not None:
        return None
    return text, whole, after


def _digits(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The digits after a decimal point: `four eight` 48, `seventy five` 75."""
    out = ""
    while at < len(tokens) and not (out and _opens_a_test(tokens, at)):
        low = _low(tokens, at)
        if low in _UNITS:
            out += str(_UNITS[low])
            at += 1
        elif low in ("oh", "o"):
            out += "0"
            at += 1
        elif not out and (small := _small(tokens, at)):
            return str(small[0]), small[1]
        elif not out and tokens[at].number is not None and tokens[at].text.isdigit():
            return tokens[at].text, at + 1
        else:
            break
        if len(out) == 2 or _low(tokens, at + 1) in ("plus", "minus"):
            break
    return (out, at) if out else None


def _one_counts(tokens: Sequence[Token], at: int) -> bool:
    """Whether `one` is a number here and not `the right one`, `one to one`, `one of them`."""
    before, following = _low(tokens, at - 1), _low(tokens, at + 1)
    if following in ("to", "on") and _low(tokens, at + 2) == "one":
        return following == "to" and _ends_a_range(tokens, at + 2)
    if following in _AFTER_ONE:
        return True
    if before in ("to", "on") and _low(tokens, at - 2) == "one":
        return False
    if before in ("grade", "stage", "phase"):
        return True
    if before in _ONE_IS_A_THING or following.startswith("'"):
        return False
    if before == "a" and _low(tokens, at - 2) in ("about", "maybe", "like", "is", "was"):
        return True
    stop = following in (
        "",
        ".",
        ",",
        ";",
        "after",
        "today",
        "now",
        "at",
        "with",
        "and",
        "but",
        "right",
        "left",
    )
    return stop and before in (
        "a",
        "is",
        "was",
        "pain's",
        "it's",
        "about",
        "maybe",
        "under",
        "to",
        "grade",
        "by",
        "level",
        "at",
        "pain",
        "of",
    )


def _ends_a_range(tokens: Sequence[Token], at: int) -> bool:
    """Whether the `one` at `at` begins a hundred: `one to one twenty-four`, not `one to one`."""
    return _low(tokens, at - 1) == "to" and _low(tokens, _skip_hyphen(tokens, at + 1)) in (
        *_TENS,
        *_TEENS,
        "oh",
    )


def _ordinal(tokens: Sequence[Token], at: int) -> tuple[str, float | None, int] | None:
    """`June eighth` becomes `June 8`, `on the eighteenth` `on the 18th`; other ordinals stay words."""
    word, after = tokens[at].low, at + 1
    day = _ORDINALS.get(word)
    if day is None and word in ("twenty", "thirty"):
        after = _skip_hyphen(tokens, after)
        unit = _ORDINALS.get(_low(tokens, after), 10)
        day, after = (_TENS[word] + unit, after + 1) if unit < 10 else (None, after)
    if day is None:
        return None
    before = _low(tokens, at - 1)
    if before in _MONTHS:
        return str(day), float(day), after
    following = _low(tokens, after)
    dated = _low(tokens, at - 2) in ("on", "since", "until", "by", "from") and following not in (
        "day",
        "visit",
        "week",
        "time",
        "rep",
        "set",
    )
    if before == "the" and (dated or following in (".", ",", "")) and day > 3:
        return f"{day}{_suffix(day)}", None, after
    if following in ("met", "metatarsal", "mtp", "toe", "digit", "ray", "finger", "rib"):
        return f"{day}{_suffix(day)}", None, after
    return None


def _suffix(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
