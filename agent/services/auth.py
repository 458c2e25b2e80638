"""Log-in, sessions and users."""

from __future__ import annotations

from agent.domain.user import Actor, User


class Auth:
    """Passwords are kept as argon2 hashes, session tokens as SHA-256; idle sessions end on the server."""

    def login(self, login: str, password: str, *, client: str) -> str:
        """A session token (256 random bits). `Refused`, always in the same words, when it fails."""
        raise NotImplementedError

    def actor(self, token: str, *, client: str) -> Actor:
        """Who acts with this token; `Refused` when it ended, idled out or the user is inactive."""
        raise NotImplementedError

    def logout(self, token: str) -> None:
        """Ends the session; a token that is not known is no error."""
        raise NotImplementedError

    def create_user(self, actor: Actor, user: User, password: str) -> User:
        """Adds a user (admin only; `SYSTEM` may while there are no users yet).

        An empty `user.id` is filled in. `InputError` for a password under 12 characters.
        """
        raise NotImplementedError

    def users(self, actor: Actor) -> tuple[User, ...]:
        """All users (admin only; `SYSTEM` may as well)."""
        raise NotImplementedError
