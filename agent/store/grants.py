"""PostgreSQL: a role for the program that owns no table: it can neither drop a fence nor delete a record.

The owner migrates; every other process connects as this role. What it may not do is refused by the
server before any trigger is asked, and switching a trigger off is the owner's right alone.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from agent.errors import InputError
from agent.store.tables import APPEND_ONLY, metadata

_READ_ONLY = ("alembic_version",)
_MADE_ANEW = ("draft_bands",)
"""Marks that are taken out and written again with each version; no record."""
_ONE_ROW = ("audit_head",)
_OURS = (*metadata.tables, *_READ_ONLY)


def grant_program_role(connection: Connection, role: str) -> None:
    """Give `role` what the program needs on the store's tables, and nothing else on them; and the work on the
    tables that the graph's checkpoints and the queue keep beside them, which prove nothing.

    The connection is the owner's, and the caller commits. Raises `InputError` for an unfit role
    and on any other database.
    """
    if connection.dialect.name != "postgresql":
        raise InputError("Only PostgreSQL has roles.", mend="SQLite's file belongs to the user who runs it.")
    _refuse_unfit(connection, role)
    name = connection.dialect.identifier_preparer.quote_identifier(role)
    for table in _OURS:
        connection.execute(text(f"REVOKE ALL ON {table} FROM {name}"))
    for table, rights in _needed(connection).items():
        connection.execute(text(f"GRANT {', '.join(rights)} ON {table} TO {name}"))
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"))


def lacking(connection: Connection) -> str:
    """In words, what the program needs and the connection's role may not do; empty when nothing is lacking.

    So it is after an upgrade that brought tables, until the owner grants again.
    """
    if connection.dialect.name != "postgresql":
        return ""
    has = text("SELECT has_table_privilege(:table, :right)")
    missing = {
        table: tuple(r for r in rights if not connection.scalar(has, {"table": table, "right": r}))
        for table, rights in _needed(connection).items()
    }
    words = "; ".join(f"{', '.join(rights)} on {table}" for table, rights in missing.items() if rights)
    return words and f"the role {connection.scalar(text('SELECT current_user'))!r} lacks {words}"


def _needed(connection: Connection) -> dict[str, tuple[str, ...]]:
    """By table: ours, and those of the graph and the queue beside them."""
    others = sorted({*inspect(connection).get_table_names()} - {*_OURS})
    everything = ("SELECT", "INSERT", "UPDATE", "DELETE")
    return {table: _rights(table) for table in _OURS} | dict.fromkeys(others, everything)


def _rights(table: str) -> tuple[str, ...]:
    if table in _READ_ONLY:
        return ("SELECT",)
    if table in APPEND_ONLY:
        return ("SELECT", "INSERT")
    if table in _MADE_ANEW:
        return ("SELECT", "INSERT", "DELETE")
    if table in _ONE_ROW:
        return ("SELECT", "UPDATE")
    return ("SELECT", "INSERT", "UPDATE")


def _refuse_unfit(connection: Connection, role: str) -> None:
    """A role that is not there, or that stands above every fence."""
    found = connection.execute(
        text("SELECT rolsuper, rolname = current_user AS owner FROM pg_roles WHERE rolname = :role"),
        {"role": role},
    ).one_or_none()
    if found is None:
        raise InputError(f"There is no role {role!r}.", mend="Make it first: CREATE ROLE … LOGIN PASSWORD ….")
    if found.rolsuper or found.owner:
        raise InputError(
            f"The role {role!r} may do everything here.",
            mend="Take one that owns nothing and is no superuser.",
        )
