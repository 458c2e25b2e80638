"""The verifier in another language agrees with the first, on honest trails and on every kind of tampering."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from support.records import add_draft, add_reviewable, decide, event, sign
from support.tampering import WAYS, fences_down

from agent.errors import Conflict
from agent.store.crypto import KeyRing
from agent.store.engine import open_store
from compliance.audit import verify
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
    with store.unit() as uow:
        uow.audit.append(event("draft.viewed", "é\u2028😀\x7f", note='\t\\"/'))
        uow.commit()
    add_draft(store, "T-2", audio=bytes(2 << 20))
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
