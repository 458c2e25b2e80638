"""Who gave a treatment: the therapist, unless the talk says an assistant, a student or an aide did."""

from __future__ import annotations

import re
from typing import Literal

from agent.late import late
from agent.needles import Rare
from agent.understanding.session.talk import Talk

Contributor = Literal["PT", "PTA", "student", "aide"]
ROLES: dict[str, Contributor] = {
    "pta": "PTA",
    "assistant": "PTA",
    "student": "student",
    "spt": "student",
    "aide": "aide",
    "tech": "aide",
    "technician": "aide",
    "trainer": "aide",
    "atc": "aide",
    "masseuse": "aide",
}
_TRAINERS = frozenset(["athletic", "personal", "fitness", "certified"])
_LEARNS = frozenset(["student", "spt"])
_OWNERS = frozenset(["therapist", "pt", "therapy", "our", "the", "my", "an", "is", "was", "a"])
_ONLY_HELPED = Rare(
    r"\b(?:set(?:up)?|cleaned|observ\w+|watch\w*|shadow\w+|present|supervised|assisted|held|holding|count\w*|"
    r"helped|helping|spotted|spotting|guarded|steadied|steadying)\b|"
    r"^(?:is|was|'s|has been) (?:out|off|away|absent|sick|home|at lunch|on (?:leave|vacation)|not "
    r"(?:here|in))\b",
    flags=0,
)
_TREATED = re.compile(
    r"\b(?:did|done|performed|provided|gave|led|completed|took|takes|ran|treated|worked|handled|"
    r"finished|was|had|"
    r"covered|carried|instructed|with|by|from|does|runs)\b|^,? ?\d|\d$"
)
_THERAPIST = re.compile(
    r"\b(?:i|i've|i'm|myself) (?:\w+ )?(?:did|then|gave|performed|provided|worked|also|started|finished|"
    r"took|led|ran|had|spent|put|was|mobilized|treated)\b|\b(?:with|by) (?:me|myself|the pt)\b"
)
_OPENS_THERAPIST = frozenset(["i", "i've", "i'm", "myself", "with", "by"])
"""The first words of `_THERAPIST`."""
_ELSEWHERE = late(
    r"\b(?:another|the next|the other|a different|other|my next) (?:patients?|clients?|one|people|room)\b|"
    r"\b(?:someone|somebody) else\b|\b(?:(?:phone )?calls?|phone|paperwork|charting|notes|lunch|"
    r"meeting|e-?mails?)\b"
)
"""Whom or what a therapist is busy with who is not treating this patient."""
_TOGETHER = re.compile(
    r"\b(?:both of us|the two of us|co-?treat\w*|alongside me|together with me|at my side)\b"
)
"""Minutes that both treated together are the therapist's."""
_UNBILLED = re.compile(r"\b(?:not|isn't|wasn't|aren't|non) billable\b|\bnot bill\w*\b|\bdon't bill\b")
"""What an aide did and nobody bills does not tell who gave what is billed."""
_MINDED = re.compile(r"^(?:supervised|monitored|watched|oversaw|stayed with)\b")
"""What an aide does in the therapist's place."""


def names(said: Talk) -> dict[str, Contributor]:
    """First names that the talk introduces with a role: `Marisol, my assistant`, `PTA Quill`."""
    out: dict[str, Contributor] = {}
    for i, low in enumerate(said.low):
        role = role_at(said, i)
        if role is None:
            continue
        if said.at(i - 1) in _OWNERS:
            k = i - 2
            while k >= 0 and k > i - 5 and said.at(k) in (",", "our", "the", "my", "she", "he"):
                k -= 1
            if k >= 0 and said.breaks(k, i) == 0 and _is_name(said, k):
                out[said.low[k]] = role
        for k in (i + 1, i + 2):
            if k < len(said) and said.breaks(i, k) == 0 and _is_name(said, k):
                out[said.low[k]] = role
                break
            if said.at(k) != ",":
                break
        if i > 1 and said.at(i - 1) == "," and said.breaks(i - 2, i) == 0 and _is_name(said, i - 2):
            out.setdefault(said.low[i - 2], role)
        if (presented := _presented(said, i)) is not None:
            out[presented] = role
        del low
    return out


_IS_ONE = frozenset(["he's", "she's", "who's", "they're"])
_TELLS_OF = frozenset([",", "is", "will", "did", "does", "has"])
_BACK_TO_THE_NAME = 12


def _presented(said: Talk, i: int) -> str | None:
    """`Now Otto's going to take you through the steps, he's the assistant`: the name in its sentence."""
    if said.at(i - 1) not in _OWNERS or said.at(i - 2) not in _IS_ONE:
        return None
    opening = said.opening(i)
    for k in range(i - 3, max(opening, i - _BACK_TO_THE_NAME) - 1, -1):
        low = said.low[k].removesuffix("'s")
        opens = k == opening and low == said.low[k] and said.at(k + 1) not in _TELLS_OF
        if not opens and _a_name(said.tokens[k].text.replace("’", "'").removesuffix("'s")):
            return low
    return None


def _is_name(said: Talk, i: int) -> bool:
    return _a_name(said.tokens[i].text)


def _a_name(text: str) -> bool:
    return text[:1].isupper() and text[1:].islower() and len(text) > 2 and text.isalpha()


def role_at(said: Talk, i: int) -> Contributor | None:
    low = said.at(i).removesuffix("'s")
    if low == "massage" and said.at(i + 1) == "therapist":
        return "aide"
    if low == "trainer" and said.at(i - 1) not in _TRAINERS:
        return None
    if low == "assistant" and said.at(i - 1) not in _OWNERS:
        return None
    if low in ("assistant", "pta") and _LEARNS & {said.at(k) for k in (i - 3, i - 2, i - 1, i + 1)}:
        return "student"
    return ROLES.get(low)


def giver(said: Talk, start: int, end: int, known: dict[str, Contributor]) -> tuple[Contributor, int]:
    """(who gave what the words [start, end) tell of, where it is said or -1); the last word counts."""
    found: Contributor = "PT"
    where = -1
    for i in range(max(0, start), min(end, len(said))):
        role = role_at(said, i) or known.get(said.low[i])
        introduced = any(role_at(said, k) for k in range(i + 1, min(i + 4, said.closing(i))))
        if role is None or (introduced and not role_at(said, i)):
            continue
        if role == "aide" and _UNBILLED.search(said.words(i, said.closing(i))):
            continue
        around = said.words(max(start, said.opening(i), i - 6), min(i + 7, said.closing(i)))
        behind = said.words(i + 1, min(i + 4, said.closing(i)))
        together = _TOGETHER.search(said.words(max(start, i - 12), min(i + 7, said.closing(i))))
        minded = role == "aide" and _MINDED.match(behind)
        if not minded and (together or _ONLY_HELPED.search(behind) or not _TREATED.search(around)):
            continue
        found, where = role, i
    himself = therapist_at(said, max(where + 1, start, 0), end)
    return ("PT", himself) if himself is not None else (found, where)


_JOINS = frozenset(["and", "then", ",", "while", "but", "plus"])
_BEFORE_A_ROLE = frozenset(["the", "our", "my", "an", "a", "his", "her"])


_TURNS_AWAY = frozenset(
    [",", "and", "then", "so", "but", "while", "which", "it", "that", "those", "these", "them", "this"]
)


def _goes_straight_on(said: Talk, at: int, end: int) -> bool:
    """`the aide put the | pack`, and not `the PTA did it and then | manual`."""
    return not any(said.low[i] in _TURNS_AWAY or said.tokens[i].number is not None for i in range(at, end))


def helper_at(said: Talk, start: int, end: int, known: dict[str, Contributor]) -> int | None:
    """Where `and the aide put the …` right before word `end` begins to say who gave what is told there."""
    for at in range(max(0, start), min(end, len(said))):
        if (role_at(said, at) or known.get(said.low[at])) is None or not _goes_straight_on(said, at, end):
            continue
        first = at
        while first > start and (said.at(first - 1) in _BEFORE_A_ROLE or _introduces(said, first)):
            first -= 1
        if first > start and said.at(first - 1) in _JOINS:
            return first
    return None


def _introduces(said: Talk, at: int) -> bool:
    """`Dana our PTA`: the name before the role."""
    return at > 0 and said.at(at) in _BEFORE_A_ROLE and _is_name(said, at - 1)


def therapist_at(said: Talk, start: int, end: int) -> int | None:
    """Where the therapist is first said to have treated this patient, within [start, end)."""
    for at in range(max(0, start), min(end, len(said)) - 1):
        if said.low[at] not in _OPENS_THERAPIST or not _THERAPIST.match(said.words(at, at + 3)):
            continue
        if not _ELSEWHERE.search(said.words(at, at + 8)):
            return at
    return None
