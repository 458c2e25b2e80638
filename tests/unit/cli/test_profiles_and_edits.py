"""`ptscribe profiles` and `ptscribe billing` as a specialist uses them on a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.cli.app import app
from agent.cli.boundary import guarded

PROFILE = """kind: overlay
patients: {age_from: 65}
versions:
  - version: "1"
    valid_from: 2026-01-01
    rules:
      MCR-PR-01: {limits: {treatment_days: 8}}
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in a new clinic; returns exit code, output and error output."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "HOME": tmp_path / "home",
        "PASSWORD": "only for this",
        "NEW_PASSWORD": "only for this",
    }.items():
        monkeypatch.setenv(f"PTSCRIBE_{name}", str(value))

    def go(*arguments: str) -> tuple[int, str, str]:
        code = guarded(lambda: app(list(arguments)))
        said = capsys.readouterr()
        return code, said.out, said.err

    assert go("users", "add", "ada", "--role", "admin", "--name", "Ada Adminson")[0] == 0
    monkeypatch.setenv("PTSCRIBE_USER", "ada")
    return go


def test_a_profile_from_a_file_to_its_history(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "elders.yaml"
    file.write_text(PROFILE)
    assert "shipped ones are in force" in run("profiles", "show")[1]
    assert "it sets 1 rules" in run("profiles", "check", "elders", str(file))[1]
    assert "revision 1" in run("profiles", "set", "elders", str(file), "--reason", "Falls.")[1]
    file.write_text(PROFILE.replace("8", "9"))
    saved = json.loads(run("profiles", "set", "elders", str(file), "--reason", "Too many.", "--json")[1])
    assert (saved["revision"], saved["reason"]) == (2, "Too many.")
    assert run("profiles", "show", "elders")[1] == PROFILE.replace("8", "9")
    assert run("profiles", "show", "elders", "--revision", "1")[1] == PROFILE
    assert "age_until: 17" in run("profiles", "show", "paediatric")[1]
    history = run("profiles", "history", "elders")[1]
    assert history.index("Falls.") < history.index("Too many.")
    assert history.count("Ada Adminson") == 2
    assert [p["name"] for p in json.loads(run("profiles", "show", "--json")[1])] == ["elders"]


@pytest.mark.parametrize(
    ("arguments", "text", "code", "says"),
    [
        (
            ("set", "clinic", "FILE", "--reason", "x"),
            PROFILE.replace("MCR-PR-01", "MCR-PR-99"),
            2,
            "Did you mean",
        ),
        (("set", "clinic", "FILE", "--reason", "x"), PROFILE.replace("8", "99"), 2, "from 1 to 30"),
        (("set", "clinic", "FILE", "--reason", "x", "--based-on", "3"), PROFILE, 7, "revision 0 now"),
        (("set", "clinic", "missing.yaml", "--reason", "x"), PROFILE, 2, "missing.yaml"),
        (("show", "nothing"), PROFILE, 5, "There is no profile 'nothing'"),
        (("history", "nothing"), PROFILE, 5, "no profile 'nothing'"),
    ],
)
def test_what_profiles_refuses(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], text: str, code: int, says: str
) -> None:
    file = tmp_path / "p.yaml"
    file.write_text(text)
    given = [str(file) if a == "FILE" else a for a in arguments]
    ended, _, error = run("profiles", *given)
    assert ended == code
    assert says in error
    assert "Traceback" not in error


def test_edit_files_are_loaded_and_listed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ccipra-v320r0-f1.txt"
    file.write_text("97530\t97116\t\t20200101\t*\t1\tx\n")
    assert "No table is loaded" in run("billing", "edits")[1]
    assert "2026-Q1: 1 pairs" in run("billing", "load-edits", str(file))[1]
    listed = json.loads(run("billing", "edits", "--json")[1])
    assert [(e["kind"], e["quarter"], e["source"]) for e in listed] == [("ptp", "2026-Q1", file.name)]
    ended, _, error = run("billing", "load-edits", str(file), "--quarter", "2026-Q3")
    assert ended == 2
    assert "is that of 2026-Q1, not of 2026-Q3" in error
    assert run("billing", "load-edits", "missing.txt")[0] == 2
