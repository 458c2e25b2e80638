"""A clinic with small engines, its people, and a draft in review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.graph_clinic import clinic, people

from agent.bootstrap import App
from agent.domain.user import Actor


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with clinic(tmp_path / "home") as made:
        yield made


@pytest.fixture
def who(app: App) -> dict[str, Actor]:
    return people(app)
