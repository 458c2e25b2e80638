"""What the safety rules share: precautions, stop values, red flag words, and whether somebody was told."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from agent.data_files import from_yaml
from agent.domain.base import Model
from agent.domain.plan import KeptOut
from agent.late import late
from agent.needles import Rare
from compliance.rules.context import RuleContext

FOLDER = Path(__file__).parent
_ACTED = Rare(
    r"\b(?:called|phoned|rang|notified|informed|contacted|messaged|paged|faxed|alerted|told|"
    r"spoke (?:to|with)|"
    r"sen(?:t|ding)|refer(?:red|ring)?|transferr(?:ed|ing)|advised|instructed|escorted|directed)\b[^.;\n]{0,60}"
    r"\b(?:surgeon|physician|doctor|dr|pcp|primary care|provider|md|emergency|e\.?r\.?|e\.?d\.?|"
    r"hospital|urgent care|911|office|ambulance|cardiologist|neurologist|oncologist|urologist)\b"
    r"|\bcleared (?:by|through) (?:(?:her|his|the|their|a|dr\.?) )?(?:\w+ )?(?:cardiologist|neurologist|"
    r"surgeon|physician|doctor|provider|pcp|emergency|urgent care)\b"
    r"|\b(?:called 911|same[- ]day (?:appointment|visit|referral)|emergency (?:room|"
    r"department) (?:today|now))\b"
    r"|\b(?:dr\.?\s+\w+|doctor|surgeon|physician|urgent care)\b[^.;\n]{0,25}"
    r"\b(?:saw|checked|examined|looked at)\b"
    r"[^.;\n]{0,60}\b(?:ok(?:ay)?|fine|clear\w*|negative|safe)\b",
)
_HYPOTHETICAL = Rare(r"\b(?:if|would|should|could|unless|once|when|not|never|didn't|later)\b[^.;\n]{0,50}$")


class Contraindication(Model):
    """Words of a precaution, and words of exercises that break it (regular expressions)."""

    name: str
    when: tuple[str, ...]
    breaks: tuple[str, ...]


class RedFlagWords(Model):
    """Words of one group of red flags (regular expressions), and a cheap first look for them."""

    hints: tuple[str, ...]
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    """Diagnoses (regular expressions on code and label) whose own complaint these words are."""
    examined: bool = False
    """Found on examination: the therapist says it, where other words of theirs are questions."""


@cache
def contraindications() -> tuple[Contraindication, ...]:
    """The shipped table of precautions."""
    table = from_yaml(FOLDER / "clinical" / "contraindications.yaml")
    return tuple(Contraindication.model_validate(entry) for entry in table)


@cache
def red_flag_words() -> dict[str, RedFlagWords]:
    """Words of the plainest red flags, by group."""
    table = from_yaml(FOLDER / "clinical" / "red_flag_words.yaml")
    return {name: RedFlagWords.model_validate(entry) for name, entry in table.items()}


@cache
def vitals() -> Any:
    """Resting values at which treatment is stopped, by vital sign."""
    return from_yaml(FOLDER / "measures" / "vitals.yaml")


_OF_THIS_NOTE = "the note's precaution"
_ORDERED = late(
    r"\b(?:surgeon|doctor|physician|dr\.?|md|pa|np|specialist)\w*(?:'s)? \w* ?(?:orders?|ordered|says?|"
    r"said|wants?|restrict\w*|precautions?|protocol)\b|\border(?:s|ed)? (?:is|are|by|from)\b",
    re.IGNORECASE,
)
_OF_A_RED_FLAG = "a red flag says"
"""How the plan names a precaution dictated at this visit, and a sign of danger (`agent.exercises`)."""


def for_a_red_flag(kept: KeptOut) -> bool:
    """Whether an exercise was kept out for a sign of danger, which has a finding of its own."""
    return _OF_A_RED_FLAG in kept.why


def dictated_precaution(kept: KeptOut) -> bool:
    """Whether an exercise was kept out for the sake of the therapist's own words in this very dictation.

    What they pass on as somebody's order is none of these.
    """
    return _OF_THIS_NOTE in kept.why and not _ORDERED.search(kept.why)


def somebody_was_told(ctx: RuleContext) -> bool:
    """Whether the therapist says that somebody was told, in words the fact did not catch."""
    spoken = [s.text for s in ctx.transcript.segments if s.speaker != "PATIENT"]
    texts = spoken + [s.text for s in ctx.statements if s.section in ("A", "P")]
    return any(
        not _HYPOTHETICAL.search(t[: m.start()][-60:]) and not _IS_ASKED.match(t, m.end())
        for t in texts
        for m in _ACTED.finditer(t)
    )


_IS_ASKED = re.compile(r"[^.?!\n]{0,60}\?")
"""`The doctor checked it, and it's fine?`: asked, and nothing done."""
