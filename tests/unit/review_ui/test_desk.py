"""An act that a user asked for is done once, and what came of it is never lost."""

from __future__ import annotations

from typing import Any

import pytest

from agent.errors import Conflict, InputError
from review_ui.desk import Desk


class RunEnded(BaseException):
    """What Streamlit raises to end a run of the page script."""


def test_what_was_asked_for_is_done_once_and_in_order() -> None:
    desk, done = Desk(), []
    desk.ask("edit", text="one")
    desk.asking("edit", text="two")()
    desk.ask("other")
    desk.carry_out("edit", lambda asked: done.append(asked["text"]))
    desk.carry_out("edit", lambda asked: done.append(asked["text"]))
    assert done == ["one", "two"]
    assert [name for name, _ in desk.asked] == ["other"]


def test_a_run_that_ends_before_the_act_leaves_it_to_the_next() -> None:
    desk, done = Desk(), []
    desk.ask("edit", text="kept")

    def ended(_asked: dict[str, Any]) -> None:
        raise RunEnded

    with pytest.raises(RunEnded):
        desk.carry_out("edit", ended)
    desk.carry_out("edit", lambda asked: done.append(asked["text"]))
    assert done == ["kept"]


def test_a_defect_is_not_tried_again_and_again() -> None:
    desk = Desk()
    desk.ask("edit")

    def broken(_asked: dict[str, Any]) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.carry_out("edit", broken)
    assert desk.asked == []


def test_the_last_wish_counts_for_where_to_go() -> None:
    desk = Desk()
    desk.ask("open", draft="a")
    desk.ask("open", draft="b")
    assert desk.take("open") == {"draft": "b"}
    assert desk.take("open") is None


def test_errors_become_messages_and_a_conflict_forgets_the_draft() -> None:
    desk = Desk()

    def refused() -> int:
        raise InputError("The text is empty.", mend="Write one.")

    def beaten() -> int:
        raise Conflict("Somebody was first.")

    desk.packet = object()  # type: ignore[assignment]  # only its presence matters here
    assert desk.attempt(refused) is None
    assert desk.packet is not None
    assert desk.attempt(beaten) is None
    assert desk.packet is None
    assert desk.attempt(lambda: 7, done="Saved.") == 7
    assert desk.flashes == [
        ("error", "The text is empty. Write one."),
        ("warning", "Somebody was first. What is current is shown now."),
        ("success", "Saved."),
    ]
