from __future__ import annotations

import pytest

from agent.cli.boundary import guarded
from agent.errors import AudioError, Conflict

SECRET = "Orla Placeholder"


def raising(error: BaseException) -> int:
    def run() -> None:
        raise error

    return guarded(run)


def test_a_known_error_is_told_with_its_mend_and_its_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(AudioError("The file holds no sound.", mend="Record again.")) == 2
    assert capsys.readouterr().err == "ptscribe: The file holds no sound. Record again.\n"
    assert raising(Conflict("Somebody was first.")) == 7


def test_a_defect_becomes_an_incident_without_its_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PTSCRIBE_DEBUG", raising=False)
    assert raising(ValueError(SECRET)) == 70
    told = capsys.readouterr().err
    assert "inc-" in told
    assert SECRET not in told
    assert "Traceback" not in told


def test_a_defect_says_its_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    def place() -> None:
        raise KeyError(SECRET)

    guarded(place)
    told = capsys.readouterr().err
    assert "KeyError at " in told
    assert "test_boundary.py:" in told or "agent/cli/boundary.py:" in told


@pytest.mark.parametrize(("stop", "code"), [(SystemExit(3), 3), (SystemExit(None), 0), (SystemExit("x"), 1)])
def test_exits_keep_their_code(stop: SystemExit, code: int) -> None:
    assert raising(stop) == code


def test_an_interrupt_ends_without_a_trace(capsys: pytest.CaptureFixture[str]) -> None:
    assert raising(KeyboardInterrupt()) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_success_is_zero() -> None:
    assert guarded(lambda: None) == 0
