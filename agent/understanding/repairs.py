"""Self-corrections: `a four, no, three` keeps three; `left, I mean right` keeps right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from agent.understanding.amended import amended
from agent.understanding.named_again import by_another_name, by_its_name, by_its_side, by_its_value, flipped
from agent.understanding.phrases import words
from agent.understanding.recast import recast
from agent.understanding.side_mended import side_mended
from agent.understanding.slips import ABOUT_A_NUMBER, about_the_slip, no_value_there, past_aside, past_slip
from agent.understanding.struck import struck, unnamed
from agent.understanding.taken_back import (
    ASTONISHED,
    CLASSES,
    ERASERS,
    FILLER,
    NEXT_TO_IT,
    SIDES_AND_RESULTS,
    WEAK,
    WHO_SUMS,
    WINDOW,
    WRONG,
    is_value,
    markers,
    numberlike,
)
from agent.understanding.tokens import Token, rewritten


def repaired(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` without what their speaker took back. Linear: each correction looks back `WINDOW` tokens."""
    tokens = unnamed(struck(amended(recast(side_mended(tokens)))))
    return _without_denied_value(rewritten(tokens, markers().places(tokens), _mend))


def _mend(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    """Take out of `out` what the words at `at` take back; how many tokens that used up."""
    hit = markers().at(tokens, at)
    before = tokens[at - 1].low if at else ""
    if (
        hit is None
        or (hit.value == "make that" and before in WHO_SUMS)
        or (hit.value, before) == ("well", "as")
        or (hit.value == "well" and _excepts(tokens, hit.end))
        or (hit.value == "no" and _denies(tokens, hit.end))
        or (hit.value == "wait" and _is_told_to_wait(out, tokens, hit.end))
    ):
        return 0
    if hit.value in ASTONISHED and (anew := _begun_anew(out, tokens, hit.end)) is not None:
        del out[anew[0] :]
        return anew[1] - at
    after = hit.end
    while after < len(tokens) and after < hit.end + 10 and tokens[after].low in FILLER:
        after += 1
    if hit.value in WRONG and not numberlike(out[-1] if out else tokens[at]):
        del out[_item_start(out) :]
        return hit.end - at
    switched = flipped(out, tokens, after)
    if switched is not None:
        del out[switched[0] :]
        return switched[1] - at
    renamed = by_another_name(out, tokens, after)
    if renamed is not None:
        start, instead, resumes = renamed
        out[start:] = instead
        return resumes - at
    named = by_its_value(out, tokens, after) or by_its_side(out, tokens, after)
    if named is not None:
        place, value = named
        out[place] = replace(tokens[value], glued=out[place].glued)
        unit = out[place + 1].low if place + 1 < len(out) else ""
        again = value + 1 < len(tokens) and unit.isalpha() and tokens[value + 1].low == unit
        return value + 1 + again - at
    begins = by_its_name(out, tokens, after)
    if begins is not None:
        del out[begins:]
        return after - at
    said, after = after, past_slip(out, tokens, after, is_value)
    if after == said and (not _at_value(tokens, after) or no_value_there(tokens, after)):
        aside = past_aside(out, tokens, hit.end, hit.value, numberlike)
        after = aside if aside > hit.end else after
    keep = _kept(out, tokens, after, hit.value, before, explained=after > said)
    if keep is None:
        out.extend(tokens[at : hit.end])
        return hit.end - at
    if _mended_in_place(out, keep, tokens, after):
        return after + 1 - at
    del out[keep:]
    return after - at


def _begun_anew(out: Sequence[Token], tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """`to my little finger, no, what am I saying, to the thumb`: where it began, and where it begins anew."""
    first = next((k for k in range(at, min(at + 3, len(tokens))) if tokens[k].is_word), None)
    if first is None:
        return None
    low = max(0, len(out) - WINDOW)
    place = next((i for i in range(len(out) - 1, low - 1, -1) if out[i].low == tokens[first].low), None)
    return (place, first) if place is not None else None


def _denies(tokens: Sequence[Token], at: int) -> bool:
    """Whether `no` before tokens[at] says what there is not, or may not be: `no twisting`, `no guarding`."""
    return at < len(tokens) and tokens[at].low.endswith("ing") and tokens[at].low != "nothing"


_EXCEPTED = frozenset(["on", "when", "if", "at", "in", "during", "some", "most", "over"])


def _excepts(tokens: Sequence[Token], at: int) -> bool:
    """`three times a day, well, two on work days`: both hold, each at its time."""
    while at < len(tokens) and (
        tokens[at].text == "," or tokens[at].low in ("just", "only", "maybe", "like")
    ):
        at += 1
    following = tokens[at + 1].low if at + 1 < len(tokens) else ""
    return _at_value(tokens, at) and following in _EXCEPTED


def _is_told_to_wait(out: Sequence[Token], tokens: Sequence[Token], at: int) -> bool:
    """`bladder training, wait fifteen minutes`: a time to wait, where no number was said just before."""
    if at + 1 >= len(tokens) or not numberlike(tokens[at]) or tokens[at + 1].low not in _PERIODS:
        return False
    said = [t for t in out[-3:] if t.is_word or numberlike(t)]
    return not any(numberlike(t) for t in said[-2:])


_PERIODS = frozenset(
    ["minutes", "minute", "seconds", "second", "hours", "hour", "days", "day", "weeks", "week"]
)


def _at_value(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and is_value(tokens[at])


def _kept(
    out: Sequence[Token], tokens: Sequence[Token], after: int, marker: str, before: str, *, explained: bool
) -> int | None:
    """How much of `out` survives when tokens[after:] mend it; None when nothing is mended.

    `explained`: the speaker said how the slip came about, so that a mere `no` may reach further back.
    """
    if after >= len(tokens) or not out:
        return _erased_from(out, (), run=_is_run(tokens)) if marker in ERASERS else None
    weak = marker in WEAK
    mend = tokens[after]
    low = max(0, len(out) - WINDOW)
    if (
        weak
        and after - 1 >= 0
        and marker in ("no", "nope", "well")
        and before.strip(",.…-")
        and not numberlike(mend)
        and not any(mend.low in alike and out[-1].low in alike for alike in NEXT_TO_IT)
    ):
        return None
    if numberlike(mend):
        place = _number_place(out, tokens, after, low)
        if place is None:
            return None
        near = (
            len(out) - place <= 6
            or explained
            or about_the_slip(out[place + 1 :])
            or _same_unit(out, place, tokens, after)
        )
        if weak and not near:
            return None
        return place
    for alike in (*SIDES_AND_RESULTS, *NEXT_TO_IT) if weak else CLASSES:
        if mend.low in alike:
            reach = 2 if alike in SIDES_AND_RESULTS else 0
            for i in range(len(out) - 1, low - 1, -1):
                if out[i].low in alike:
                    if out[i].low == mend.low and len(out) - i > 1:
                        return _retraced(out, tokens, after, low)
                    return i if not weak or _words_after(out, i) <= reach else None
            return None
    if weak or (marker in ABOUT_A_NUMBER and "take that back" not in marker):
        return None
    retraced = _retraced(out, tokens, after, low)
    if retraced is not None:
        return retraced
    if marker in ERASERS:
        return _erased_from(out, tokens[after : after + _BEGUN_ANEW], run=_is_run(tokens))
    if marker == "i mean" and mend.low.endswith("ed"):
        last = len(out) - 1
        while last > 0 and not out[last].is_word:
            last -= 1
        return last if out[last].low in ("done", "did") or out[last].low.endswith("ed") else None
    return None


def _same_unit(out: Sequence[Token], place: int, tokens: Sequence[Token], after: int) -> bool:
    """`left five reps with the heel staying out, no, six reps`: the number is said again with its unit."""
    unit = tokens[after + 1].low if after + 1 < len(tokens) else ""
    behind = out[place + 1 :]
    return (
        unit.isalpha() and bool(behind) and behind[0].low == unit and all(t.text not in ".?!" for t in behind)
    )


def _words_after(out: Sequence[Token], place: int) -> int:
    return sum(t.is_word and t.low not in FILLER for t in out[place + 1 :])


def _mended_in_place(out: list[Token], keep: int, tokens: Sequence[Token], after: int) -> bool:
    """`a two walking in the shoe, no, a three`: the number is put right, what was said of it stays."""
    if keep >= len(out) or after >= len(tokens) or not (numberlike(out[keep]) and numberlike(tokens[after])):
        return False
    said_of_it = [t for t in out[keep + 1 :] if t.is_word]
    following = tokens[after + 1].low if after + 1 < len(tokens) else ""
    if not said_of_it or following == said_of_it[0].low:
        return False
    if said_of_it[0].low in _MINUTES and len(said_of_it) == 1 and following not in _UNITS:
        out[keep] = tokens[after]  # `twelve minutes no sorry eleven gait fourteen`: eleven minutes
        _without_last_sign(out)
        return True
    if following and following not in _CLOSES:
        return False
    out[keep] = tokens[after]
    if about_the_slip(said_of_it):
        del out[keep + 1 :]
    _without_last_sign(out)
    return True


def _without_last_sign(out: list[Token]) -> None:
    while out and out[-1].text in (",", "…", "-"):
        out.pop()


_MINUTES = frozenset(["minutes", "minute", "min"])
_UNITS = words("treatment_rep_units") | words("session_units")
_CLOSES = frozenset([",", ".", ";", "and", "?", "…"])


def _number_place(out: Sequence[Token], tokens: Sequence[Token], after: int, low: int) -> int | None:
    """Where the number stands that tokens[after] replaces.

    The one just said, where nothing stands behind it; else the last of the same unit, else the last.
    """
    just = next((i for i in range(len(out) - 1, -1, -1) if out[i].is_word or numberlike(out[i])), 0)
    if _alike(out[just], tokens[after]) and not _pair(out, tokens, after, low):
        return just
    unit = tokens[after + 1].low if after + 1 < len(tokens) else ""
    last = None
    for i in range(len(out) - 1, low - 1, -1):
        if out[i].low == "one" and unit.isalpha() and i + 1 < len(out) and out[i + 1].low == unit:
            return i
        if not numberlike(out[i]):
            continue
        if last is None:
            last = i
        if i + 1 < len(out) and out[i + 1].low == unit and unit.isalpha():
            return i
    if last is not None and _pair(out, tokens, after, low):
        return last - 1
    return last


def _alike(old: Token, new: Token) -> bool:
    """Whether both are plain numbers, or both of the same scale: `4/10`, `3/10`."""
    scales = [t.text.partition("/")[2] for t in (old, new)]
    plain = old.number is not None and new.number is not None
    return scales[0] == scales[1] and (plain or scales[0] != "")


def _pair(out: Sequence[Token], tokens: Sequence[Token], after: int, low: int) -> bool:
    """`thirteen nine … twelve eight`: a decimal said as two numbers, and said again."""
    numbers = [i for i in range(low, len(out)) if numberlike(out[i])][-2:]
    again = after + 1 < len(tokens) and numberlike(tokens[after + 1])
    return again and len(numbers) == 2 and numbers[1] - numbers[0] == 1


def _retraced(out: Sequence[Token], tokens: Sequence[Token], after: int, low: int) -> int | None:
    """Where the speaker started again with the same word."""
    word = tokens[after].low
    low = max(0, low - WINDOW)
    if len(word) < 3 and not numberlike(tokens[after]):
        return None
    who = tokens[after - 1].low if after else ""
    for i in range(len(out) - 1, low - 1, -1):
        if out[i].low == word:
            # `his son carries it, no wait, he carries it`: who does is not what was said before
            return i if who not in ("he", "she", "they") or (i > 0 and out[i - 1].low == who) else None
    return None


def _sentence_start(out: Sequence[Token]) -> int:
    i = len(out)
    while i > 0 and out[i - 1].text in ".?!…":
        i -= 1
    while i > 0 and out[i - 1].text not in ".?!…":
        i -= 1
    return i


def _is_run(tokens: Sequence[Token]) -> bool:
    """Whether nobody made sentences of these words."""
    return len(tokens) > 2 * WINDOW and not any(t.text in (".", "?", "!") for t in tokens[:-1])


def _erased_from(out: Sequence[Token], anew: Sequence[Token], *, run: bool) -> int:
    """From where a bare `scratch that` strikes: the sentence; in a run without any, what was named last.

    `anew` are the words it goes on with: `nine minutes side lying abduction scratch that standing abduction`
    begins the abduction anew, and the nine minutes stay.
    """
    start = _sentence_start(out)
    if not run:
        return start
    begun = {t.low for t in anew if t.is_word and len(t.low) > 3}
    i = next((i for i in range(len(out) - 1, len(out) - WINDOW, -1) if out[i].low in begun), len(out) - 1)
    while (
        i > start and out[i - 1].is_word and not numberlike(out[i - 1]) and out[i - 1].low not in _BEHIND_ONE
    ):
        i -= 1
    return i


_BEGUN_ANEW = 3
"""Words by which what was begun anew is known."""
_BEHIND_ONE = (
    _MINUTES | _UNITS | frozenset(["and", "then", "left", "right", "bilateral", "positive", "negative"])
)
"""Words with which the item before ends."""


def _item_start(out: Sequence[Token]) -> int:
    """Where the item of a list that was named last begins: `squeezes 2 x 10 | chest lift`."""
    i = len(out)
    while (
        i > 0 and not numberlike(out[i - 1]) and out[i - 1].is_word and out[i - 1].low not in ("and", "then")
    ):
        i -= 1
    return i


def _without_denied_value(tokens: list[Token]) -> list[Token]:
    """`110 degrees, not 100` says what it is not; only 110 stays."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        if (
            tokens[at].low == ","
            and at + 2 < len(tokens)
            and tokens[at + 1].low == "not"
            and numberlike(tokens[at + 2])
            and (at + 3 == len(tokens) or tokens[at + 3].text in ".,;" or tokens[at + 3].low == "degrees")
            and any(numberlike(t) for t in out[-4:])
        ):
            at += 4 if at + 3 < len(tokens) and tokens[at + 3].low == "degrees" else 3
            continue
        out.append(tokens[at])
        at += 1
    return out
