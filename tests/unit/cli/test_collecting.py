"""The command looks for garbage seldom, from before anything is loaded."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

import agent.cli
from agent.collecting import NEW_OBJECTS


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_the_command_looks_for_garbage_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    gc.set_threshold(700, 10, 10)
    found: list[int] = []
    monkeypatch.setattr("agent.cli.boundary.guarded", lambda _: found.append(gc.get_threshold()[0]) or 0)
    with pytest.raises(SystemExit):
        agent.cli.main()
    assert found == [NEW_OBJECTS]


def test_it_still_looks() -> None:
    assert gc.isenabled()
    assert 700 < NEW_OBJECTS < 1_000_000
