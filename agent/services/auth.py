"""Log-in, sessions and users."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from agent.domain.user import SYSTEM, Actor, User
from agent.errors import InputError, NotFound, Refused
from agent.graph.events import event
from agent.services.base import Service
from agent.services.throttle import Throttle

if TYPE_CHECKING:
    from pwdlib import PasswordHash

    from agent.store.engine import Store

MIN_PASSWORD = 12
"""Characters. NIST SP 800-63B-4 demands 15 where a password stands alone and 8 beside a second factor;
a clinic's own policy may ask for more."""
_WRONG = "The log-in name or the password is wrong."


class Auth(Service):
    """Passwords are kept as argon2 hashes, session tokens as SHA-256; idle sessions end on the server."""

    def __init__(self, store: Store, *, idle_minutes: float = 15, throttle: Throttle | None = None) -> None:
        super().__init__(store)
        self._idle_minutes = idle_minutes
        self._throttle = throttle or Throttle()

    def login(self, login: str, password: str, *, client: str) -> str:
        """A session token (256 random bits). `Refused`, always in the same words, when it fails.

        Failures of one log-in name slow down its next attempts, whether or not there is such a user.
        """
        self._throttle.admit(login, on_first=lambda: self._record_throttled(login, client))
        user, kept = self._known(login)
        right = self._passwords.verify(password, kept)
        if user is None or not right or not user.active:
            self._throttle.failed(login)
            self._record_failure(user, client)
            raise Refused(_WRONG, mend="Try again, or ask your administrator.")
        self._throttle.succeeded(login)
        token = secrets.token_urlsafe(32)
        with self._store.unit() as uow:
            now = datetime.now(UTC)
            uow.sessions.add(_hashed(token), user.id, now)
            actor = _actor(user, client)
            uow.audit.append(event("login.succeeded", actor, role=user.roles[0], at=now, purpose="HOPERAT"))
            uow.commit()
        return token

    def actor(self, token: str, *, client: str) -> Actor:
        """Who acts with this token; `Refused` when it ended, idled out or the user is inactive."""
        ended = Refused("Your session has ended.", mend="Log in again.")
        with self._store.unit() as uow:
            user_id = uow.sessions.touch(_hashed(token), datetime.now(UTC), idle_minutes=self._idle_minutes)
            if user_id is None:
                raise ended
            user = uow.users.get(user_id)
            if not user.active:
                raise ended
            uow.commit()
        return _actor(user, client)

    def logout(self, token: str) -> None:
        """Ends the session; a token that is not known is no error."""
        with self._store.unit() as uow:
            now = datetime.now(UTC)
            user_id = uow.sessions.touch(_hashed(token), now, idle_minutes=self._idle_minutes)
            uow.sessions.end(_hashed(token), at=now)
            if user_id is not None:
                user = uow.users.get(user_id)
                uow.audit.append(
                    event("login.ended", _actor(user, ""), role=user.roles[0], at=now, purpose="HOPERAT")
                )
            uow.commit()

    def create_user(self, actor: Actor, user: User, password: str) -> User:
        """Adds a user (admin only; `SYSTEM` may while there is no admin yet).

        An empty `user.id` is filled in. `InputError` for a password under 12 characters.
        """
        founding = actor == SYSTEM
        role = "system" if founding else self._allow(actor, "manage_users", "create_user")
        if not user.login.strip() or not user.name.strip() or not user.roles:
            raise InputError("A user needs a log-in name, a full name and at least one role.")
        added = user if user.id else user.model_copy(update={"id": f"u-{secrets.token_hex(8)}"})
        hashed = self._passwords.hash(_long_enough(password))
        with self._store.unit() as unit:
            if founding and any("admin" in other.roles and other.active for other in unit.users.all()):
                raise Refused("There is an administrator already.", mend="Ask them to add you.")
            unit.users.add(added, hashed)
            details: dict[str, str | int] = {"user_id": added.id, "roles": ",".join(added.roles)}
            unit.audit.append(event("user.created", actor, role=role, purpose="PATADMIN", details=details))
            unit.commit()
        return added

    def change_user(self, actor: Actor, user: User, password: str | None = None) -> None:
        """Replaces a user's name, credentials, roles and activity, and the password where given (admin only).

        An inactive user's sessions end at their next use.
        """
        role = self._allow(actor, "manage_users", "change_user")
        hashed = None if password is None else self._passwords.hash(_long_enough(password))
        with self._store.unit() as uow:
            uow.users.change(user, password_hash=hashed)
            details: dict[str, str | int] = {
                "user_id": user.id,
                "roles": ",".join(user.roles),
                "active": int(user.active),
                "password": int(hashed is not None),
            }
            uow.audit.append(event("user.changed", actor, role=role, purpose="PATADMIN", details=details))
            uow.commit()

    def users(self, actor: Actor) -> tuple[User, ...]:
        """All users (admin only; `SYSTEM` may as well)."""
        if actor != SYSTEM:
            self._allow(actor, "manage_users", "list_users")
        with self._store.read() as uow:
            return uow.users.all()

    @cached_property
    def _passwords(self) -> PasswordHash:
        from pwdlib import PasswordHash

        return PasswordHash.recommended()

    @cached_property
    def _decoy(self) -> str:
        """Verified for names nobody has, so that their refusal takes as long as any other."""
        return self._passwords.hash(secrets.token_urlsafe(16))

    def _known(self, login: str) -> tuple[User | None, str]:
        with self._store.read() as uow:
            try:
                return uow.users.by_login(login)
            except NotFound:
                return None, self._decoy

    def _record_throttled(self, login: str, client: str) -> None:
        """Once for each wait: who guesses on could fill the trail otherwise."""
        self._record_failure(self._known(login)[0], client, throttled=1)

    def _record_failure(self, user: User | None, client: str, **details: str | int) -> None:
        """The typed name is recorded only if it is a user's: it may be a password in the wrong field."""
        actor = _actor(user, client) if user else Actor(user_id="unknown", name="", roles=(), client=client)
        with self._store.unit() as uow:
            uow.audit.append(
                event("login.failed", actor, outcome="refused", purpose="HOPERAT", details=details)
            )
            uow.commit()


def _actor(user: User, client: str) -> Actor:
    return Actor(
        user_id=user.id,
        name=user.name,
        credentials=user.credentials,
        roles=user.roles,
        client=client,
        request_id=secrets.token_hex(8),
    )


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _long_enough(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise InputError(
            f"The password has {len(password)} characters.", mend=f"Use at least {MIN_PASSWORD}."
        )
    return password
