"""Rules, protocols, answers, edits, accounts and sessions are held against their events by both verifiers."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from support.clinic_records import run_the_clinic
from support.records import add_draft, break_glass, mend_glass
from support.tampering import CLINICS, KEYS, Way, delete_row_of, edit_row_of, fences_down, slip_in_row_of

from agent.store.engine import Store
from compliance.audit import verify
from compliance.audit.dump import write_dump

NODE = shutil.which("node")
CALLED = {
    "emergency_endings": "ending of emergency access",
    "profiles": "profile clinic, revision",
    "edit_tables": "ptp edits of",
    "protocol_copies": "protocol neck_pain, version",
    "template_answers": "template answer",
    "users": "user ",
    "sessions": "session of user",
}
ACTS: dict[str, Any] = {"edit": edit_row_of, "delete": delete_row_of, "insert": slip_in_row_of}


@pytest.mark.skipif(NODE is None, reason="Node.js is missing (Debian package `nodejs`)")
@pytest.mark.parametrize("table", CLINICS)
def test_what_was_done_behind_the_log_is_found_and_placed(store: Store, table: str, tmp_path: Path) -> None:
    draft = add_draft(store)
    break_glass(store, draft, "e-1")
    mend_glass(store, "e-1")
    run_the_clinic(store)
    run_the_clinic(store, 3)
    assert _both(store, tmp_path) == (0, [])
    for act, way in ACTS.items():
        for seed in range(2):
            code, places = _both(store, tmp_path, way(table), seed)
            assert code == 1
            if act != "delete":
                assert any(place.startswith(CALLED[table]) for place in places), (act, places)
            if act != "insert":
                assert any(place.startswith("event ") for place in places), "the event whose record is gone"
    assert _both(store, tmp_path) == (0, [])


def _both(store: Store, folder: Path, way: Way | None = None, seed: int = 0) -> tuple[int, list[str]]:
    """The exit code that both give, and the places that the first names; what the way did is undone."""
    dump = folder / "trail.jsonl"
    with store.unit() as uow:
        if way:
            way(fences_down(uow), random.Random(seed), 0)
        with dump.open("w") as file:
            write_dump(uow.audit.rows, file)
    first = verify.verify_dump(dump)
    done = subprocess.run(
        [str(NODE), str(Path(verify.__file__).with_name("verify.mjs")), str(dump), "--json"],
        capture_output=True,
        text=True,
        check=False,
    )
    second = json.loads(done.stdout)
    assert (done.returncode, second["verdict"]) == (first.exit_code, first.verdict), (first, second)
    return first.exit_code, [problem.where for problem in first.problems]


def test_a_copy_of_the_trail_holds_no_log_in_names_and_no_password_hashes(
    store: Store, tmp_path: Path
) -> None:
    run_the_clinic(store)
    with store.read() as uow, (tmp_path / "trail.jsonl").open("w") as file:
        write_dump(uow.audit.rows, file)
        assert uow.audit._db.scalar(text("SELECT login FROM users")) == "login0"
    written = (tmp_path / "trail.jsonl").read_text()
    assert "login0" not in written
    assert "argon2id" not in written


def test_each_table_of_the_schema_has_its_line_in_the_documents() -> None:
    """docs/TRAIL.md says of each table which event proves it, or why none is needed."""
    from agent.store.tables import metadata

    lines = (Path(__file__).parents[3] / "docs" / "TRAIL.md").read_text("utf-8").splitlines()
    told = {name for line in lines if line.startswith("| `") for name in line.split("|")[1].split("`")[1::2]}
    assert told >= set(metadata.tables)
    assert {name for name in KEYS if not name.startswith("audit_")} <= told
