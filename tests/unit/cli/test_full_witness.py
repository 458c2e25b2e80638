"""A witness whose disk is full: said plainly with its exit code, and no event is lost."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from support.graph_clinic import PASSWORD, actions, clinic, people, queued, record, seen

from agent.cli import main
from compliance.audit import signer
from compliance.audit.verify import read_witness


def _full(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing more fits under this folder."""
    write = signer.write_atomically

    def refused(path: Path, text: str, **more: Any) -> None:
        if folder in path.parents:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        write(path, text, **more)

    monkeypatch.setattr(signer, "write_atomically", refused)


def test_a_full_witness_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    for name, value in {"HOME": str(home), "USER": "auditor", "PASSWORD": PASSWORD}.items():
        monkeypatch.setenv(f"PTSCRIBE_{name}", value)
    with clinic(home) as app:
        who = people(app)
        draft_id = queued(app, who)
        app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
        with monkeypatch.context() as full:
            _full(home / "witness", full)
            app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
            assert record(app, draft_id).status == "signed", "the act does not wait for the witness"
            assert _code("audit", "checkpoint") == 8
            said = capsys.readouterr().err
            assert "could not be witnessed" in said
            assert f"{home / 'witness'}: No space left on device" in said
            assert "Free some space there or correct PTSCRIBE_WITNESS_DIR; no event was lost." in said
            assert "Traceback" not in said
        assert "draft.signed" in actions(app, draft_id)
        assert _code("audit", "checkpoint") == 0
        assert "events are witnessed" in capsys.readouterr().out
        (checkpoint,) = read_witness(home / "witness")
        with app.store.read() as uow:
            told = next(e.seq for e in uow.audit.all() if e.event.action == "draft.signed")
        assert checkpoint.size >= told, "the next checkpoint covers what this one missed"
        assert app.trail.verify(who["auditor"]).ok


def _code(*arguments: str) -> int:
    with pytest.MonkeyPatch.context() as shell:
        shell.setattr(sys, "argv", ["ptscribe", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0)
