from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from agent.cli.files import write_atomically
from agent.cli.output import json_lines
from agent.errors import InputError, StorageError


def answers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str) -> list[Any]:
    def handle(item: dict[str, Any]) -> dict[str, Any]:
        if item.get("bad"):
            raise InputError("Refused.")
        return {"double": item["n"] * 2}

    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    json_lines(handle)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_line_is_answered_in_order_and_keeps_its_id(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = answers(monkeypatch, capsys, '{"id": "a", "n": 1}\n\n{"n": 2}\n')
    assert made == [{"id": "a", "double": 2}, {"id": 3, "double": 4}]


def test_one_bad_line_does_not_lose_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = 'nonsense\n{"id": 7, "bad": true}\n[1]\n{"id": 9, "n": 5}\n'
    made = answers(monkeypatch, capsys, text)
    assert [m["id"] for m in made] == [1, 7, 3, 9]
    assert made[0]["error"] == "Line 1 is not JSON."
    assert made[1]["error"] == "Refused."
    assert "error" in made[2]
    assert made[3] == {"id": 9, "double": 10}


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    target = tmp_path / "note.pdf"
    write_atomically(target, b"first")
    write_atomically(target, b"second")
    assert target.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failed_write_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "note.pdf"
    write_atomically(target, b"first")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        write_atomically(target, b"second")
    assert target.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        write_atomically(tmp_path / "none" / "note.pdf", b"x")
