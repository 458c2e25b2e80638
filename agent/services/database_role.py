"""The role that the program works under on PostgreSQL, once the database's owner has made its tables."""

from __future__ import annotations

from agent.domain.user import Actor
from agent.graph.events import event
from agent.services.base import Service


class DatabaseRole(Service):
    def grant(self, actor: Actor, role: str) -> None:
        """Give a role that exists what the program needs, and take every other right on the tables from it.

        For an administrator, connected as the owner; again after each upgrade. Raises `InputError` on SQLite
        and `StorageError` without such a role, or for who does not own the tables.
        """
        acting_as = self._allow(actor, "manage_users", "grant_role")
        with self._store.unit() as unit:
            unit.let_work(role)
            unit.audit.append(
                event("role.granted", actor, role=acting_as, purpose="HOPERAT", details={"role": role})
            )
            unit.commit()
