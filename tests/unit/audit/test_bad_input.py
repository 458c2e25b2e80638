"""Bad input, as an auditor meets it: what both verifiers say of it, and with which exit code."""

from __future__ import annotations

import gzip
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from support.records import add_reviewable, decide, event, sign

from agent.store.crypto import KeyRing
from agent.store.engine import Store, open_store
from compliance.audit import verify
from compliance.audit.bundle import evidence_bundle
from compliance.audit.checkpoint import SigningKey
from compliance.audit.dump import write_dump
from compliance.audit.signer import LogState, Signer

NODE = shutil.which("node")


class Handed(NamedTuple):
    """What an auditor is given: a copy of the database, a dump, a bundle, the witnessed notes and the key."""

    folder: Path
    vkey: str

    def python(self, *arguments: str | Path) -> tuple[int, str]:
        return _run([sys.executable, "-I", "-S", str(verify.__file__)], self.folder, arguments)

    def node(self, *arguments: str | Path) -> tuple[int, str]:
        assert NODE is not None
        return _run([NODE, str(Path(verify.__file__).with_name("verify.mjs"))], self.folder, arguments)


def _run(program: list[str], folder: Path, arguments: tuple[str | Path, ...]) -> tuple[int, str]:
    done = subprocess.run([*program, *map(str, arguments)], capture_output=True, text=True, cwd=folder)
    assert done.stderr == ""
    return done.returncode, done.stdout


def _history(store: Store) -> str:
    draft = add_reviewable(store, "T-1")
    decide(store, draft)
    sign(store, draft)
    return draft


@pytest.fixture
def handed(tmp_path: Path) -> Handed:
    store = open_store(f"sqlite:///{tmp_path / 'clinic.db'}", KeyRing.open(tmp_path / "k"))
    draft, key = _history(store), SigningKey.generate("ptscribe/here")
    with store.read() as uow:
        signed = Signer(key, tmp_path / "m.json", (tmp_path / "w",)).sign(
            LogState(*uow.audit.head(), uow.audit.bodies)
        )
        bundle = evidence_bundle(draft, uow.audit.for_draft(draft), uow.audit.leaves, signed.note)
        with (tmp_path / "trail.jsonl").open("w") as file:
            write_dump(uow.audit.rows, file)
    (tmp_path / "evidence.json.gz").write_bytes(gzip.compress(bundle))
    store.close()
    with sqlite3.connect(tmp_path / "clinic.db") as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Handed(tmp_path, key.vkey)


def test_a_damaged_database(handed: Handed) -> None:
    path = handed.folder / "clinic.db"
    whole = path.read_bytes()
    assert handed.python(path)[0] == 0
    damaged = bytearray(whole)
    for page in range(4096, len(whole), 4096):
        damaged[page : page + 64] = b"\xff" * 64
    path.write_bytes(damaged)
    code, said = handed.python(path)
    assert code == 2
    assert said.startswith("cannot verify: 0 events")
    assert "malformed" in said or "cannot be read" in said


def test_a_damaged_dump(handed: Handed) -> None:
    path = handed.folder / "trail.jsonl"
    path.write_bytes(path.read_bytes()[:-200])
    code, said = handed.python(path)
    assert (code, "it is not a whole trail" in said) == (2, True)
    if NODE:
        code, said = handed.node(path)
        assert (code, said.startswith("cannot verify: 0 events")) == (2, True)


@pytest.mark.parametrize("kept", [0, 1, 100, -1])
def test_a_truncated_bundle(handed: Handed, kept: int) -> None:
    path = handed.folder / "evidence.json.gz"
    path.write_bytes(path.read_bytes()[:kept])
    code, said = handed.python(path, "--key", handed.vkey)
    assert code == 2
    assert said.startswith("cannot verify: 0 events")
    assert "cannot be read: Compressed file ended" in said or "it is not a whole bundle" in said
    if NODE:
        assert handed.node(path, "--key", handed.vkey)[0] == 2


def test_another_clinics_key(handed: Handed) -> None:
    other, same_name = SigningKey.generate("ptscribe/there").vkey, SigningKey.generate("ptscribe/here").vkey
    for what in (("clinic.db", "--witness", "w"), ("trail.jsonl", "--witness", "w"), ("evidence.json.gz",)):
        code, said = handed.python(*what, "--key", other)
        assert (code, "it is of another log (ptscribe/here)" in said) == (1, True)
        code, said = handed.python(*what, "--key", same_name)
        assert (code, "not signed by the pinned key" in said) == (1, True)
        if NODE and what[0] != "clinic.db":
            code, said = handed.node(*what, "--key", other)
            assert (code, "another log's checkpoint" in said) == (1, True)
            code, said = handed.node(*what, "--key", same_name)
            assert (code, "not signed by the key of its time" in said) == (1, True)
    code, said = handed.python("clinic.db", "--witness", "w", "--key", "nonsense+00+AA==")
    assert (code, "is not a verifier key" in said) == (2, True)


def test_a_clock_that_went_backwards(tmp_path: Path) -> None:
    """No tampering, and not passed over in silence."""
    store = open_store(f"sqlite:///{tmp_path / 'clinic.db'}", KeyRing.open(tmp_path / "k"))
    for at in ("10:00:00", "09:30:00"):
        with store.unit() as uow:
            told = event("draft.viewed").model_copy(update={"at": f"2026-11-23T{at}.000000Z"})
            uow.audit.append(told)
            uow.commit()
    store.close()
    code, said = Handed(tmp_path, "").python("clinic.db")
    assert code == 0
    assert "remark: event 2: the clock went backwards by 1800 seconds before it" in said


def test_a_witness_folder_without_checkpoints(handed: Handed) -> None:
    (handed.folder / "empty").mkdir()
    for folder in ("empty", "nowhere"):
        code, said = handed.python("clinic.db", "--witness", folder, "--key", handed.vkey)
        assert (code, "witness folder" in said) == (2, True)


def test_a_bundle_of_nothing_or_of_another_kind(handed: Handed) -> None:
    path = handed.folder / "evidence.json"
    for value in ({}, {"format": "other"}, [], {"format": "ptscribe-evidence-1", "events": []}):
        path.write_text(json.dumps(value))
        code, said = handed.python(path, "--key", handed.vkey)
        assert (code, "it is not a" in said) == (2, True)
