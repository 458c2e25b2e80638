"""A companion who speaks among the patient's turns: `He limps by dinner. I saw it` is not what he saw.

Labels know one speaker beside the therapist. A turn that tells of the patient as `he` or `she` is another's,
and its `I` is written as the companion. Only where the turn holds nothing of the speaker's own body, and
nobody else whom the pronoun may be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.persons import Sex, with_s
from agent.understanding.phrases import words
from agent.understanding.tokens import Token

_SUBJECT: Final = {"M": frozenset(["he", "he's", "he'd", "he'll"]), "F": frozenset(["she", "she's", "she'd"])}
_SOMEBODY: Final = Rare(
    r"\b(?:doctor|dr|surgeon|nurse|boss|friend|neighbou?r|mother|father|mom|mum|dad|sister|brother|"
    r"wife|husband|son|"
    r"daughter|boy|girl|coach|teacher|aunt|uncle|cousin|grandson|granddaughter|partner|dog|cat|"
    r"therapist|baby|kid)\b",
)
_REPORTED: Final = Rare(r"\b(?:he|she) (?:says?|said|told|tells|wants?|gave|thinks?|asked|ordered|put|did)\b")
_OWN: Final = Rare(r"\b(?:me|mine|myself)\b|\bi(?:'m| am| feel| felt| walk| can| can't| take| took| sleep)\b")
_WATCHES: Final = Rare(
    r"\bi (?:saw|see|hear|heard|notice|noticed|watch|watched|count|counted|caught|found|find|help|"
    r"helped|drive|drove|"
    r"do|make|made|keep|kept|have to|had to|remind|reminded)\b",
)
_BE: Final = {"am": "is", "have": "has", "do": "does", "don't": "does not", "was": "was"}


def companions_named(said: Sequence[Clause], sex: Sex) -> None:
    """Write `companion` for the `I` of whoever tells of the patient in a turn labelled as the patient's."""
    subjects = _SUBJECT.get(sex)
    if subjects is None:
        return
    by_turn: dict[int, list[Clause]] = {}
    for clause in said:
        if clause.speaker == "PATIENT":
            by_turn.setdefault(clause.turn, []).append(clause)
    for turn in by_turn.values():
        low = " . ".join(c.low for c in turn)
        told = any(t.low in subjects for c in turn for t in c.tokens)
        if not told or not _WATCHES.search(low) or _OWN.search(low):
            continue
        if _SOMEBODY.search(low) or _REPORTED.search(low):
            continue
        for clause in turn:
            if any(t.low in ("i", "i've", "i'd", "my") for t in clause.tokens):
                clause.retokenised(_as_companion(clause.tokens))


def _as_companion(tokens: Sequence[Token]) -> list[Token]:
    out: list[Token] = []
    named = False
    for token in tokens:
        low = token.low
        if low in ("i", "i've", "i'd"):
            named = True
            has = [replace(token, text=w, low=w, glued=False) for w in _AUXILIARY[low]]
            out += [replace(token, text="companion", low="companion"), *has]
        elif low == "my":
            out.append(replace(token, text="companion's", low="companion's"))
        elif named and out[-1].low == "companion" and re.fullmatch(r"[a-z']+", low):
            verb = _BE.get(low, low if low in words("persons_past") or low.endswith("ed") else with_s(low))
            out.append(replace(token, text=verb, low=verb))
        else:
            out.append(token)
    return out


_AUXILIARY: Final = {"i": (), "i've": ("has",), "i'd": ("would",)}
