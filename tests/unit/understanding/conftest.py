"""A record and a way to read a dictation, for all tests of understanding. Everyone is fictitious."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agent.domain.facts import VisitFacts
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.statements import statements
from agent.drafting.template_files import template_for
from agent.understanding import understand

Read = Callable[..., VisitFacts]


def encounter(**episode: Any) -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {
                "name": "Zelda Quorvath",
                "date_of_birth": "1960-01-01",
                "mrn": "MRN-000001",
                "sex": "F",
                "payer": episode.pop("payer", "medicare_b"),
            },
            "therapist": {"name": "Pat Example", "credentials": "PT"},
            "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
            "episode": {"region": "knee", "side": "right", **episode},
        }
    )


def dictated(*paragraphs: str) -> Transcript:
    return Transcript(segments=tuple(Segment(text=p) for p in paragraphs))


def talk(*turns: tuple[str, str]) -> Transcript:
    names = {"T": "THERAPIST", "P": "PATIENT"}
    return Transcript(segments=tuple(Segment(speaker=names[s], text=t) for s, t in turns))


@pytest.fixture
def read() -> Read:
    """`read("…", side="left")` or `read(transcript)`: the facts."""

    def _read(*said: str | Transcript, **episode: Any) -> VisitFacts:
        transcript = said[0] if isinstance(said[0], Transcript) else dictated(*map(str, said))
        return understand(transcript, encounter(**episode))

    return _read


@pytest.fixture
def written(read: Read) -> Callable[..., list[str]]:
    """`written("…", region="hip", side="left")`: the statements of a daily note on it."""

    def _written(*said: str, **episode: Any) -> list[str]:
        return [s.text for s in statements(read(*said, **episode), template_for("daily"))]

    return _written


@pytest.fixture
def conversation() -> Callable[..., Transcript]:
    return talk
