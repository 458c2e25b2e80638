"""Users, sessions and decisions that wait for the graph."""

from __future__ import annotations

from datetime import timedelta

import pytest
from support.records import AT, add_reviewable, decide

from agent.domain.user import User
from agent.errors import Conflict, NotFound
from agent.store.engine import Store

USER = User(
    id="u1", login="Zonk ", name="Wilhelmina Zonk", credentials="PT", roles=("therapist", "specialist")
)
STORED = USER.model_copy(update={"login": "zonk"})


def test_users_are_found_by_login_whatever_its_case(store: Store) -> None:
    with store.unit() as uow:
        uow.users.add(USER, "hash")
        assert uow.users.by_login(" ZONK") == (STORED, "hash")
        assert uow.users.get("u1") == STORED
        assert uow.users.all() == (STORED,)
        for missing in (lambda: uow.users.by_login("other"), lambda: uow.users.get("u2")):
            with pytest.raises(NotFound):
                missing()


def test_a_login_is_taken_once(store: Store) -> None:
    with store.unit() as uow:
        uow.users.add(USER, "hash")
        with pytest.raises(Conflict):
            uow.users.add(USER.model_copy(update={"id": "u2", "login": "ZONK"}), "other")


def test_a_user_is_changed_without_touching_the_password(store: Store) -> None:
    retired = STORED.model_copy(update={"active": False, "roles": ("auditor",)})
    with store.unit() as uow:
        uow.users.add(USER, "hash")
        uow.users.change(retired)
        assert uow.users.by_login("zonk") == (retired, "hash")
        uow.users.change(retired, password_hash="new")
        assert uow.users.by_login("zonk") == (retired, "new")
        with pytest.raises(NotFound):
            uow.users.change(USER.model_copy(update={"id": "u9"}))


def test_a_session_lives_while_it_is_used(store: Store) -> None:
    with store.unit() as uow:
        uow.users.add(USER, "hash")
        uow.sessions.add("t", "u1", AT)
        assert uow.sessions.touch("t", AT + timedelta(minutes=14), idle_minutes=15) == "u1"
        assert uow.sessions.touch("t", AT + timedelta(minutes=29), idle_minutes=15) == "u1"
        assert uow.sessions.touch("t", AT + timedelta(minutes=45), idle_minutes=15) is None
        assert uow.sessions.touch("unknown", AT) is None


def test_an_ended_session_is_over(store: Store) -> None:
    with store.unit() as uow:
        uow.users.add(USER, "hash")
        uow.sessions.add("t", "u1", AT)
        uow.sessions.end("t")
        uow.sessions.end("t")
        uow.sessions.end("unknown")
        assert uow.sessions.touch("t", AT) is None


def test_decisions_wait_until_they_are_applied(store: Store) -> None:
    first, second = add_reviewable(store, "T-1"), add_reviewable(store, "T-2")
    decide(store, first, decision_id="d1")
    decide(store, second, "reject", decision_id="d2")
    with store.unit() as uow:
        assert {waiting.id for waiting in uow.decisions.unapplied()} == {"d1", "d2"}
        assert uow.decisions.get("d2").kind == "reject"
        assert uow.decisions.get("d2").comment == "Looks right."
        uow.decisions.mark_applied("d1")
        uow.decisions.mark_applied("d1")
        assert [waiting.id for waiting in uow.decisions.unapplied()] == ["d2"]
        assert [one.id for one in uow.decisions.for_draft(first)] == ["d1"]
        with pytest.raises(NotFound):
            uow.decisions.mark_applied("d3")
