"""Who the patient is has no place in a statement: names become `patient`, identifiers are left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from agent.domain.visit import Encounter
from agent.needles import Rare
from agent.understanding.phrases import words
from agent.understanding.tokens import Token, fold, tokenise

_TITLES = frozenset(["mr", "mrs", "ms", "miss", "mister", "missus"])
_ADMIN = Rare(
    r"\b(?:date of birth|d o b|dob|medical record|mrn|m r n|member id|phone(?: number)?|"
    r"e ?mail|home address|address is|"
    r"account number|social security|insurance (?:id|card|number)|spelled|spelling)\b",
)
_OPENING = re.compile(
    r"^(?:(?:daily|progress|discharge|evaluation|treatment|visit|initial eval(?:uation)?|"
    r"new eval) ?(?:note|summary|report)?|"
    r"this is|dictation|okay|dictating)\b.{0,30}?\b(?:for|on|of)\b",
    re.IGNORECASE,
)
_DATEISH = words("identity_dateish")
_STREET = words("identity_street")


class Identity:
    """The patient's and therapist's names as this encounter's record has them."""

    def __init__(self, encounter: Encounter) -> None:
        self._patient = _names(encounter.patient.name)
        self._therapist = _names(encounter.therapist.name)

    def without(self, tokens: Sequence[Token], *, addressed: bool = False) -> list[Token]:
        """`tokens` with the patient's name as `patient`, and without identifiers and their values.

        `addressed`: they are said to the patient, whose name between commas tells nothing.
        """
        out: list[Token] = []
        at = 0
        while at < len(tokens):
            token = tokens[at]
            base = token.low.removesuffix("'s")
            if base in self._patient:
                after = at + 1
                while after < len(tokens) and self._goes_on(tokens, after):
                    after += 1
                if out and out[-1].low in _TITLES:
                    out.pop()
                if out and out[-1].low == ".":
                    out.pop()
                    if out and out[-1].low in _TITLES:
                        out.pop()
                closed = after == len(tokens) or tokens[after].text == ","
                if addressed and closed and (not out or out[-1].text == ","):
                    at = after + (after < len(tokens))
                    if out and at >= len(tokens):
                        out.pop()
                    continue
                text = "patient's" if tokens[after - 1].low.endswith("'s") else "patient"
                if not (out and fold(out[-1].text) == "patient"):
                    out.append(token.written(text, end=tokens[after - 1].end))
                at = after
                continue
            skipped = _identifier(tokens, at)
            if skipped > at:
                at = skipped
                continue
            out.append(token)
            at += 1
        return out

    def _goes_on(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a name goes on at `at`: `Kipchirchir-Voss` is one."""
        if tokens[at].text == "-":
            at += 1
        return at < len(tokens) and tokens[at].low.removesuffix("'s") in self._patient


_BEGINS = frozenset(["date", "dob", "mrn", "medical", "lives", "born", "birthday"])
"""Words that an identifier begins with; a spelled one begins with a letter."""


def _names(recorded: str) -> frozenset[str]:
    """The names of one person; `(no visit record)` stands for none, and its words are ordinary ones."""
    if recorded.startswith("("):
        return frozenset()
    return frozenset(t.low for t in tokenise(recorded) if len(t.low) > 2)


def _identifier(tokens: Sequence[Token], at: int) -> int:
    """Where an identifier that begins at `at` ends, or `at`."""
    if tokens[at].low not in _BEGINS and len(tokens[at].text) > 1:
        return at
    low = [t.low for t in tokens[at : at + 3]]
    if low[:3] == ["date", "of", "birth"]:
        return _values_end(tokens, at + 3)
    if low[:1] == ["dob"] or low[:3] == ["d", "o", "b"]:
        return _values_end(tokens, at + (1 if low[0] == "dob" else 3))
    if low[:1] == ["mrn"] or low[:2] == ["medical", "record"] or low[:3] == ["m", "r", "n"]:
        return _values_end(tokens, at + {"mrn": 1, "medical": 2}.get(low[0], 3))
    if low[:2] == ["lives", "at"] and any(t.low in _STREET for t in tokens[at + 2 : at + 8]):
        for k in range(at + 2, min(len(tokens), at + 8)):
            if tokens[k].low in _STREET:
                return k + 1
    if low[:1] in (["born"], ["birthday"]):
        value = _values_end(tokens, at + 1)
        return value if value > at + 1 else at
    letters = at
    while letters < len(tokens) and len(tokens[letters].text) == 1 and tokens[letters].text.isalpha():
        letters += 1
    if letters - at >= 3:
        return letters + (letters < len(tokens) and tokens[letters].text == ",")
    return at


def _values_end(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (
        tokens[at].number is not None
        or tokens[at].low in _DATEISH
        or tokens[at].low[:1].isdigit()
        or tokens[at].low in ("zero", "one", "oh", "-", "/", ",")
    ):
        at += 1
    return at


def is_administrative(text: str) -> bool:
    """Whether a clause is about identifiers or the dictation itself."""
    return bool(_ADMIN.search(text))


def without_opening(tokens: list[Token]) -> list[Token]:
    """`daily note for patient, …` without its opening."""
    text = " ".join(t.text for t in tokens)
    match = _OPENING.match(text)
    if not match or " minutes" in match.group():
        return tokens
    count = len(text[: match.end()].split(" "))
    return [replace(t) for t in tokens[count:]]
