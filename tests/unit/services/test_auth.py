"""Log-in, idle sessions and users."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from support.graph_clinic import PASSWORD

from agent.bootstrap import App
from agent.domain.audit import RecordedEvent
from agent.domain.user import SYSTEM, Actor, User
from agent.errors import Conflict, InputError, Refused
from agent.services import auth as module


def events(app: App) -> tuple[RecordedEvent, ...]:
    with app.store.read() as uow:
        return tuple(e for e in uow.audit.all() if e.event.action.startswith(("login", "user")))


def bytes_of_home(app: App) -> bytes:
    return b"".join(p.read_bytes() for p in app.settings.home.rglob("*") if p.is_file())


def test_a_session(app: App, who: dict[str, Actor]) -> None:
    token = app.auth.login(" Specialist ", PASSWORD, client="browser")
    actor = app.auth.actor(token, client="browser")
    assert (actor.user_id, actor.roles, actor.client) == (
        who["specialist"].user_id,
        ("specialist",),
        "browser",
    )
    app.auth.logout(token)
    with pytest.raises(Refused, match="ended"):
        app.auth.actor(token, client="browser")
    app.auth.logout(token)
    assert [e.event.action for e in events(app)] == ["login.succeeded", "login.ended"]


def test_neither_password_nor_token_is_stored(app: App, who: dict[str, Actor]) -> None:
    token = app.auth.login("specialist", PASSWORD, client="cli")
    stored = bytes_of_home(app)
    assert hashlib.sha256(token.encode()).hexdigest().encode() in stored
    assert token.encode() not in stored
    assert PASSWORD.encode() not in stored
    assert b"$argon2id$" in stored
    assert len(token) >= 43  # 256 bits


@pytest.mark.parametrize(("login", "password"), [("specialist", "wrong wrong wrong"), ("nobody", PASSWORD)])
def test_failures_say_the_same(app: App, who: dict[str, Actor], login: str, password: str) -> None:
    with pytest.raises(Refused) as refused:
        app.auth.login(login, password, client="cli")
    assert str(refused.value) == f"{module._WRONG} Try again, or ask your administrator."
    (failed,) = events(app)
    assert failed.event.action == "login.failed"
    assert failed.event.actor_id == (who["specialist"].user_id if login == "specialist" else "unknown")
    assert b"nobody" not in failed.body  # it may have been a password


def test_an_unknown_name_costs_the_same_work(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    real = app.auth._passwords.verify

    def verify(password: str, kept: str) -> bool:
        verified.append(kept)
        return real(password, kept)

    monkeypatch.setattr(app.auth._passwords, "verify", verify)
    for login in ("specialist", "nobody"):
        with pytest.raises(Refused):
            app.auth.login(login, "wrong wrong wrong", client="cli")
    assert [kept.split("$")[1:4] for kept in verified] == [verified[0].split("$")[1:4]] * 2


def test_an_idle_session_ends_on_the_server(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(datetime):
        minutes = 0.0

        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(minutes=cls.minutes)

    monkeypatch.setattr(module, "datetime", Later)
    token = app.auth.login("specialist", PASSWORD, client="browser")
    for minutes in (14, 28):  # each act starts the idle time anew
        Later.minutes = minutes
        app.auth.actor(token, client="browser")
    Later.minutes = 28 + 15.1
    with pytest.raises(Refused, match="ended"):
        app.auth.actor(token, client="browser")


def test_an_inactive_user_is_out_at_once(app: App, who: dict[str, Actor]) -> None:
    token = app.auth.login("specialist", PASSWORD, client="browser")
    user = next(u for u in app.auth.users(who["admin"]) if u.login == "specialist")
    app.auth.change_user(who["admin"], user.model_copy(update={"active": False}))
    with pytest.raises(Refused, match="ended"):
        app.auth.actor(token, client="browser")
    with pytest.raises(Refused, match="wrong"):
        app.auth.login("specialist", PASSWORD, client="browser")


def test_a_new_password_replaces_the_old(app: App, who: dict[str, Actor]) -> None:
    user = next(u for u in app.auth.users(who["admin"]) if u.login == "specialist")
    app.auth.change_user(who["admin"], user, "another horse battery")
    assert app.auth.login("specialist", "another horse battery", client="cli")
    with pytest.raises(Refused):
        app.auth.login("specialist", PASSWORD, client="cli")
    assert [e.event.details["password"] for e in events(app) if e.event.action == "user.changed"] == [1]


def test_guessing_is_slowed_down(app: App, who: dict[str, Actor]) -> None:
    for _ in range(5):
        with pytest.raises(Refused, match="wrong"):
            app.auth.login("specialist", "wrong wrong wrong", client="cli")
    with pytest.raises(Refused, match="Too many"):
        app.auth.login("specialist", PASSWORD, client="cli")


def user(login: str, *roles: Any) -> User:
    return User(id="", login=login, name="New Terranova", roles=roles)


def test_the_software_founds_the_clinic_until_there_is_an_admin(app: App) -> None:
    made = app.auth.create_user(SYSTEM, user("first", "therapist"), PASSWORD)
    assert made.id
    app.auth.create_user(SYSTEM, user("boss", "admin"), PASSWORD)
    with pytest.raises(Refused, match="administrator"):
        app.auth.create_user(SYSTEM, user("late", "therapist"), PASSWORD)
    assert {u.login for u in app.auth.users(SYSTEM)} == {"first", "boss"}
    assert [e.event.action for e in events(app)] == ["user.created", "user.created"]


def test_what_is_no_user(app: App, who: dict[str, Actor]) -> None:
    admin = who["admin"]
    with pytest.raises(InputError, match="12"):
        app.auth.create_user(admin, user("new", "therapist"), "short")
    with pytest.raises(InputError, match="role"):
        app.auth.create_user(admin, user("new"), PASSWORD)
    with pytest.raises(InputError, match="name"):
        app.auth.create_user(admin, user(" ", "therapist"), PASSWORD)
    with pytest.raises(Conflict):
        app.auth.create_user(admin, user("THERAPIST", "therapist"), PASSWORD)
    assert events(app) == ()
