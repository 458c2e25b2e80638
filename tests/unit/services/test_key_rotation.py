"""Handing over to a new signing key: the old pin still verifies, and so does the new one afterwards."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.graph_clinic import queued

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import Refused
from compliance.audit import verify
from compliance.audit.checkpoint import SigningKey, checkpoint_note, note_of
from compliance.audit.verify import VerifyReport, verify_rows

NODE = shutil.which("node")


def held_against(app: App, pinned: str) -> VerifyReport:
    with app.store.read() as uow:
        return verify_rows(uow.audit.rows, checkpoints=app.witness.checkpoints(), pinned=pinned)


def test_the_key_is_handed_over(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    app.evidence.checkpoint(who["auditor"])
    before = app.witness.vkey
    with pytest.raises(Refused):
        app.evidence.rotate(who["auditor"])
    signed = app.evidence.rotate(who["admin"])
    after = app.witness.vkey
    assert before != after
    assert before.split("+")[0] == after.split("+")[0], "the log keeps its name"
    assert signed.checkpoint.extensions[-1] == f"rotate {after}"
    queued(app, who, mrn="ZZ-000-778")
    assert app.evidence.checkpoint(who["auditor"]) is not None
    assert held_against(app, before).ok, "who pinned the first key follows to the second"
    assert app.trail.verify(who["auditor"]).ok
    stranger = SigningKey.generate(before.split("+")[0]).vkey
    assert held_against(app, stranger).verdict == "tampered"
    assert app.witness.pinned == before
    assert sorted(path.name for path in (app.settings.home / "keys").glob("checkpoint*")) == [
        "checkpoint.0001.vkey",
        "checkpoint.key",
    ]


def test_it_is_handed_over_again(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    first = app.witness.vkey or (app.evidence.checkpoint(who["auditor"]) and app.witness.vkey)
    app.evidence.rotate(who["admin"])
    app.evidence.rotate(who["admin"])
    report = held_against(app, first)
    assert report.problems == ()
    assert app.witness.pinned == first
    assert app.trail.verify(who["auditor"]).ok


def _taken(app: App, who: dict[str, Actor], draft_id: str, folder: Path) -> Path:
    """The evidence of a draft as it leaves the clinic, unpacked into its own folder."""
    files = app.evidence.bundle(who["auditor"], draft_id)
    with zipfile.ZipFile(io.BytesIO(files.archive())) as archive:
        archive.extractall(folder)
    return folder / "evidence.json.gz"


def _verdicts(path: Path, pinned: str) -> set[int]:
    """Exit codes of all verifiers, run alone from the bundle's own folder."""
    runs = [[sys.executable, "-I", "-S", "verify.py"], *([[NODE, "verify.mjs"]] if NODE else [])]
    return {
        subprocess.run([*run, path.name, "--key", pinned], cwd=path.parent, capture_output=True).returncode
        for run in runs
    }


def test_evidence_of_before_and_after_verifies_offline_with_the_first_key(
    app: App, who: dict[str, Actor], tmp_path: Path
) -> None:
    draft_id = queued(app, who)
    bundles, keys = [_taken(app, who, draft_id, tmp_path / "0")], [app.witness.vkey]
    for n in ("1", "2"):
        app.evidence.rotate(who["admin"])
        bundles.append(_taken(app, who, draft_id, tmp_path / n))
        keys.append(app.witness.vkey)
    assert len(set(keys)) == 3
    for bundle in bundles:
        assert _verdicts(bundle, keys[0]) == {0}
        assert _verdicts(bundle, SigningKey.generate(keys[0].split("+")[0]).vkey) == {1}
    assert _verdicts(bundles[2], keys[1]) == {0}, "who pinned the second key follows from there"
    assert _verdicts(bundles[0], keys[2]) == {1}, "the last key says nothing of what was before it"
    for n in (1, 2):
        whole = json.loads(gzip.decompress(bundles[n].read_bytes()))
        for rotations in ([], whole["rotations"][1:], whole["rotations"][:-1]):
            if rotations != whole["rotations"]:
                bundles[n].write_bytes(gzip.compress(json.dumps(whole | {"rotations": rotations}).encode()))
                assert _verdicts(bundles[n], keys[0]) == {1}, "a link of the chain is missing"


def test_a_key_that_was_handed_over_signs_nothing_any_more(
    app: App, who: dict[str, Actor], tmp_path: Path
) -> None:
    """Whoever stole it, or its backup, cannot speak for what came after."""
    queued(app, who)
    app.evidence.checkpoint(who["auditor"])
    first, stolen = app.witness.vkey, SigningKey.open(app.settings.home / "keys" / "checkpoint.key")
    app.evidence.rotate(who["admin"])
    queued(app, who, mrn="ZZ-000-778")
    app.evidence.checkpoint(who["auditor"])
    assert held_against(app, first).ok
    with app.store.read() as uow:
        size, root = uow.audit.head()
    forged = checkpoint_note(stolen, size, root, at="2026-11-23T09:00:00.000000Z")
    (app.witness.folders[0] / "forged.note").write_text(forged)
    report = held_against(app, first)
    assert [problem.where for problem in report.problems] == ["forged.note"]
    with (tmp_path / "trail.jsonl").open("w") as file:
        app.evidence.dump(who["auditor"], file)
    given = [str(tmp_path / "trail.jsonl"), "--witness", str(app.witness.folders[0]), "--key", first]
    script = Path(verify.__file__).with_name("verify.mjs")
    assert verify.main(given) == 1
    assert NODE is None or subprocess.run([NODE, script, *given], capture_output=True).returncode == 1


def test_a_hand_over_that_a_crash_cut_off_is_finished(
    app: App, who: dict[str, Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(app, who)
    app.evidence.checkpoint(who["auditor"])
    first = app.witness.vkey
    with monkeypatch.context() as crash:
        crash.setattr(Path, "replace", _killed)
        with pytest.raises(KeyboardInterrupt):
            app.evidence.rotate(who["admin"])
    assert app.witness.vkey == first
    queued(app, who, mrn="ZZ-000-778")
    app.evidence.checkpoint(who["auditor"])
    assert app.witness.vkey != first
    assert app.witness.pinned == first
    assert held_against(app, first).problems == ()
    assert app.trail.verify(who["auditor"]).ok


def _killed(path: Path, target: Path) -> None:
    if path.suffix == ".next":
        raise KeyboardInterrupt
    path.rename(target)


def test_a_note_is_written_again_as_it_was_read(app: App, who: dict[str, Actor]) -> None:
    queued(app, who)
    note = app.evidence.rotate(who["admin"]).note
    assert note_of(verify.parse_checkpoint(note)) == note
