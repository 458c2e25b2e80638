from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.store.crypto import KeyRing
from agent.store.engine import Store, open_store


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return KeyRing.open(tmp_path / "keys" / "master.key")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'clinic.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def store(store_url: str, keys: KeyRing) -> Iterator[Store]:
    opened = open_store(store_url, keys)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_store(tmp_path: Path, keys: KeyRing) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'clinic.db'}", keys)
    yield opened
    opened.close()


@pytest.fixture
def postgres_store(postgres_url: str, keys: KeyRing) -> Iterator[Store]:
    opened = open_store(postgres_url, keys)
    yield opened
    opened.close()
