"""How much of what a clause of a conversation says belongs in a note, by the weights of its words.

The weights were fitted on mock visits with their notes and on dictation cases with their facts
(`talk_weights.json` says on which; `python -m evals.talk_fit` writes it). They decide nothing about numbers,
measures, treatments or sides: `says_nothing` does not ask for those.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, Final

from agent.domain.note import Section
from agent.understanding.phrases import key

WEIGHTS: Final = Path(__file__).with_name("talk_weights.json")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")


def signs(text: str, section: Section, *, named: bool) -> dict[str, float]:
    """What a clause is weighed by, each with its strength. `named`: a term of the field stands in it."""
    said = words_of(text)
    share = max(1, len(said)) ** -0.5
    return {f"word {w}": share for w in said} | {
        f"section {section}": 1.0,
        "short": share,
        "named": float(named),
    }


def words_of(text: str) -> set[str]:
    """The words of `text` without their plural endings."""
    return {key(word) for word in _WORD.findall(text.casefold())}


def worth(text: str, section: Section, *, named: bool) -> float:
    """The share of a clause's words that a note can be expected to hold, 0 to 1 or a little beyond."""
    weights = _fitted()["weights"]
    found: Iterable[tuple[str, float]] = signs(text, section, named=named).items()
    return float(_fitted()["mean"] + sum(weights.get(sign, 0.0) * strength for sign, strength in found))


def least_worth() -> float:
    """Below it a clause is left out."""
    return float(_fitted()["least"])


@cache
def _fitted() -> dict[str, Any]:
    fitted: dict[str, Any] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return fitted
