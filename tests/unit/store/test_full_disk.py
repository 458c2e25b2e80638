"""A disk without room: a clear error, nothing half-written or lost, and work goes on once there is room."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from support.records import AT, add_draft, add_reviewable, encounter, event

from agent.errors import StorageError
from agent.store.crypto import KeyRing
from agent.store.engine import Store, open_store
from compliance.audit.verify import verify_sqlite

AUDIO = bytes(range(256)) * 4096 * 5


def test_a_full_database_takes_nothing_of_a_recording(sqlite_store: Store, tmp_path: Path) -> None:
    before = add_reviewable(sqlite_store, "T-1")
    with pytest.raises(StorageError, match="full") as caught, sqlite_store.unit() as uow:  # noqa: PT012  # all of it
        pages = uow.drafts._db.exec_driver_sql("PRAGMA page_count").scalar_one()
        uow.drafts._db.exec_driver_sql(f"PRAGMA max_page_count={pages + 300}")
        visit = encounter("T-2")
        recording = uow.recordings.add(uow.patients.ensure(visit.patient), AUDIO, "audio/wav")
        uow.drafts.add(visit, recording_id=recording, created_by="user-1", at=AT)
        uow.audit.append(event("draft.recorded"))
        uow.commit()
    assert "nothing was half-written" in caught.value.mend
    assert _counts(sqlite_store) == (1, 1, 1, 3)
    sqlite_store.close()  # the page limit was that connection's
    after = add_draft(sqlite_store, "T-2", audio=AUDIO)
    with sqlite_store.read() as uow:
        assert uow.recordings.get(uow.drafts.get(after).recording_id) == AUDIO
        assert uow.drafts.content(before).note.statements
    assert verify_sqlite(tmp_path / "clinic.db").ok


def test_a_disk_that_stops_taking_bytes_loses_nothing(tmp_path: Path) -> None:
    """The limit on file size stands for the disk: the kernel refuses the write in the middle."""
    keys, url = KeyRing.open(tmp_path / "k"), f"sqlite:///{tmp_path / 'clinic.db'}"
    store = open_store(url, keys)
    add_reviewable(store, "T-1")
    counts = _counts(store)
    store.close()
    child = textwrap.dedent(f"""
        import resource, signal, sys
        from pathlib import Path
        from agent.errors import StorageError
        from agent.store.crypto import KeyRing
        from agent.store.engine import open_store
        from support.records import add_draft
        store = open_store({url!r}, KeyRing.open(Path({str(tmp_path / "k")!r})))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))
        try:
            add_draft(store, "T-2", audio=bytes(8 << 20))
        except StorageError as error:
            print(error)
            sys.exit(7)
    """)
    done = subprocess.run(
        [sys.executable, "-c", child],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": _paths()},
    )
    assert (done.returncode, done.stderr) == (7, "")
    assert "nothing was half-written" in done.stdout
    store = open_store(url, keys)
    assert _counts(store) == counts
    assert verify_sqlite(tmp_path / "clinic.db").ok
    add_draft(store, "T-2", audio=bytes(8 << 20))
    store.close()


def test_a_process_killed_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    keys, url = KeyRing.open(tmp_path / "k"), f"sqlite:///{tmp_path / 'clinic.db'}"
    store = open_store(url, keys)
    add_reviewable(store, "T-1")
    counts = _counts(store)
    child = textwrap.dedent(f"""
        import os, signal
        from pathlib import Path
        from agent.store.crypto import KeyRing
        from agent.store.engine import open_store
        from support.records import encounter
        store = open_store({url!r}, KeyRing.open(Path({str(tmp_path / "k")!r})))
        with store.unit() as uow:
            visit = encounter("T-2")
            uow.recordings.add(uow.patients.ensure(visit.patient), bytes(20 << 20), "audio/wav")
            os.kill(os.getpid(), signal.SIGKILL)
    """)
    done = subprocess.run([sys.executable, "-c", child], check=False, env={"PYTHONPATH": _paths()})
    assert done.returncode == -9
    assert _counts(store) == counts
    add_draft(store, "T-2")
    assert verify_sqlite(tmp_path / "clinic.db").ok
    store.close()


def _counts(store: Store) -> tuple[int, ...]:
    """Patients, recordings, drafts and events."""
    with store.read() as uow:
        return tuple(
            uow.drafts._db.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("patients", "recordings", "drafts", "audit_events")
        )


def _paths() -> str:
    return ":".join(path for path in sys.path if path)
