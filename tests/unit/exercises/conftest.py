"""The builders of visits and facts, as fixtures."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support import visits

from agent.domain.facts import ExerciseFact, VisitFacts
from agent.domain.visit import Encounter


@pytest.fixture
def encounter() -> Callable[..., Encounter]:
    return visits.make_encounter


@pytest.fixture
def did() -> Callable[..., ExerciseFact]:
    return visits.did


@pytest.fixture
def said() -> Callable[..., VisitFacts]:
    return visits.visit_facts
