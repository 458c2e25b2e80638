"""The verifier in another language agrees with the first, on honest trails and on every kind of tampering."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from support.clinic_records import run_the_clinic
from support.records import add_draft, add_reviewable, amend, break_glass, decide, event, mend_glass, sign
from support.tampering import WAYS, fences_down

from agent.errors import Conflict
from agent.store.crypto import KeyRing
from agent.store.engine import open_store
from compliance.audit import verify
from compliance.audit.bundle import evidence_bundle
from compliance.audit.checkpoint import SigningKey
from compliance.audit.dump import write_dump
from compliance.audit.signer import LogState, Signer

NODE = shutil.which("node")
SCRIPT = Path(verify.__file__).with_name("verify.mjs")
pytestmark = pytest.mark.skipif(NODE is None, reason="Node.js is missing (Debian package `nodejs`)")


def _second(*arguments: str | Path) -> tuple[int, str]:
    done = subprocess.run(
        [str(NODE), str(SCRIPT), *map(str, arguments), "--json"], capture_output=True, text=True, check=False
    )
    return done.returncode, json.loads(done.stdout)["verdict"]


def test_both_verifiers_say_the_same(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'c.db'}", KeyRing.open(tmp_path / "k"))
    key, witness, dump = SigningKey.open(tmp_path / "c.key"), tmp_path / "w", tmp_path / "trail.jsonl"
    signer = Signer(key, tmp_path / "m.json", (witness,))
    draft = add_reviewable(store, "T-1")
    decide(store, draft)
    sign(store, draft)
    amend(store, draft)
    amend(store, draft, "Extension was full.")
    break_glass(store, draft, "e-1")
    mend_glass(store, "e-1")
    run_the_clinic(store)
    run_the_clinic(store, 3)
    with store.unit() as uow:
        uow.audit.append(event("draft.viewed", "é\u2028😀\x7f", note='\t\\"/'))
        uow.commit()
    add_draft(store, "T-2", audio=bytes(2 << 20))
    gone = add_draft(store, "T-3")
    with store.unit() as uow:
        uow.patients.shred(uow.drafts.get(gone).patient_id)
        uow.commit()
    with store.read() as uow:
        signed = signer.sign(LogState(*uow.audit.head(), uow.audit.bodies)).checkpoint
    with store.unit() as uow:
        uow.audit.append(event("trail.checkpointed", size=signed.size, root=signed.root.hex()))
        uow.commit()
    with store.read() as uow, dump.open("w") as file:
        write_dump(uow.audit.rows, file)
    given = (dump, "--witness", witness, "--key", key.vkey)
    checkpoints = verify.read_witness(witness)
    assert verify.verify_dump(dump, checkpoints=checkpoints, pinned=key.vkey).ok
    assert _second(*given) == (0, "ok")
    assert _second(dump) == (0, "ok")
    for seed in range(3 * len(WAYS)):
        with suppress(Conflict), store.unit() as uow:
            WAYS[seed % len(WAYS)](fences_down(uow), random.Random(seed), signed.size)
            with dump.open("w") as file:
                write_dump(uow.audit.rows, file)
        first = verify.verify_dump(dump, checkpoints=checkpoints, pinned=key.vkey)
        assert not first.ok
        assert _second(*given) == (first.exit_code, first.verdict), (seed, first.problems[:3])
    store.close()


@pytest.mark.parametrize("text", ["", "{}\n", "nonsense", '{"end": 0}\n', '{"table":"x","columns":[]}\n'])
def test_the_second_verifier_fails_closed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "trail.jsonl"
    assert _second(path)[0] == 2
    path.write_text(text)
    assert _second(path)[0] == 2
    assert verify.verify_dump(path).exit_code == 2


def test_both_say_the_same_of_evidence(tmp_path: Path) -> None:
    """An honest bundle, and one with any member of it changed."""
    store = open_store(f"sqlite:///{tmp_path / 'c.db'}", KeyRing.open(tmp_path / "k"))
    key = SigningKey.open(tmp_path / "c.key")
    for n in range(5):
        add_draft(store, f"T-{n}")
    draft = add_reviewable(store, "T-9")
    with store.unit() as uow:
        uow.audit.append(event("draft.viewed", draft, content_hash=uow.drafts.get(draft).displayed_hash))
        uow.commit()
    signer = Signer(key, tmp_path / "m.json", (tmp_path / "w",))
    with store.read() as uow:
        note = signer.sign(LogState(*uow.audit.head(), uow.audit.bodies)).note
        made = evidence_bundle(
            draft,
            uow.audit.for_draft(draft),
            uow.audit.leaves,
            note,
            contents=[uow.drafts.content(draft).canonical()],
            files={"evidence.pdf": hashlib.sha256(b"%PDF").hexdigest()},
        )
    store.close()
    (tmp_path / "evidence.pdf").write_bytes(b"%PDF")
    path, honest = tmp_path / "evidence.json.gz", json.loads(made)

    def both(value: object, vkey: str = key.vkey) -> str:
        path.write_bytes(gzip.compress(json.dumps(value).encode()))
        first = verify.verify_bundle(path, pinned=vkey)
        assert _second(path, "--key", vkey) == (first.exit_code, first.verdict)
        return first.verdict

    assert both(honest) == "ok"
    assert both(honest, SigningKey.generate(key.name).vkey) == "tampered"
    assert both(honest, SigningKey.generate("ptscribe/another").vkey) == "tampered"
    assert both(honest | {"draft_id": "another"}) == "tampered"
    assert both(honest | {"contents": ["{}"]}) == "tampered"
    assert both(honest | {"files": {"evidence.pdf": "0" * 64}}) == "tampered"
    assert both(honest | {"files": {"elsewhere.pdf": "0" * 64}}) == "ok"
    assert both(honest | {"events": []}) == "cannot_verify"
    assert both({"format": "other"}) == "cannot_verify"
    for n, one in enumerate(honest["events"]):
        for change in (
            {"seq": one["seq"] + 1},
            {"body": one["body"].replace("user-1", "user-2").replace("system", "sistem")},
            {"proof": one["proof"][:-1]},
            {"proof": [*one["proof"], one["proof"][0]]},
            {"proof": one["proof"][::-1]},
        ):
            events = [*honest["events"][:n], one | change, *honest["events"][n + 1 :]]
            assert both(honest | {"events": events}) == "tampered", change
    whole = gzip.compress(made)
    for cut in (3, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:cut])
        assert verify.verify_bundle(path, pinned=key.vkey).verdict == "cannot_verify"
        assert _second(path, "--key", key.vkey) == (2, "cannot_verify")


def test_both_tell_of_a_clock_that_went_backwards(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'c.db'}", KeyRing.open(tmp_path / "k"))
    dump = tmp_path / "trail.jsonl"
    for at in ("10:00:00", "09:59:00", "09:30:00", "09:31:00"):
        with store.unit() as uow:
            told = event("draft.viewed").model_copy(update={"at": f"2026-11-23T{at}.000000Z"})
            uow.audit.append(told)
            uow.commit()
    with store.read() as uow, dump.open("w") as file:
        write_dump(uow.audit.rows, file)
    store.close()
    report = verify.verify_dump(dump)
    assert report.ok, "no tampering"
    assert [str(one) for one in report.remarks] == [
        "event 3: the clock went backwards by 1800 seconds before it"
    ]
    done = subprocess.run([str(NODE), str(SCRIPT), str(dump)], capture_output=True, text=True, check=True)
    assert "remark: event 3: the clock went backwards" in done.stdout
