"""`verify.py` as an auditor runs it: one file, a copy of the database, an exit code."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.records import add_draft, add_reviewable, decide, event, sign

from agent.store.crypto import KeyRing
from agent.store.engine import Store, open_store
from compliance.audit import verify
from compliance.audit.checkpoint import SigningKey
from compliance.audit.dump import write_dump
from compliance.audit.signer import LogState, Signer
from compliance.audit.verify import verify_dump, verify_rows, verify_sqlite


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'clinic.db'}", KeyRing.open(tmp_path / "k"))
    draft = add_reviewable(opened, "T-1")
    decide(opened, draft)
    sign(opened, draft)
    add_draft(opened, "T-2")
    yield opened
    opened.close()


def _run(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A lone copy of the file, by an interpreter that sees no package of ours."""
    alone = shutil.copy(verify.__file__, folder / "verify.py")
    command = [sys.executable, "-I", "-S", str(alone), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_it_stands_alone(store: Store, tmp_path: Path) -> None:
    done = _run(tmp_path / "clinic.db", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "ok: 7 events, 0 witnessed\n"


def test_it_says_where_it_was_tampered_with(store: Store, tmp_path: Path) -> None:
    store.close()
    with sqlite3.connect(tmp_path / "clinic.db") as db:
        db.execute("DROP TRIGGER signatures_no_update")
        db.execute("UPDATE signatures SET name = 'Somebody Else'")
    done = _run(tmp_path / "clinic.db", "--json", folder=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert report["verdict"] == "tampered"
    assert any(problem["where"].startswith("signature of draft") for problem in report["problems"])
    assert any(problem["where"] == "event 5" for problem in report["problems"])


def test_it_checks_checkpoints_without_any_library(store: Store, tmp_path: Path) -> None:
    key = SigningKey.open(tmp_path / "c.key")
    with store.read() as uow:
        Signer(key, tmp_path / "m.json", (tmp_path / "w",)).sign(
            LogState(*uow.audit.head(), uow.audit.bodies)
        )
    (tmp_path / "pin").write_text(key.vkey + "\n")
    given = [tmp_path / "clinic.db", "--witness", tmp_path / "w", "--key"]
    assert _run(*given, key.vkey, folder=tmp_path).stdout == "ok: 7 events, 7 witnessed\n"
    assert _run(*given, tmp_path / "pin", folder=tmp_path).returncode == 0
    assert _run(*given, SigningKey.generate(key.name).vkey, folder=tmp_path).returncode == 1
    assert _run(*given[:3], folder=tmp_path).returncode == 2
    assert _run(*given, tmp_path / "nowhere", folder=tmp_path).returncode == 2
    (note,) = (tmp_path / "w").iterdir()
    note.write_text(note.read_text()[:-10])
    assert _run(*given, key.vkey, folder=tmp_path).returncode == 2
    note.unlink()
    assert _run(*given, key.vkey, folder=tmp_path).returncode == 2


@pytest.mark.parametrize("what", ["missing", "folder", "empty file", "text", "cut", "no tables", "no events"])
def test_what_cannot_be_read_is_never_a_pass(tmp_path: Path, what: str) -> None:
    path = tmp_path / "clinic.db"
    if what == "folder":
        path.mkdir()
    elif what == "empty file":
        path.touch()
    elif what == "text":
        path.write_text("not a database " * 1000)
    elif what == "no tables":
        sqlite3.connect(path).execute("CREATE TABLE x (y)").connection.close()
    elif what in ("cut", "no events"):
        opened = open_store(f"sqlite:///{path}", KeyRing.open(tmp_path / "k"))
        if what == "cut":
            add_reviewable(opened)
        opened.close()
        if what == "cut":
            with sqlite3.connect(path) as db:
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    report = verify_sqlite(path)
    assert (report.verdict, report.exit_code, report.ok) == ("cannot_verify", 2, False)
    assert report.problems


def test_a_dump_says_the_same_as_its_database(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "trail.jsonl"
    with store.read() as uow, path.open("w") as file:
        assert write_dump(uow.audit.rows, file) == 7
        direct = verify_rows(uow.audit.rows)
    assert verify_dump(path) == direct == verify_sqlite(tmp_path / "clinic.db")
    assert direct.ok
    assert _run(path, folder=tmp_path).returncode == 0


def test_a_dump_that_lost_lines_is_no_pass(store: Store, tmp_path: Path) -> None:
    whole = io.StringIO()
    with store.read() as uow:
        write_dump(uow.audit.rows, whole)
    lines = whole.getvalue().splitlines(keepends=True)
    path = tmp_path / "trail.jsonl"
    for lost in range(len(lines)):
        path.write_text("".join(lines[:lost] + lines[lost + 1 :]))
        assert not verify_dump(path).ok
        path.write_text("".join(lines[:lost]))
        assert verify_dump(path).verdict == "cannot_verify"


def test_content_is_nowhere_in_a_dump(store: Store) -> None:
    whole = io.StringIO()
    with store.read() as uow:
        write_dump(uow.audit.rows, whole)
    for secret in ("Zebulon", "Knee", "Looks right", 'T-1"', "1960-02"):
        assert secret not in whole.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'"x"',
        b"\xff",
        b"{" * 100_000,
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{ "a":1}',
        b'{"a":1.0}',
        b'{"a":true}',
        b'{"a":null}',
        b'{"a":[1]}',
        b'{"a":1e2}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":9007199254740993}',
        b'{"a":NaN}',
        b'\xef\xbb\xbf{"a":1}',
    ],
)
def test_what_is_no_canonical_event_is_not_read_as_one(body: bytes) -> None:
    assert verify._event(body) is None


@pytest.mark.parametrize("key", ["commitments", "details"])
def test_an_event_of_odd_shape_is_a_problem_and_no_crash(key: str) -> None:
    whole = json.loads(event("trail.checkpointed", "d", size=1, root="x").canonical())
    for odd in ({}, {"x": 1}, {"draft_status": 3}, {"a" * 64: "z" * 64}):
        body = json.dumps(whole | {key: odd}, sort_keys=True, separators=(",", ":")).encode()
        rows = {
            "audit_events": [
                {name: whole.get(name, "") for name in verify.COLUMNS["audit_events"]}
                | {"seq": 1, "body": body, "leaf_hash": b""}
            ]
        }
        report = verify_rows(lambda table, rows=rows: rows.get(table, []))
        assert not report.ok


def test_many_problems_are_told_shortly(store: Store) -> None:
    with store.unit() as uow:
        for _ in range(300):
            uow.audit.append(event("draft.viewed"))
        db = uow.audit._db
        uow.audit.flush()
        db.exec_driver_sql("DROP TRIGGER audit_events_no_update")
        db.exec_driver_sql("UPDATE audit_events SET actor_id = 'x'")
        report = verify_rows(uow.audit.rows)
    assert len(report.problems) == verify.MAX_PROBLEMS + 1
    assert "more problems" in str(report.problems[-1])
