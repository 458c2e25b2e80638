"""Doctor's point on the trail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.graph_clinic import clinic, people, queued, settings

from agent.cli import health
from agent.services import witness as module


def trail(home: Path) -> health.Point:
    return health._trail(settings(home))


def test_before_first_use(tmp_path: Path) -> None:
    assert trail(tmp_path / "home").state == "ready"
    assert not (tmp_path / "home").exists()


def test_events_that_wait_too_long_are_not_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    with clinic(home) as app:
        who = people(app)
        queued(app, who)
        assert trail(home).state == "ready"

        later = datetime.now(UTC) + timedelta(minutes=31, seconds=30)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # only UTC is asked for
                return later

        monkeypatch.setattr(module, "datetime", Clock)
        waiting = trail(home)
        assert waiting.state == "missing"
        assert "events wait since 3" in waiting.detail
        assert "ptscribe audit checkpoint" in waiting.mend
        app.witness.checkpoint()
        assert trail(home).state == "ready"
        assert trail(home).detail.startswith("last witnessed 31 min ago, 0 events wait")


def test_a_damaged_memory_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with clinic(home) as app:
        queued(app, people(app))
        app.witness.checkpoint()
    (home / "keys" / "signer.json").write_text("{}x")
    assert trail(home).state == "missing"


def test_a_clock_that_went_backwards_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    with clinic(home) as app:
        queued(app, people(app))
        app.witness.checkpoint()
        assert trail(home).state == "ready"
        earlier = datetime.now(UTC) - timedelta(hours=2)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # only UTC is asked for
                return earlier

        monkeypatch.setattr(health, "datetime", Clock)
        told = trail(home)
    assert told.state == "missing"
    assert "min in the future" in told.detail
    assert "clock" in told.mend
