"""The task over other people's talk: what is refused or has no reference is unscored."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import InputError
from evals.dialogues import run


def test_sets_that_are_there_are_measured_and_gaps_stay_gaps(tmp_path: Path) -> None:
    osce = tmp_path / "data" / "fareez-osce"
    osce.mkdir(parents=True)
    (osce / "MSK1.txt").write_text("D: Where does it hurt?\nP: My right knee hurts when I climb stairs.\n")
    (osce / "MSK2.txt").write_text("D: ...\n")
    report = run(tmp_path)
    drafted, refused = report.samples
    assert drafted["statements"] >= 1
    assert "refused" in refused
    assert (refused["flagged"], refused["rouge1"], drafted["rouge1"]) == (None, None, None)
    figures = {row.measure: (row.value, row.count) for row in report.rows}
    assert figures["osce: drafted"] == (0.5, 2)
    assert "osce: ROUGE-1 of the offline note" not in figures


def test_no_set_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="None of the dialogue sets"):
        run(tmp_path)
