"""Talk whose speaker labels are missing or wrong: less may be read, but nothing forbidden may come of it.

The wrong statements are those that each dialogue of the shipped cases forbids: a wrong side, a relative's
illness, a denied symptom as present, a goal as measured, a plan as done.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.forbidden import wrong_statements

import evals.datasets
from agent.domain.visit import Encounter
from agent.drafting.base import DraftRequest
from agent.drafting.offline import OfflineDrafter
from agent.understanding import understand
from evals.cases import load, transcript_of

Turns = list[dict[str, Any]]
CASES = Path(evals.datasets.__path__[0]) / "cases"
OTHER = {"THERAPIST": "PATIENT", "PATIENT": "THERAPIST"}


def relabelled(label: Callable[[int, str], str | None]) -> Callable[[Turns], Turns]:
    return lambda turns: [{**t, "speaker": label(i, t["speaker"])} for i, t in enumerate(turns)]


WAYS: dict[str, tuple[Callable[[Turns], Turns], int]] = {
    "as they are": (relabelled(lambda _, who: who), 0),
    "all missing": (relabelled(lambda _, who: None), 2),
    "the therapist's missing": (relabelled(lambda _, who: None if who == "THERAPIST" else who), 1),
    "the patient's missing": (relabelled(lambda _, who: None if who == "PATIENT" else who), 0),
    "every third missing": (relabelled(lambda i, who: None if i % 3 == 0 else who), 1),
    "every third missing, from the second": (relabelled(lambda i, who: None if i % 3 == 1 else who), 1),
    "swapped": (relabelled(lambda _, who: OTHER.get(who)), 0),
}
"""What is done to the labels, and how many of the 189 statements that the dialogues forbid may come of it."""


@cache
def dialogues() -> tuple[dict[str, Any], ...]:
    cases = tuple(load(path) for path in sorted(CASES.glob("case-*.json")))
    return tuple(case for case in cases if case["style"] == "dialogue")


@pytest.mark.parametrize("way", WAYS)
def test_labels_that_are_missing_or_wrong_lead_to_no_forbidden_statement(way: str) -> None:
    relabel, allowed = WAYS[way]
    wrong: list[str] = []
    for case in dialogues():
        transcript = transcript_of(relabel(case["transcript"]))
        encounter = Encounter.model_validate(case["encounter"])
        request = DraftRequest(
            transcript=transcript, facts=understand(transcript, encounter), encounter=encounter
        )
        texts = [s.text for s in OfflineDrafter().draft(request).note.statements]
        wrong += [f"{case['id']}: {why}" for why in wrong_statements(case, texts)]
    assert len(dialogues()) >= 26
    assert len(wrong) <= allowed, wrong
