"""Breaking the glass and closing it again, from a terminal."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from support.graph_clinic import PASSWORD, clinic, people, queued

from agent.cli import main


def _run(capsys: pytest.CaptureFixture[str], user: str, *arguments: str) -> tuple[int, str, str]:
    with pytest.MonkeyPatch.context() as shell:
        shell.setattr(sys, "argv", ["ptscribe", *arguments])
        shell.setenv("PTSCRIBE_USER", user)
        with pytest.raises(SystemExit) as ended:
            main()
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


def test_an_emergency_access_is_opened_and_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("PTSCRIBE_HOME", str(home))
    monkeypatch.setenv("PTSCRIBE_PASSWORD", PASSWORD)
    with clinic(home) as app:
        draft_id = queued(app, people(app))
    given = ("emergency", "--draft", draft_id, "--reason", "Fell in the gym, unconscious.")
    code, said, _ = _run(capsys, "admin", *given, "--json")
    opened = json.loads(said)
    assert (code, opened["drafts"]) == (0, [draft_id])
    code, _, hint = _run(capsys, "admin", *given)
    assert "When you are done: ptscribe end-emergency " in hint
    end = ("end-emergency", opened["emergency"])
    code, _, why = _run(capsys, "specialist", *end)
    assert (code, "another's" in why) == (6, True)
    code, said, _ = _run(capsys, "admin", *end)
    assert (code, said) == (0, f"Emergency access {opened['emergency']} has ended.\n")
    code, _, why = _run(capsys, "admin", *end)
    assert (code, "over already" in why) == (7, True)
    code, _, why = _run(capsys, "admin", "end-emergency", "nonesuch")
    assert (code, "There is no such emergency access." in why) == (5, True)
    code, said, _ = _run(capsys, "auditor", "audit", "emergency")
    assert said.count("opened the record of patient") == 2
    assert said.count("by Admin Terranova") == 1
