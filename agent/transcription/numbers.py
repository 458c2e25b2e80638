"""A number that the engine broke apart is one number again: "one hundred, twenty, eight", "four key six".

A voice that falls at the end of each part makes engines write commas into a spoken number, a flat one makes
"forty-six" into "four key six" and "fifty-four minutes" into "fifty for minutes". Read as it stands, a blood
pressure of 128 would be three numbers. The joined number is always marked for listening.
"""

from __future__ import annotations

import re
from typing import Final

from agent.transcription.digits import GLUE, LIKE, SMALL, TEENS, TENS, UNITS, VALUES, WORDS, spelled
from agent.transcription.plain import ends_sentence, is_number, is_side, plain, tail, words
from agent.transcription.revision import Revision
from agent.transcription.vocabulary import vocabulary

REASON: Final = "number in one"
_OWN_UNIT: Final = words("weeks week days day months month sets reps times by x out visits visit years year")
"""After these the second number counts something of its own: "flexion thirty, six weeks after surgery"."""
_TY: Final = words("key kee ty tea t g gee k kay")
"""What "-ty" is written as where it was heard as a word."""
_GLUED: Final = re.compile(r"(?:key|kee|k)([1-9])")
"""The same with the last digit in one word: `4 k6`. A `T6` or an `S2` is a level of the spine."""
_TENS_OF: Final = {"four": "forty", "six": "sixty", "seven": "seventy", "eight": "eighty", "nine": "ninety"}
_TEEN: Final = words("team teen")
_TEENS_OF: Final = {unit: f"{unit}teen" for unit in ("four", "six", "seven", "eight", "nine")}
_OH: Final = words("o oh o'")
_NEAR: Final = 10
"""Words before a figure that tell whether it may reach a hundred."""
_RATED: Final = words("pain pains ache hurts hurt soreness grade grades stage phase level levels type")
_OPENS_A_CHOICE: Final = words("a the either only just about every")
_REACHES_A_HUNDRED: Final = words("degrees flexion extension abduction rotation motion elevation hundred")
_MEASURED: Final = words("meters meter centimeters millimeters kilos kilograms miles")
"""Units of which nobody counts a few after a decimal number of something else."""
_UNITS_OF_MEASURE: Final = vocabulary().units - words("times second") - {"out of"}


def join_broken_numbers(revision: Revision) -> None:
    """Put together what is one number: words only, digits stand apart on purpose."""
    _join_suffixes(revision)
    _join_homophones(revision)
    _join_pressure(revision)
    _join_decimals(revision)
    _join_commas(revision)


def _join_commas(revision: Revision) -> None:
    """`hundred, twenty`, `thirty, six`."""
    at = 0
    while at + 1 < len(revision.chunks):
        said = revision.words
        first, second = said[at], said[at + 1]
        after = plain(said[at + 2]) if at + 2 < len(said) else ""
        link = _link(first, plain(second))
        if link and tail(first) == "," and after not in _OWN_UNIT and not _of_its_own(said[at + 2 : at + 4]):
            _join(revision, at, at + 2, first.removesuffix(",") + link + second[:1].lower() + second[1:])
        else:
            at += 1


def _link(first: str, second: str) -> str:
    """What stands between the two parts of one number; empty when they are two."""
    last = plain(first).split()[-1:] or [""]
    end = last[0].split("-")[-1]
    head, _, unit = second.partition("-")
    if end == "hundred" and (head in TENS or (not unit and head in UNITS + TEENS)):
        return " "
    return "-" if end in TENS and second in UNITS else ""


def _of_its_own(after: list[str]) -> bool:
    """Whether the second number is so many of something: `wait sixty, six of those`."""
    return [plain(word) for word in after] in (["of", "those"], ["of", "them"], ["of", "these"])


def _join_suffixes(revision: Revision) -> None:
    """`four key six` to `forty-six`, `nine team` to `nineteen`."""
    for at in range(len(revision.chunks)):
        if at >= len(revision.chunks):
            return
        said = revision.words[at : at + 3]
        now, used = _with_suffix(said)
        if used:
            _join(revision, at, at + used, now.capitalize() if said[0][:1].isupper() else now)


def _with_suffix(said: list[str]) -> tuple[str, int]:
    """The number at the head of `said` whose ending became a word, and how many words it took."""
    head, _, unit = plain(said[0]).rpartition("-")
    unit = spelled(unit)
    if len(said) < 2 or tail(said[0]) or unit not in _TENS_OF:
        return "", 0
    ending, after = plain(said[1]), spelled(plain(said[2])) if len(said) > 2 else ""
    glued = _GLUED.fullmatch(ending)
    if glued and not head:
        return f"{_TENS_OF[unit]}-{WORDS[glued[1]]}{tail(said[1])}", 2
    if ending in _TEEN and (tail(said[1]) or after in _UNITS_OF_MEASURE):
        return f"{head} {_TEENS_OF[unit]}{tail(said[1])}".strip(), 2
    if ending not in _TY or head:
        return "", 0
    if after in UNITS and not tail(said[1]):
        return f"{_TENS_OF[unit]}-{after}{tail(said[2])}", 3
    if ending in {"key", "ty"} and (after in _UNITS_OF_MEASURE or ends_sentence(said[1])):
        return _TENS_OF[unit] + tail(said[1]), 2
    return "", 0


def _join_homophones(revision: Revision) -> None:
    """`fifty for minutes` to `fifty-four minutes`, `one o' four` to `one oh four`."""
    for at in range(len(revision.chunks) - 1):
        if at + 1 >= len(revision.chunks):
            return
        first, second = revision.words[at : at + 2]
        if tail(first) or not is_number(first):
            continue
        digit, last = LIKE.get(plain(second), ""), "".join(revision.words[at + 2 : at + 3])
        if digit in UNITS and _takes_a_unit(first) and _goes_on(revision.words, at):
            _join(revision, at, at + 2, _with_unit(first, digit) + tail(second))
        elif _with_oh(first, second, last) or _hundred_and(revision.words, at):
            _join(revision, at, at + 3, f"{first} oh {last}")


def _with_oh(first: str, second: str, last: str) -> bool:
    return plain(second) in _OH and {spelled(plain(first)), spelled(plain(last))} <= set(UNITS)


def _hundred_and(said: list[str], at: int) -> bool:
    """Whether `one or four` is a hundred and four: where the figure ends or is of a side, near others that
    reach a hundred, and nothing is rated."""
    first, joined, last = said[at : at + 3] if len(said) > at + 2 else ("", "", "")
    if (plain(first), joined) != ("one", "or") or spelled(plain(last)) not in UNITS[2:]:
        return False
    after = said[at + 3] if len(said) > at + 3 else ""
    ends = bool(tail(last)) or is_side(after) or plain(after) == "degrees"
    before = [plain(word) for word in said[max(0, at - _NEAR) : at]]
    chosen = bool(before) and before[-1] in _OPENS_A_CHOICE
    return (
        ends
        and not chosen
        and _RATED.isdisjoint(before)
        and (plain(after) == "degrees" or _may_reach_a_hundred(before))
    )


def _may_reach_a_hundred(before: list[str]) -> bool:
    """Whether a motion, or a figure above a hundred, stands there."""
    ones = [at for at, word in enumerate(before[:-1]) if word == "one"]
    return not _REACHES_A_HUNDRED.isdisjoint(before) or any(
        before[at + 1].split("-")[0] in (*TENS, *TEENS) for at in ones
    )


def _takes_a_unit(number: str) -> bool:
    last = plain(number).rpartition("-")[2]
    return last in (*TENS, "hundred") or (last.isdigit() and int(last) > 10 and last.endswith("0"))


def _with_unit(number: str, digit: str) -> str:
    bare = plain(number)
    link = " " if bare.endswith("hundred") else "-"
    return str(int(bare) + int(VALUES[digit])) if bare.isdigit() else f"{bare}{link}{digit}"


def _goes_on(said: list[str], at: int) -> bool:
    """Whether the word after number `at` must be its last digit: before a measure, or the lower of two
    pressures, or where a sentence holds nothing that "for" or "to" could lead to."""
    second, following = said[at + 1], [plain(word) for word in said[at + 2 : at + 4]]
    if plain(second) in SMALL and plain(second) not in GLUE:
        return True
    if "from" in map(plain, said[max(0, at - 3) : at]):
        return False
    if tail(second) or not following:
        return plain(second) in {"for", "to"} and bool(tail(second))
    if (
        is_side(following[0])
        and plain(second) in {"for", "fore"}
        and _sided_before(said[max(0, at - 4) : at])
    ):
        return True
    if following[0] == "over":
        return len(following) > 1 and is_number(following[1])
    return following[0] in _UNITS_OF_MEASURE


def _sided_before(said: list[str]) -> bool:
    """Whether the other figure of the pair has just been given so: `sixty-two left and` …"""
    sided = [at for at in range(1, len(said)) if is_side(said[at]) and is_number(said[at - 1])]
    return bool(sided) and sided[-1] >= len(said) - 2


def _join_pressure(revision: Revision) -> None:
    """`one, twenty six, over seventy eight` to `one twenty six over …`: the upper of two pressures."""
    for at in range(len(revision.chunks)):
        said = revision.words[at : at + 5]
        over = next((i for i in range(2, len(said)) if plain(said[i]) == "over"), 0)
        if not over or over + 1 >= len(said) or not is_number(said[over + 1]):
            continue
        upper = said[1:over]
        parts = [part for word in upper for part in plain(word).split("-")]
        whole = parts[0] in TENS and all(part in UNITS for part in parts[1:]) and len(parts) <= 2
        if plain(said[0]) == "one" and whole and any(map(tail, said[:over])):
            _join(revision, at, at + over, " ".join(word.rstrip(",") for word in said[:over]))


def _join_decimals(revision: Revision) -> None:
    """`zero, point seven, four meters` to `zero point seven four meters`."""
    at = 0
    while at + 2 < len(revision.chunks):
        said = revision.words[at : at + 5]
        if is_number(said[0]) and plain(said[1]) == "point" and plain(said[2]) in (*UNITS, "oh", "zero"):
            measured = len(said) == 5 and plain(said[3]) in UNITS and plain(said[4]) in _MEASURED
            end = 4 if measured and tail(said[2]) == "," else 3
            now = [word.removesuffix(",") for word in said[: end - 1]]
            if now != said[: end - 1] and not "".join(map(tail, now)):
                _join(revision, at, at + end, " ".join((*now, said[end - 1])))
        at += 1


def _join(revision: Revision, start: int, end: int, now: str) -> None:
    revision.replace(start, end, tuple(now.split()), REASON)
    revision.doubt(start, start + 1)
