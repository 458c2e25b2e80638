"""Every tampering up to the last witnessed checkpoint is found, and no honest history raises an alarm.

1,000 seeded tamperings on each database in a normal run; `make tamper` tries the nightly 10,000.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import event as events
from support.clinic_records import ACTS, run_the_clinic
from support.records import (
    AT,
    add_draft,
    add_reviewable,
    amend,
    break_glass,
    content,
    decide,
    event,
    mend_glass,
    sign,
    transcript,
)
from support.tampering import WAYS, fences_down

from agent.domain.finding import Resolution
from agent.errors import Conflict, NotFound
from agent.store.crypto import KeyRing
from agent.store.engine import Store, open_store
from compliance.audit.checkpoint import SigningKey
from compliance.audit.signer import LogState, Signer
from compliance.audit.verify import Checkpoint, read_witness, verify_rows, verify_sqlite

NIGHTLY = int(os.environ.get("TEST_TAMPERINGS", "0"))
COUNT = NIGHTLY or 1000
HONEST = NIGHTLY or 1000


class Clinic(NamedTuple):
    """A history with checkpoints, the last of which covers all but the event that tells of it."""

    store: Store
    signer: Signer
    witness: Path
    vkey: str

    def checkpoint(self) -> None:
        with self.store.read() as uow:
            self.signer.sign(LogState(*uow.audit.head(), uow.audit.bodies))
        signed = self.signer.last()
        assert signed is not None
        with self.store.unit() as uow:
            told = event("trail.checkpointed", by="system", size=signed.size, root=signed.root.hex())
            uow.audit.append(told)
            uow.commit()

    def checkpoints(self) -> list[Checkpoint]:
        return read_witness(self.witness)


def _clinic(url: str, folder: Path) -> Clinic:
    store = open_store(url, KeyRing.open(folder / "keys" / "master.key"))
    if "sqlite" in url:

        @events.listens_for(store._engine, "connect")
        def _fast(connection: object, _: object) -> None:
            connection.execute("PRAGMA synchronous=OFF")  # type: ignore[attr-defined]  # a test needs no disk

        store._engine.dispose()
    key = SigningKey.open(folder / "keys" / "checkpoint.key")
    witness = folder / "witness"
    return Clinic(store, Signer(key, folder / "keys" / "signer.json", (witness,)), witness, key.vkey)


def _history(clinic: Clinic) -> None:
    store = clinic.store
    signed = add_reviewable(store, "T-1")
    decide(store, signed)
    sign(store, signed)
    amend(store, signed)
    amend(store, signed, "Extension was full.")
    break_glass(store, signed, "e-1")
    mend_glass(store, "e-1")
    run_the_clinic(store)
    clinic.checkpoint()
    edited = add_reviewable(store, "T-2", "block")
    with store.unit() as uow:
        uow.resolutions.add(edited, 1, Resolution(finding_id="TEST#0", kind="accepted", reason="r"), "u", AT)
        uow.drafts.add_version(edited, content("other"), author="human", by="u", at=AT, based_on=1)
        uow.audit.append(event("draft.edited", edited))
        uow.commit()
    decide(store, edited, "reject")
    clinic.checkpoint()
    add_draft(store, "T-1", audio=bytes(2 << 20))
    gone = add_draft(store, "T-5")
    add_reviewable(store, "T-3")
    again = add_reviewable(store, "T-3")
    decide(store, again, "request_changes")
    run_the_clinic(store, 3)
    with store.unit() as uow:
        uow.patients.shred(uow.drafts.get(gone).patient_id)
        uow.audit.append(event("patient.shredded"))
        uow.commit()
    clinic.checkpoint()


@pytest.fixture(scope="module")
def sqlite_clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("clinic")
    clinic = _clinic(f"sqlite:///{folder / 'clinic.db'}", folder)
    _history(clinic)
    yield clinic
    clinic.store.close()


def _undetected(clinic: Clinic, count: int) -> list[str]:
    """The tamperings that were not found, by seed and name."""
    checkpoints, missed = clinic.checkpoints(), []
    last = checkpoints[-1].size
    for seed in range(count):
        way, rng, report = WAYS[seed % len(WAYS)], random.Random(seed), None
        while report is None:
            with suppress(Conflict), clinic.store.unit() as uow:  # a key that exists: not a tampering yet
                way(fences_down(uow), rng, last)
                report = verify_rows(uow.audit.rows, checkpoints=checkpoints, pinned=clinic.vkey)
        if report.ok or not report.problems:
            missed.append(f"{seed} {way.__name__}")
    return missed


def _still_honest(clinic: Clinic) -> None:
    with clinic.store.read() as uow:
        report = verify_rows(uow.audit.rows, checkpoints=clinic.checkpoints(), pinned=clinic.vkey)
    assert report.problems == ()
    assert report.witnessed == report.checked - 1


@pytest.mark.timeout(7200 if NIGHTLY else 600)
def test_every_tampering_is_found_on_sqlite(sqlite_clinic: Clinic) -> None:
    assert _undetected(sqlite_clinic, COUNT) == []
    _still_honest(sqlite_clinic)


@pytest.mark.postgres
@pytest.mark.timeout(7200 if NIGHTLY else 600)
def test_every_tampering_is_found_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    clinic = _clinic(postgres_url, tmp_path)
    _history(clinic)
    assert _undetected(clinic, COUNT) == []
    _still_honest(clinic)
    clinic.store.close()


def test_a_database_that_was_rolled_back_is_found(tmp_path: Path) -> None:
    clinic = _clinic(f"sqlite:///{tmp_path / 'clinic.db'}", tmp_path)
    _history(clinic)
    clinic.store.close()
    shutil.copy(tmp_path / "clinic.db", tmp_path / "earlier.db")
    clinic = _clinic(f"sqlite:///{tmp_path / 'clinic.db'}", tmp_path)
    add_reviewable(clinic.store, "T-4")
    clinic.checkpoint()
    clinic.store.close()
    pinned = {"checkpoints": clinic.checkpoints(), "pinned": clinic.vkey}
    assert verify_sqlite(tmp_path / "clinic.db", **pinned).ok
    rolled_back = verify_sqlite(tmp_path / "earlier.db", **pinned)
    assert rolled_back.verdict == "tampered"
    assert "its end is missing" in str(rolled_back.problems[0])


def test_a_removed_checkpoint_is_found(sqlite_clinic: Clinic) -> None:
    every = sqlite_clinic.checkpoints()
    for removed in range(len(every)):
        left = every[:removed] + every[removed + 1 :]
        with sqlite_clinic.store.read() as uow:
            report = verify_rows(uow.audit.rows, checkpoints=left, pinned=sqlite_clinic.vkey)
        assert report.verdict == "tampered"
        assert f"the checkpoint of size {every[removed].size}" in str(report.problems[0])


def test_another_clinics_key_or_checkpoints_are_no_proof(sqlite_clinic: Clinic) -> None:
    checkpoints = sqlite_clinic.checkpoints()
    name = sqlite_clinic.vkey.partition("+")[0]
    for pinned in (SigningKey.generate("ptscribe/other").vkey, SigningKey.generate(name).vkey):
        with sqlite_clinic.store.read() as uow:
            report = verify_rows(uow.audit.rows, checkpoints=checkpoints, pinned=pinned)
        assert report.verdict == "tampered"
    with sqlite_clinic.store.read() as uow:
        assert verify_rows(uow.audit.rows, checkpoints=checkpoints).verdict == "cannot_verify"


def test_no_honest_history_raises_an_alarm(tmp_path: Path) -> None:
    """Random acts in random order, verified after each; checkpoints in between, and a key rotation."""
    rng = random.Random(20261123)
    clinic = _clinic(f"sqlite:///{tmp_path / 'clinic.db'}", tmp_path)
    for step in range(HONEST):
        if step % 40 == 0:
            clinic.store.close()
            folder = tmp_path / str(step)
            clinic = _clinic(f"sqlite:///{folder / 'clinic.db'}", folder)
        _act(clinic, rng, step)
        witnessed = clinic.checkpoints() if clinic.witness.exists() else []
        with clinic.store.read() as uow:
            report = verify_rows(uow.audit.rows, checkpoints=witnessed, pinned=clinic.vkey)
        assert report.problems == (), f"step {step}"
        assert report.ok
    clinic.store.close()


def _act(clinic: Clinic, rng: random.Random, step: int) -> None:
    store = clinic.store
    at = AT + timedelta(seconds=rng.randrange(10**6))
    with store.read() as uow:
        by_status = {
            s: uow.drafts.in_status(s) for s in ("recorded", "in_review", "approved", "failed", "signed")
        }
        by_status["again"] = uow.drafts.in_status("changes_requested")
        held = uow.emergencies.all()
    review, approved, failed = by_status["in_review"], by_status["approved"], by_status["failed"]
    kind = rng.choice(
        [
            "new",
            "reviewable",
            "decide",
            "decide",
            "sign",
            "amend",
            "glass",
            "clinic",
            "clinic",
            "edit",
            "fail",
            "retry",
            "view",
            "check",
            "shred",
        ]
    )
    if kind == "reviewable":
        add_reviewable(store, f"T-{rng.randrange(4)}-{step}", *rng.choices(["block", "warn"], k=2))  # type: ignore[arg-type]
    elif kind == "decide" and review:
        decide(store, rng.choice(review), rng.choice(["approve", "approve", "reject", "request_changes"]))  # type: ignore[arg-type]
    elif kind == "sign" and approved:
        sign(store, rng.choice(approved))
    elif kind == "amend" and by_status["signed"]:
        with suppress(NotFound):  # its content was destroyed: nothing can be added
            amend(store, rng.choice(by_status["signed"]), f"Added at step {step}.")
    elif kind == "glass" and review and rng.random() < 0.5:
        break_glass(store, rng.choice(review), f"e-{step}")
    elif kind == "edit" and review:
        draft = rng.choice(review)
        with store.unit() as uow:
            base = uow.drafts.get(draft).version
            uow.drafts.add_version(draft, content(f"{step}"), author="human", by="u", at=at, based_on=base)
            uow.resolutions.add(draft, base, Resolution(finding_id="TEST#0", kind="fixed"), "u", at)
            uow.audit.append(event("draft.edited", draft))
            uow.commit()
    elif kind == "fail" and by_status["recorded"]:
        draft = rng.choice(by_status["recorded"])
        with store.unit() as uow:
            uow.drafts.move(draft, frm={"recorded"}, to="processing")
            uow.drafts.move(draft, frm={"processing"}, to="failed", failure="silent")
            uow.commit()
    elif kind == "retry" and (failed or by_status["again"]):
        draft = rng.choice(failed + by_status["again"])
        with store.unit() as uow:
            run = uow.drafts.next_run(draft)
            uow.drafts.move(draft, frm={"failed", "changes_requested"}, to="processing")
            uow.transcripts.put(draft, run, transcript(f"run {run}"))
            base = uow.drafts.get(draft).version
            uow.drafts.add_version(
                draft, content(f"run {run}"), author="engine", by="system", at=at, based_on=base
            )
            uow.drafts.move(draft, frm={"processing"}, to="in_review")
            uow.commit()
    elif kind == "glass" and any(one.ended is None for one in held):
        mend_glass(store, next(one.id for one in held if one.ended is None))
    elif kind == "clinic":
        run_the_clinic(store, step, [rng.choice(ACTS)])
    elif kind == "view":
        with store.unit() as uow:
            uow.audit.append(event("draft.viewed", "", by=f"user {rng.randrange(9)} é"))
            uow.commit()
    elif kind == "check" and step % 40:
        clinic.checkpoint()
    elif kind == "shred" and by_status["signed"]:
        with store.unit() as uow:
            patient = uow.drafts._db.exec_driver_sql(
                "SELECT patient_id FROM drafts WHERE status = 'signed' AND patient_id IN"
                " (SELECT id FROM patients WHERE wrapped_key IS NOT NULL) AND patient_id NOT IN"
                " (SELECT patient_id FROM drafts WHERE status <> 'signed') LIMIT 1"
            ).scalar()
            if patient:
                uow.patients.shred(patient)
            uow.audit.append(event("patient.shredded"))
            uow.commit()
    else:
        add_draft(store, f"T-{rng.randrange(4)}-{step}", audio=rng.randbytes(100))
