"""PostgreSQL: a role for the program that owns no table, so that it can neither drop a fence nor delete.

The owner migrates; every other process connects as this role. What it may not do is refused by the
server before any trigger is asked, and switching a trigger off is the owner's right alone.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from agent.errors import InputError
from agent.store.tables import APPEND_ONLY, metadata

_READ_ONLY = ("alembic_version",)


def grant_program_role(connection: Connection, role: str) -> None:
    """Give `role` what the program needs on the store's tables, and nothing else on them.

    The connection is the owner's, and the caller commits. Raises `InputError` unless it is PostgreSQL.
    """
    if connection.dialect.name != "postgresql":
        raise InputError("Only PostgreSQL has roles.", mend="SQLite's file belongs to the user who runs it.")
    name = connection.dialect.identifier_preparer.quote_identifier(role)
    for table in [*metadata.tables, *_READ_ONLY]:
        if table in _READ_ONLY:
            rights = "SELECT"
        elif table in APPEND_ONLY:
            rights = "SELECT, INSERT"
        else:
            rights = "SELECT, INSERT, UPDATE"
        connection.execute(text(f"REVOKE ALL ON {table} FROM {name}"))
        connection.execute(text(f"GRANT {rights} ON {table} TO {name}"))
    connection.execute(text(f"REVOKE INSERT ON audit_head FROM {name}"))
    connection.execute(text(f"GRANT USAGE ON SEQUENCE resolutions_n_seq TO {name}"))
