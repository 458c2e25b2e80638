"""Who acts: users, roles and what each role may do."""

from __future__ import annotations

from typing import Literal

from agent.domain.base import Model

Role = Literal["therapist", "specialist", "auditor", "admin"]
Permission = Literal[
    "dictate",
    "view",
    "edit",
    "decide",
    "sign",
    "export",
    "edit_protocols",
    "read_trail",
    "verify_trail",
    "review_activity",
    "manage_users",
    "view_rules",
    "tune_rules",
]

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    "therapist": frozenset({"dictate", "view", "edit", "sign", "export"}),
    "specialist": frozenset(
        {"view", "edit", "decide", "export", "edit_protocols", "view_rules", "tune_rules"}
    ),
    "auditor": frozenset({"view", "read_trail", "verify_trail", "review_activity", "export", "view_rules"}),
    "admin": frozenset({"manage_users", "read_trail", "verify_trail", "view_rules", "tune_rules"}),
}


class User(Model):
    id: str
    login: str
    name: str
    credentials: str = ""
    roles: tuple[Role, ...]
    active: bool = True


class Actor(Model):
    """A user acting from somewhere; `client` is a kind of client, never an address with PHI."""

    user_id: str
    name: str
    credentials: str = ""
    roles: tuple[Role, ...]
    client: str = "cli"
    request_id: str = ""

    def may(self, permission: Permission) -> bool:
        return any(permission in PERMISSIONS[role] for role in self.roles)

    def role_for(self, permission: Permission) -> Role | None:
        """The first of the actor's roles that grants `permission`, or None."""
        return next((r for r in self.roles if permission in PERMISSIONS[r]), None)


SYSTEM = Actor(user_id="system", name="ptscribe", roles=(), client="system")
"""The software itself: runs the graph and reconciles; holds no human's permission."""
