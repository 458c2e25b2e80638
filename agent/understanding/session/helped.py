"""Parts of a treatment that a helper gave: `out of those 24, Quentin, PTA, ran the last 13`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from agent.understanding.session.bare import AHEAD
from agent.understanding.session.matching import Block
from agent.understanding.session.mentions import Mention, speaks_of_another_day
from agent.understanding.session.people import ROLES, Contributor, role_at
from agent.understanding.session.talk import Talk


@dataclass(frozen=True, slots=True)
class Part:
    """A part of minutes told before, at word `at`: `minutes` of `by`, or with `rest` all but so many.

    `share` in place of minutes is one of so many equal parts. `whole`: the minutes that it is said to be of;
    `code`: the treatment that it is said to be of.
    """

    at: int
    by: Contributor
    minutes: int | None
    rest: bool = False
    share: int = 0
    whole: int | None = None
    code: str = ""

    def of(self, minutes: int) -> int | None:
        """The helper's minutes of so many."""
        if self.share:
            return minutes // self.share if minutes % self.share == 0 else None
        told = self.minutes or 0
        return (minutes - told if self.rest else told) if 0 < told < minutes else None


_MARKS: Final[Mapping[Contributor, str]] = {"PTA": "@a", "student": "@s", "aide": "@h"}
_OF_MARK: Final = {mark: by for by, mark in _MARKS.items()}
_WHO: Final = r"(?P<who>@[ash])(?: ,)?"
_BY_ITSELF: Final = (
    r"(?: (?:then|also|just|only|actually|alone|himself|herself|was the one who|who))*"
    r" (?:did|done|ran|took|had|gave|led|covered|handled|finished|carried|treated|worked|completed|performed|"
    r"provided|continued|got|saw|guided|coached|delivered|supplied|put in)"
)
_UNIT: Final = r"(?: (?:minutes|minute|min|mins))?"
_END: Final = r"(?:the|her|his|its|my) (?:very )?(?:last|first|final|opening|closing|middle|other|remaining)"
_OF_IT: Final = (
    r" (?:out )?of (?:those|these|them|that|it|which|this|"
    r"the (?P<of>\d+)|(?:the|that|this|her|his) (?P<named>@\d+))"
)
_BETWEEN: Final = r"(?: (?!i\b|not\b|n't\b|and\b|but\b|while\b|\d|@)[\w',-]+){0,4}?"
_WAS: Final = r"(?: (?:was|were|are|is|done|given|run|went|spent|all))*"
_AND: Final = r"(?: ,)?(?: (?:and|so|while|when|then|but))*"
_N: Final = r"(?P<n>\d+|half|(?:(?<=\ba )|(?<=\bone ))(?:third|quarter|fifth))"
_NO_OTHER: Final = (
    r"(?! (?:sets|reps|steps|feet|meters|degrees|visits)\b|"
    r"(?: (?:minutes|minute|min|mins))?(?: (?:,|:|of|on|for|with|doing|in|was|were|some|more))*"
    r" @\d+\b(?! (?:(?:,|:|for|was|took) )?\d))"
)
"""`the PTA did the last eleven minutes, ther ex`: another treatment, and no part of the one before."""
_FORMS: Final = (
    # `the PTA ran the last 13`, `the aide had her for six of those`
    rf"{_WHO}{_BY_ITSELF}{_BETWEEN} {_END}(?: about)? {_N}\b{_NO_OTHER}(?:{_UNIT}{_OF_IT})?",
    rf"{_WHO}{_BY_ITSELF}{_BETWEEN} {_N}{_UNIT}{_OF_IT}\b",
    # `our PTA did twenty and I did ten`, where these make up the whole
    rf"{_WHO}{_BY_ITSELF}(?: the first| about)? (?P<n>\d+){_UNIT}{_AND} i (?:did|had|took|gave|ran)"
    rf"(?: the (?:other|last|remaining))? (?P<mine>\d+)\b{_NO_OTHER}",
    # `out of those 24, our PTA took thirteen`
    rf"\b(?:out )?of (?:those|these|them|that|which|the)(?: (?P<of>\d+))?{_UNIT}(?: ,)? {_WHO}{_BY_ITSELF}"
    rf"{_BETWEEN} {_N}\b{_NO_OTHER}",
    # `the first eleven were by Tom, the assistant`, `half of it with our PTA`
    rf"{_END}(?: about)? {_N}{_UNIT}(?:{_OF_IT})?{_WAS}"
    rf" (?:by|with|to) {_WHO}",
    rf"(?<!\bin ){_N}{_UNIT}{_OF_IT}{_WAS} (?:by|with|to) {_WHO}",
    # `I was called to the phone for the last ten and the tech stayed on`
    rf"\bi (?:was (?:called|pulled|needed|paged|on|away|out|gone|busy)|had to (?:leave|go|step|take|see)|"
    rf"stepped (?:out|away)|left|got (?:called|pulled|paged))\b{_BETWEEN}(?: for)? {_END} {_N}{_UNIT}{_AND}"
    rf" {_WHO}(?:{_BY_ITSELF}| (?:stayed|sat|watched|supervised|minded|remained|kept|stood in))\b",
)
_MINE: Final = (
    # `our PTA Nora started it and I took over for the last ten`
    rf"{_WHO}(?: [^ ]+){{1,12}}? i (?:then )?(?:took|had|did|gave|finished|ran|was|came|stepped|picked)\b"
    rf"{_BETWEEN} {_END} {_N}\b{_NO_OTHER}",
    # `I did the first twelve and Ruth, PTA, did the rest`
    rf"\bi (?:only )?(?:took|had|did|gave|started|ran|led|was|stayed|worked)\b{_BETWEEN} {_END} {_N}{_UNIT}"
    rf"(?: only| alone| myself)?{_AND} {_WHO}(?:{_BY_ITSELF}| (?:supervised|watched|minded))(?: over)?"
    r" (?:the (?:rest|remainder|others?)|what (?:was|is) left)\b",
)
_THEIRS: Final = tuple(re.compile(form) for form in _FORMS)
_THERAPISTS: Final = tuple(re.compile(form) for form in _MINE)
_TOGETHER: Final = re.compile(
    r"\b(?:together|both of us|the two of us|alongside|co-?treat\w*)\b|@[ash] and i\b|\bi and @[ash]|"
    r"\bwith (?:me|my hands)\b"
)
_SHARES: Final = {"half": 2, "third": 3, "quarter": 4, "fifth": 5}
_OWNERS: Final = frozenset(["our", "my", "the", "a", "an", "his", "her"])
_BEHIND: Final = 20
_REACH: Final = 60
"""Words from minutes to the part of them that another gave."""


def parts_of_others(said: Talk, named: Sequence[Mention], known: Mapping[str, Contributor]) -> list[Part]:
    """The parts told, each once."""
    if not known and ROLES.keys().isdisjoint(said.low):
        return []
    by_start = {m.start: m for m in named if m.named and m.code}
    out: dict[int, Part] = {}
    at = 0
    while at < len(said):
        closing = said.closing(at)
        for part in _told(said, at, closing, by_start, known):
            out.setdefault(part.at, part)
        at = closing
    return list(out.values())


def _told(
    said: Talk, start: int, end: int, by_start: Mapping[int, Mention], known: Mapping[str, Contributor]
) -> list[Part]:
    marked, places = _marked(said, start, end, by_start, known)
    if not any(word in _OF_MARK for word in marked):
        return []
    text = " ".join(marked)
    if _TOGETHER.search(text):
        return []
    out: dict[int, Part] = {}
    for forms, rest in ((_THEIRS, False), (_THERAPISTS, True)):
        for form in forms:
            for found in form.finditer(text):
                at = places[text.count(" ", 0, found.start("n"))]
                groups = found.groupdict()
                told, of, name = found["n"], groups.get("of"), groups.get("named")
                before = text[: found.start("n")].replace(" until i ", " i ")
                if at in out or speaks_of_another_day(AHEAD, before):
                    continue
                out[at] = Part(
                    at,
                    _OF_MARK[found["who"]],
                    None if told in _SHARES else int(told),
                    rest,
                    _SHARES.get(told, 0),
                    int(told) + int(groups["mine"]) if groups.get("mine") else int(of) if of else None,
                    by_start[int(name[1:])].code if name else "",
                )
    return list(out.values())


def _marked(
    said: Talk, start: int, end: int, by_start: Mapping[int, Mention], known: Mapping[str, Contributor]
) -> tuple[list[str], list[int]]:
    """The words with a mark for each helper (name and role together) and treatment, and where each stood."""
    words: list[str] = []
    places: list[int] = []
    at = start
    while at < end:
        mention = by_start.get(at)
        helper = _helper(said, at, end, known)
        if helper is not None:
            word, following = helper
        elif mention is not None and mention.end <= end:
            word, following = f"@{at}", mention.end
        else:
            word, following = said.low[at], at + 1
        words.append(word)
        places.append(at)
        at = following
    return words, places


def _helper(said: Talk, at: int, end: int, known: Mapping[str, Contributor]) -> tuple[str, int] | None:
    """(mark, end) of `Quentin, PTA,`, `our PTA Joyce`, `Tom, the assistant` or `Joyce` at word `at`."""
    k = at
    by: Contributor | None = None
    if (by := known.get(said.low[k])) is not None or _is_capital(said, k):
        k += 1
        k += said.at(k) == ","
    while k < end and said.low[k] in _OWNERS:
        k += 1
    if k < end and (role := role_at(said, k)) is not None:
        by, k = role, k + 1
        name = k + (said.at(k) == ",")
        if name < end and (said.low[name] in known or _is_capital(said, name)):
            k = name + 1
    elif by is not None:
        k = at + 1
    return (_MARKS[by], k) if by is not None and by in _MARKS else None


def _is_capital(said: Talk, at: int) -> bool:
    text = said.tokens[at].text
    return text[:1].isupper() and text[1:].islower() and len(text) > 2 and text.isalpha()


def parts_of(parts: Sequence[Part], treated: Sequence[Block]) -> dict[int, list[tuple[int, Contributor]]]:
    """(minutes, by whom) of each block by its place in `treated`: a part is of the minutes told last before.

    Where the therapist's part and the helper's do not make up the whole, nothing is said of either.
    """
    found: dict[tuple[int, Contributor], list[tuple[bool, int]]] = {}
    of_their_own = {b.quantity.at for b in treated if b.quantity is not None}
    for part in parts:
        if part.at in of_their_own:
            continue  # `then the balance work, twelve minutes of that with Ida`: all of what was just named
        held = [
            (b.quantity.at, i)
            for i, b in enumerate(treated)
            if b.quantity is not None and b.code and _bears_on(part, b.code, b.quantity.at)
            and (b.minutes or 0) >= b.quantity.minutes  # counted anew: what others gave is off already
        ]  # fmt: skip
        fits = [(at, i) for at, i in held if part.whole in (None, treated[i].minutes)]
        _, i = max(fits, default=(0, -1))
        minutes = part.of(treated[i].minutes or 0) if i >= 0 else None
        if minutes is not None:
            found.setdefault((i, part.by), []).append((part.rest, minutes))
    out: dict[int, list[tuple[int, Contributor]]] = {}
    for (i, by), told in found.items():
        own = sum(minutes for rest, minutes in told if not rest)
        left = {minutes for rest, minutes in told if rest}
        if left <= {own} or (len(left) == 1 and not own):
            out.setdefault(i, []).append((own or left.pop(), by))
    return {i: told for i, told in out.items() if sum(m for m, _ in told) < (treated[i].minutes or 0)}


def _bears_on(part: Part, code: str, told_at: int) -> bool:
    """`the last 15 of the exercise, which was thirty`: where it is named, the whole may come behind."""
    least = -_BEHIND if part.code else 1
    return least <= part.at - told_at <= _REACH and part.code in ("", code)
