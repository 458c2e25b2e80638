"""`His wife takes the pills, no, she sets them out`: of a sentence begun anew the last form stands.

Only where the new form speaks of the same thing (`it`, or the same words), and where it is plain who does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.understanding.phrases import words
from agent.understanding.tokens import Token, rewritten

_SHE: Final = words("recast_she")
_HE: Final = words("recast_he")
_POSSESSIVES: Final = frozenset(["his", "her", "my", "their", "the"])
_OF: Final = {"he": "his", "she": "her"}
_TAKES_BACK: Final = frozenset(["no", "sorry", "wait", "correction", "nope", "actually"])
_MORE: Final = frozenset(
    [",", "no", "wait", "sorry", "i", "mean", "meant", "actually", "rather", "uh", "um", "it's"]
)
_PRONOUNS: Final = frozenset(["he", "she", "they", "i", "we"])
_IT: Final = frozenset(["it", "them", "those", "that", "these"])
_NO_VERB: Final = frozenset(
    [
        "and",
        "with",
        "of",
        "in",
        "on",
        "or",
        "at",
        "to",
        "for",
        "has",
        "is",
        "was",
        "who",
        "'s",
        ",",
        "the",
        "a",
    ]
)
_ENDS: Final = frozenset([".", "?", "!", ";", "…", "...", "..", ":"])
_LONGEST: Final = 16
"""Tokens of the form taken back."""
_DETERMINERS: Final = frozenset(["the", "a", "an", "his", "her", "my", "their", "some"])
_NOT_IN_OBJECT: Final = words("recast_behind_object")


def recast(tokens: Sequence[Token]) -> list[Token]:
    """`tokens` without predicates that their speaker replaced. Linear."""
    places = [i for i, t in enumerate(tokens) if t.low in _TAKES_BACK]
    return rewritten(tokens, places, _replace)


def _replace(out: list[Token], tokens: Sequence[Token], at: int) -> int:
    if not out or out[-1].text not in (",", "…", "...", "-"):
        return 0
    resumes = at + 1
    while resumes < len(tokens) and resumes < at + 6 and tokens[resumes].low in _MORE:
        if tokens[resumes].low == "i" and not _meant(tokens, resumes):
            break
        resumes += 1
    mended = _mended(out, tokens, resumes)
    if mended is None:
        return 0
    start, new, used = mended
    del out[start:]
    out.extend(new)
    return resumes + used - at


def _meant(tokens: Sequence[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].low in ("mean", "meant")


def _mended(out: Sequence[Token], tokens: Sequence[Token], at: int) -> tuple[int, list[Token], int] | None:
    """(where in `out` the old form begins, what opens the new one, for how many tokens that stands)."""
    if at + 2 >= len(tokens) or tokens[at].low not in _PRONOUNS:
        return None
    verb_at = at + 1
    start = _clause_start(out)
    subject = _subject(out[start:])
    if not subject or tokens[verb_at].low in _NO_VERB or not tokens[verb_at].is_word:
        return None
    old = out[start:]
    objects = _object(old[subject + 1 :])
    ahead = _rest(tokens, verb_at)
    anaphor = next((i for i, t in enumerate(ahead[1:4], 1) if t.low in _IT), -1)
    shared = {t.low for t in old[subject:] if len(t.low) > 3} & {t.low for t in ahead}
    if anaphor < 0 and not shared:
        return None
    who = _who(old[:subject], tokens[at].low)
    if who is None:
        return None
    new = list(old[:subject]) if who else [tokens[at]]
    if anaphor < 0:
        return start, new, 1
    if anaphor != 1 or not objects:
        return None  # what `it` was would be lost
    return start, [*new, tokens[verb_at], *objects], 3


def _clause_start(out: Sequence[Token]) -> int:
    end = len(out)
    i = end
    while i > 0 and end - i < _LONGEST and out[i - 1].text not in _ENDS:
        i -= 1
    return i


def _rest(tokens: Sequence[Token], at: int) -> list[Token]:
    end = at
    while end < len(tokens) and tokens[end].text not in _ENDS and tokens[end].text != ",":
        end += 1
    return list(tokens[at:end])


def _subject(clause: Sequence[Token]) -> int:
    """How many tokens the subject that opens the clause has; 0 when none does."""
    low = [t.low for t in clause]
    if not low:
        return 0
    if low[0] in _PRONOUNS or low[0] == "patient":
        size = 1
    elif (
        len(low) > 1 and low[0] in _POSSESSIVES and (low[1] in _SHE | _HE or low[1] in ("patient", "partner"))
    ):
        size = 2
        if len(clause) > 3 and clause[2].text.istitle():
            size = 3
    else:
        return 0
    return size if len(clause) > size + 1 and clause[size].is_word and low[size] not in _NO_VERB else 0


def _object(behind: Sequence[Token]) -> list[Token]:
    """The thing that the verb was said of, `the carbidopa`; nothing where its end is not plain."""
    thing: list[Token] = []
    for t in behind:
        if not t.is_word or t.low in _NOT_IN_OBJECT:
            break
        thing.append(t)
    if any(t.number is not None for t in thing):
        return []
    whole = len(thing) in (2, 3) and thing[0].low in _DETERMINERS
    return thing if whole or (len(thing) == 1 and thing[0].low not in _IT) else []


def _who(subject: Sequence[Token], pronoun: str) -> bool | None:
    """Whether the pronoun stands for the subject taken back (False: for somebody else, None: unclear)."""
    first = subject[0].low
    if first in _PRONOUNS:
        return True if first == pronoun else None
    if first == "patient" or subject[-1].low == "patient":
        return True if pronoun in _OF else None
    if pronoun not in _OF:
        return None
    same = subject[1].low in (_SHE if pronoun == "she" else _HE)
    if first == _OF[pronoun]:
        return None if same else False
    return True if same else None
