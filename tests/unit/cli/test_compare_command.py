"""`ptscribe compare`: the passages of a finding of copied wording, on a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.graph_clinic import PASSWORD, Drafter, clinic, people, queued

from agent import bootstrap
from agent.cli.app import app
from agent.cli.boundary import guarded

ASSESSMENT = "Quadriceps deficit still limits stairs, kneeling and squatting at work for this patient"


def test_passages_of_another_patient_are_shown_by_their_shared_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rest = (
        "P",
        "Next visit recheck the lag in sitting, then step downs from a box at the mirror.",
    )
    drafter = Drafter((("A", f"{ASSESSMENT} baker."), rest), (("A", f"{ASSESSMENT} today."), rest))
    with clinic(tmp_path / "home", drafter=drafter, check=bootstrap._check) as filled:
        who = people(filled)
        queued(filled, who, mrn="ZZ-1")
        draft = queued(filled, who, mrn="ZZ-2")
    for name, value in {"HOME": tmp_path / "home", "PASSWORD": PASSWORD, "USER": "specialist"}.items():
        monkeypatch.setenv(f"PTSCRIBE_{name}", str(value))
    assert guarded(lambda: app(["compare", draft, "CLN-02#1"])) == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert f"A  This note: {ASSESSMENT} today." in said
    assert f"   Another patient's note: {ASSESSMENT} …" in said
    assert "baker" not in said
    assert guarded(lambda: app(["compare", draft, "CLN-02#1", "--json"])) == 0
    assert json.loads(capsys.readouterr().out)["withheld"] is True
    assert guarded(lambda: app(["compare", draft, "CLN-09#1"])) != 0
    assert "no finding 'CLN-09#1'" in capsys.readouterr().err
