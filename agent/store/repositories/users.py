"""Users and their password hashes."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Row, select, update

from agent.domain.user import User
from agent.errors import Conflict, NotFound
from agent.store import tables as t
from agent.store.repositories.base import Repository

HASHED = ("login", "password_hash")
"""What a copy of the trail shows the SHA-256 of only."""


class UserRepository(Repository):
    def add(self, user: User, password_hash: str) -> None:
        """Raises `Conflict` when the login or the id is taken."""
        values = user.model_dump() | {
            "login": _login(user.login),
            "roles": json.dumps(user.roles),
            "password_hash": password_hash,
        }
        if not self._insert_or_keep(t.users, values):
            raise Conflict(f"There is a user {user.login!r} already.", mend="Choose another login.")
        self._vouch(user.id)

    def by_login(self, login: str) -> tuple[User, str]:
        """The user and the password hash. Raises `NotFound`."""
        row = self._db.execute(select(t.users).where(t.users.c.login == _login(login))).one_or_none()
        if row is None:
            raise NotFound("There is no such user.")
        return _user(row), row.password_hash

    def get(self, user_id: str) -> User:
        row = self._db.execute(select(t.users).where(t.users.c.id == user_id)).one_or_none()
        if row is None:
            raise NotFound(f"There is no user {user_id!r}.")
        return _user(row)

    def all(self) -> tuple[User, ...]:
        """All users by login."""
        return tuple(_user(row) for row in self._db.execute(select(t.users).order_by(t.users.c.login)))

    def change(self, user: User, *, password_hash: str | None = None) -> None:
        """Replace name, credentials, roles and activity; the password only when given. Raises `NotFound`."""
        values = user.model_dump(exclude={"id"}) | {
            "login": _login(user.login),
            "roles": json.dumps(user.roles),
        }
        if password_hash is not None:
            values["password_hash"] = password_hash
        if self._db.execute(update(t.users).where(t.users.c.id == user.id).values(**values)).rowcount != 1:
            raise NotFound(f"There is no user {user.id!r}.")
        self._vouch(user.id)

    def _vouch(self, user_id: str) -> None:
        """For the row as it is now; log-in name and password hash stand in the digest as hashes of theirs."""
        row = self._db.execute(select(t.users).where(t.users.c.id == user_id)).one()
        hidden = {name: row._mapping[name].encode() for name in HASHED}
        self._context.deeds.wrote("users", user_id, {**row._mapping, **hidden})


def _login(login: str) -> str:
    return login.strip().lower()


def _user(row: Row[Any]) -> User:
    return User(
        id=row.id,
        login=row.login,
        name=row.name,
        credentials=row.credentials,
        roles=tuple(json.loads(row.roles)),
        active=row.active,
    )
