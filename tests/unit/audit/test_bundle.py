from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from support.records import add_draft, add_reviewable, decide, event, sign

from agent.store.crypto import KeyRing
from agent.store.engine import Store, open_store
from compliance.audit import verify
from compliance.audit.bundle import evidence_bundle
from compliance.audit.checkpoint import SigningKey
from compliance.audit.signer import LogState, Signer
from compliance.audit.verify import verify_bundle


class Case(NamedTuple):
    store: Store
    draft: str
    note: str
    vkey: str
    path: Path

    def write(self, **changes: Any) -> Path:
        """The bundle, with members replaced."""
        with self.store.read() as uow:
            content = uow.drafts.content(self.draft).canonical()
            made = evidence_bundle(
                self.draft,
                uow.audit.for_draft(self.draft),
                uow.audit.leaves,
                self.note,
                contents=[content],
                reports={"difference": "none"},
            )
        self.path.write_text(json.dumps(json.loads(made) | changes))
        return self.path


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    store = open_store(f"sqlite:///{tmp_path / 'c.db'}", KeyRing.open(tmp_path / "k"))
    for n in range(5):
        add_draft(store, f"T-{n}")
    draft = add_reviewable(store, "T-9")
    with store.unit() as uow:
        uow.audit.append(event("draft.viewed", draft, content_hash=uow.drafts.get(draft).displayed_hash))
        uow.commit()
    decide(store, draft)
    sign(store, draft)
    key = SigningKey.open(tmp_path / "c.key")
    with store.read() as uow:
        signed = Signer(key, tmp_path / "m.json", (tmp_path / "w",)).sign(
            LogState(*uow.audit.head(), uow.audit.bodies)
        )
    with store.unit() as uow:
        uow.audit.append(event("draft.exported", draft))
        uow.commit()
    yield Case(store, draft, signed.note, key.vkey, tmp_path / "bundle.json")
    store.close()


def test_a_bundle_proves_its_events_offline_and_fast(case: Case) -> None:
    path = case.write()
    started = time.process_time()  # what else runs beside the tests is not the proof's
    report = verify_bundle(path, pinned=case.vkey)
    assert time.process_time() - started < 1
    assert report.ok
    assert (report.checked, report.witnessed) == (5, 16)
    assert path.stat().st_size < 50_000
    assert verify.main([str(path), "--key", case.vkey]) == 0


def test_what_a_bundle_says_cannot_be_changed(case: Case) -> None:
    events = json.loads(case.write().read_text())["events"]
    changed = [
        {"events": [events[0] | {"body": events[0]["body"].replace("user-1", "user-9")}]},
        {"events": [events[0] | {"seq": events[0]["seq"] + 1}]},
        {"events": [events[0] | {"proof": events[0]["proof"][1:]}]},
        {"events": [events[0] | {"proof": events[1]["proof"]}]},
        {"events": events[::-1]},
        {"events": [events[0], events[0]]},
        {"draft_id": "another"},
        {"contents": ['{"note":"invented"}']},
        {"checkpoint": case.note.replace("\n16\n", "\n17\n")},
    ]
    for change in changed:
        assert verify_bundle(case.write(**change), pinned=case.vkey).verdict == "tampered", change


@pytest.mark.parametrize("change", [{"events": []}, {"format": "other"}, {"checkpoint": ""}, {"events": 3}])
def test_what_is_no_bundle_is_no_pass(case: Case, change: dict[str, Any]) -> None:
    assert verify_bundle(case.write(**change), pinned=case.vkey).verdict == "cannot_verify"


def test_a_truncated_bundle_or_another_key_is_no_pass(case: Case) -> None:
    path = case.write()
    assert verify_bundle(path, pinned=SigningKey.generate("ptscribe/other").vkey).verdict == "tampered"
    assert verify_bundle(path, pinned="").verdict == "cannot_verify"
    path.write_bytes(path.read_bytes()[:-20])
    assert verify_bundle(path, pinned=case.vkey).verdict == "cannot_verify"
    assert verify_bundle(path.with_name("missing.json"), pinned=case.vkey).verdict == "cannot_verify"


def test_another_drafts_event_does_not_get_in(case: Case) -> None:
    with case.store.read() as uow, pytest.raises(ValueError, match="another draft"):
        evidence_bundle(case.draft, uow.audit.all(), uow.audit.leaves, case.note)
