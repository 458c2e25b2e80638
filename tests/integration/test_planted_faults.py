"""Whole dictations with one fault planted in each, and the innocent twin beside it.

A file of `planted/` is a visit's record with a sound dictation (`said`) and its `faults`: `swap` puts other
words into the dictation, `encounter` is laid over the record, `edit` puts other words into the drafted note.
The fault must raise its finding by the neutral name (`name`) or, where it has none, by the rule's id
(`rule`); the dictation as it stands and the twin must raise none, beyond what `may` and `also` allow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.domain.draft import DraftContent
from agent.domain.note import Statement
from agent.domain.visit import Encounter
from agent.drafting.alone import check_alone
from evals.cases import answer, draft, finding_names, transcript_of

HERE = Path(__file__).parent / "planted"
VISITS = {p.stem: yaml.safe_load(p.read_text("utf-8")) for p in sorted(HERE.glob("*.yaml"))}
SPEAKERS = {"T:": "THERAPIST", "P:": "PATIENT"}


def planted() -> Iterator[Any]:
    for name, visit in VISITS.items():
        for number, fault in enumerate(visit["faults"], 1):
            wanted = fault.get("name") or fault["rule"]
            yield pytest.param(visit, fault, id=f"{name}-{number}-{wanted}")


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(under)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(made.get(key), dict)
        made[key] = laid_over(made[key], value) if both else value
    return made


def checked(visit: Mapping[str, Any], change: Mapping[str, Any]) -> DraftContent:
    """The offline draft of the changed visit, with its findings."""
    said = visit["said"]
    for words, others in change.get("swap", {}).items():
        assert words in said
        said = said.replace(words, others)
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    spoken = [(SPEAKERS.get(line[:2]), line[2:] if line[:2] in SPEAKERS else line) for line in lines]
    turns = [{"speaker": who, "text": text.strip()} for who, text in spoken]
    record = laid_over(visit["encounter"], change.get("encounter", {}))
    content = draft({"encounter": record, "transcript": turns})
    edits = change.get("edit", {})
    if not edits:
        return content
    note = content.note.model_copy(
        update={"statements": tuple(edited(statement, edits) for statement in content.note.statements)}
    )
    changed = content.model_copy(update={"note": note})
    return check_alone(changed, transcript_of(turns), Encounter.model_validate(record))


def edited(statement: Statement, edits: Mapping[str, str]) -> Statement:
    text = statement.text
    for words, others in edits.items():
        text = text.replace(words, others)
    return statement if text == statement.text else statement.model_copy(update={"text": text})


def findings(visit: Mapping[str, Any], change: Mapping[str, Any]) -> tuple[set[str], set[str]]:
    """(neutral names, ids of rules) of what the changed visit raises."""
    content = checked(visit, change)
    return set(answer(content)["findings"]), {f.rule_id for f in content.findings}


@pytest.mark.parametrize("name", VISITS)
def test_a_sound_dictation_raises_nothing(name: str) -> None:
    names, _ = findings(VISITS[name], {})
    assert names <= set(VISITS[name].get("may", ()))


@pytest.mark.parametrize(("visit", "fault"), list(planted()))
def test_a_planted_fault_is_found_and_its_twin_is_silent(
    visit: dict[str, Any], fault: dict[str, Any]
) -> None:
    may, own = set(visit.get("may", ())), {fault["name"]} if "name" in fault else set()
    names, rules = findings(visit, fault)
    assert own <= names
    assert {fault["rule"]} <= rules if "rule" in fault else own
    assert names <= may | own | set(fault.get("also", ()))
    twin = fault["twin"]
    names, rules = findings(visit, twin)
    assert names <= may | set(twin.get("also", ()))
    assert fault.get("rule") not in rules


def test_every_neutral_name_is_planted() -> None:
    planted_names = {fault.get("name") for visit in VISITS.values() for fault in visit["faults"]}
    assert {name for names in finding_names().values() for name in names} <= planted_names
