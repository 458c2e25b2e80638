"""Unsaved texts are kept for the one who typed them, in bounds, and for a working day."""

from __future__ import annotations

from review_ui.scratch import KEEP_SECONDS, MAX_ENTRIES, MAX_TEXT, Scratch


def test_a_text_is_kept_for_its_user_and_draft_only() -> None:
    scratch = Scratch()
    assert scratch.put("u1", "d1", {"s1": "typed"})
    assert scratch.get("u1", "d1") == {"s1": "typed"}
    assert scratch.get("u2", "d1") == {}
    assert scratch.get("u1", "d2") == {}


def test_dropping_one_text_keeps_the_others() -> None:
    scratch = Scratch()
    scratch.put("u1", "d1", {"s1": "one", "s2": "two"})
    scratch.drop("u1", "d1", "s1")
    assert scratch.get("u1", "d1") == {"s2": "two"}
    scratch.drop("u1", "d1")
    assert scratch.get("u1", "d1") == {}


def test_a_text_that_is_too_long_is_refused_and_the_last_one_kept() -> None:
    scratch = Scratch()
    scratch.put("u1", "d1", {"s1": "short"})
    assert not scratch.put("u1", "d1", {"s1": "x" * (MAX_TEXT + 1)})
    assert scratch.get("u1", "d1") == {"s1": "short"}


def test_memory_is_bounded_and_the_oldest_goes_first() -> None:
    scratch = Scratch()
    for number in range(MAX_ENTRIES + 1):
        scratch.put("u1", f"d{number}", {"s": "text"})
    assert scratch.get("u1", "d0") == {}
    assert scratch.get("u1", f"d{MAX_ENTRIES}") == {"s": "text"}


def test_after_a_working_day_it_is_forgotten() -> None:
    now = [0.0]
    scratch = Scratch(clock=lambda: now[0])
    scratch.put("u1", "d1", {"s1": "typed"})
    now[0] = KEEP_SECONDS + 1
    assert scratch.get("u1", "d1") == {}
