"""Whole dictations with one fault planted in each, and the innocent twin beside it.

A file of `planted/` is a visit's record with a sound dictation (`said`) and its `faults`: `swap` puts other
words into the dictation, `encounter` is laid over the record. The fault must raise its finding by the neutral
name; the dictation as it stands and the twin must raise none, beyond what `may` and `also` allow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from evals.cases import answer, draft

HERE = Path(__file__).parent / "planted"
VISITS = {p.stem: yaml.safe_load(p.read_text("utf-8")) for p in sorted(HERE.glob("*.yaml"))}
SPEAKERS = {"T:": "THERAPIST", "P:": "PATIENT"}


def planted() -> Iterator[Any]:
    for name, visit in VISITS.items():
        for number, fault in enumerate(visit["faults"], 1):
            yield pytest.param(visit, fault, id=f"{name}-{number}-{fault['name']}")


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(made.get(key), dict)
        made[key] = laid_over(made[key], value) if both else value
    return made


def findings(visit: Mapping[str, Any], change: Mapping[str, Any]) -> set[str]:
    """Neutral names of what the offline draft of the changed visit raises."""
    said = visit["said"]
    for words, others in change.get("swap", {}).items():
        assert words in said
        said = said.replace(words, others)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    spoken = [(SPEAKERS.get(line[:2]), line[2:] if line[:2] in SPEAKERS else line) for line in lines]
    turns = [{"speaker": who, "text": text.strip()} for who, text in spoken]
    record = laid_over(visit["encounter"], change.get("encounter", {}))
    return set(answer(draft({"encounter": record, "transcript": turns}))["findings"])


@pytest.mark.parametrize("name", VISITS)
def test_a_sound_dictation_raises_nothing(name: str) -> None:
    assert findings(VISITS[name], {}) <= set(VISITS[name].get("may", ()))


@pytest.mark.parametrize(("visit", "fault"), list(planted()))
def test_a_planted_fault_is_found_and_its_twin_is_silent(
    visit: dict[str, Any], fault: dict[str, Any]
) -> None:
    may = set(visit.get("may", ()))
    raised = findings(visit, fault)
    assert fault["name"] in raised
    assert raised <= may | {fault["name"], *fault.get("also", ())}
    twin = fault["twin"]
    assert findings(visit, twin) <= may | set(twin.get("also", ()))
