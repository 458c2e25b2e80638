"""What a model may not do with a fact: change its number, side, time, negation or person."""

from __future__ import annotations

import pytest

from agent.domain.facts import (
    Fact,
    GirthFact,
    HistoryFact,
    PainFact,
    PlanFact,
    RedFlagFact,
    RomFact,
)
from agent.domain.transcript import EvidenceSpan
from agent.drafting.grounding import faults
from agent.drafting.llm_sources import Source


def source(fact: Fact, quote: str) -> Source:
    span = EvidenceSpan(start=0, end=len(quote), quote=quote)
    return Source(id=fact.id, text=fact.phrase, evidence=(span,), fact=fact)


PAIN = source(
    PainFact(id="f1", section="S", phrase="Right knee pain 4/10 today.", side="right", value=4, value_high=4),
    "right knee pain is a four out of ten today",
)
GOAL = source(
    RomFact(
        id="f2", section="O", phrase="Right knee flexion goal 120.", side="right", joint="knee",
        motion="flexion", to_value=120, time="goal",
    ),
    "goal is one twenty",
)  # fmt: skip
ROM = source(
    RomFact(
        id="f3", section="O", phrase="Right knee flexion 105 degrees.", side="right", joint="knee",
        motion="flexion", to_value=105,
    ),
    "right knee flexion one oh five",
)  # fmt: skip
RIGHT = source(
    GirthFact(
        id="f4", section="O", phrase="Girth mid patella right 43.5 cm, left 40.", side="right", value=43.5
    ),
    "girth mid patella right 43.5 left 40",
)
LEFT = source(
    GirthFact(
        id="f5", section="O", phrase="Girth mid patella right 43.5 cm, left 40.", side="left", value=40
    ),
    "girth mid patella right 43.5 left 40",
)
DENIED = source(
    RedFlagFact(id="f6", section="S", phrase="Denies calf pain.", polarity="denied", flag="dvt"),
    "she denies calf pain",
)
MOTHER = source(
    HistoryFact(id="f7", section="S", phrase="Mother had sciatica.", subject="relative"),
    "my mother had sciatica",
)
LATER = source(
    PlanFact(id="f8", section="P", phrase="Later add deadlift training.", time="planned"),
    "later on we'd add deadlift training",
)

GOOD: list[tuple[str, str, list[Source]]] = [
    ("Right knee pain 4/10 today.", "S", [PAIN]),
    ("Patient reports right knee pain at four out of ten.", "S", [PAIN]),
    ("Right knee flexion 105 degrees, goal 120.", "O", [ROM, GOAL]),
    ("Girth mid patella: right 43.5 cm, left 40 cm.", "O", [RIGHT, LEFT]),
    ("Denies calf pain.", "S", [DENIED]),
    ("Patient's mother had sciatica.", "S", [MOTHER]),
    ("Add deadlift training later.", "P", [LATER]),
]
BAD: list[tuple[str, str, list[Source], str]] = [
    ("Right knee pain 5/10 today.", "S", [PAIN], "number"),
    ("Right knee pain at five out of ten.", "S", [PAIN], "number"),
    ("Left knee pain 4/10 today.", "S", [PAIN], "side"),
    ("Bilateral knee pain 4/10 today.", "S", [PAIN], "side"),
    ("Right knee flexion 120 degrees.", "O", [GOAL], "time"),
    ("Girth mid patella: right 40 cm, left 43.5 cm.", "O", [RIGHT, LEFT], "side"),
    ("Reports calf pain.", "S", [DENIED], "negation"),
    ("No right knee pain, 4/10 today.", "S", [PAIN], "negation"),
    ("Patient has a history of sciatica.", "S", [MOTHER], "subject"),
    ("Deadlift training performed.", "O", [LATER], "time"),
    ("This draft was approved by the supervisor on file.", "S", [PAIN], "term"),
]


@pytest.mark.parametrize(("text", "section", "cited"), GOOD)
def test_a_faithful_statement_has_no_fault(text: str, section: str, cited: list[Source]) -> None:
    assert faults(text, section, cited) == ()


@pytest.mark.parametrize(("text", "section", "cited", "fault"), BAD)
def test_a_changed_statement_is_caught(text: str, section: str, cited: list[Source], fault: str) -> None:
    assert fault in faults(text, section, cited)
