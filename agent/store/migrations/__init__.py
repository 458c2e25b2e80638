"""Alembic migrations, packaged with the store that runs them when a database is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from agent.errors import StorageError

HEAD = "r0006"
"""The newest revision (a test holds it against the scripts): an up-to-date store opens without Alembic."""


def migrate(connection: Connection) -> None:
    """Bring the connection's database to `HEAD`, inside the transaction it is in.

    Raises `StorageError` when the database comes from a newer release.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise StorageError(
            "The database was made by a newer release of ptscribe.", mend="Update ptscribe on this machine."
        ) from None
