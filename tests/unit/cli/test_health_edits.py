"""Doctor's point on the payer's edit tables: which quarter they are of, and that old ones are said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from support.graph_clinic import clinic, people, settings

from agent.cli import health

PTP = b"97530\t97116\t\t20200101\t*\t1\tx\n"
MUE = b"97110,6,3\n"


def edits(home: Path, today: date) -> health.Point:
    return health._edits(settings(home), today)


def test_the_shipped_samples_are_no_payers_tables(tmp_path: Path) -> None:
    point = edits(tmp_path / "home", date(2026, 11, 27))
    assert point.state == "warning"
    assert point.detail.count("shipped sample") == 2
    assert "the payer's files of 2026-Q4" in point.mend
    assert not (tmp_path / "home").exists()


def test_loaded_tables_are_ready_in_their_quarter_and_old_after_it(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with clinic(home) as app:
        who = people(app)
        app.edit_tables.load(who["specialist"], {"ccipra-v323r0-f1.txt": PTP})
        half = edits(home, date(2026, 11, 27))
        assert (half.state, "MUE units of" in half.detail) == ("warning", True)
        assert half.detail.count("shipped sample") == 1
        app.edit_tables.load(who["specialist"], {"mue-2026q4-practitioner.csv": MUE})
    assert edits(home, date(2026, 11, 27)) == health.Point(
        "edits", "ready", "NCCI pairs of 2026-Q4; MUE units of 2026-Q4"
    )
    assert edits(home, date(2026, 12, 31)).state == "ready"
    old = edits(home, date(2027, 1, 2))
    assert old.state == "warning"
    assert old.detail == "NCCI pairs of 2026-Q4, ended 2 days ago; MUE units of 2026-Q4, ended 2 days ago"
    assert "2027-Q1" in old.mend
