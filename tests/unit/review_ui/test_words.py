"""Ages, dates and names of statuses as the pages say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from agent.domain.draft import DraftStatus
from agent.domain.user import PERMISSIONS, Role
from agent.domain.visit import NoteType
from review_ui.components.words import NOTE_TYPES, ROLES, STATUS, age, day, plural

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_age(ago: timedelta, said: str) -> None:
    assert age(NOW - ago, NOW) == said
    assert age((NOW - ago).replace(tzinfo=None), NOW) == said, "a time without a zone is UTC"


def test_every_status_type_and_role_has_a_name() -> None:
    assert set(STATUS) == set(get_args(DraftStatus))
    assert set(NOTE_TYPES) == set(get_args(NoteType))
    assert set(ROLES) == set(get_args(Role)) == set(PERMISSIONS)


def test_dates_and_counts() -> None:
    assert day(date(2026, 3, 4)) == "Mar 4, 2026"
    assert [plural(1, "text"), plural(2, "text"), plural(2, "is", "are")] == ["1 text", "2 texts", "2 are"]
