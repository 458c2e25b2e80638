"""Evidence of one draft: its events, each with a proof that it stands in the log of a signed checkpoint.

A bundle is one JSON object that `verify.py bundle.json --key VKEY` checks offline. It shows that these
events were recorded, and that the contents it discloses are the ones they tell of. It does not show
that there are no others: completeness is what verifying the whole trail shows.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agent.domain.audit import RecordedEvent
from compliance.audit.merkle import Leaves, inclusion_proof
from compliance.audit.verify import BUNDLE_FORMAT, Checkpoint, parse_checkpoint


def evidence_bundle(
    draft_id: str,
    events: Sequence[RecordedEvent],
    leaves: Leaves,
    note: str,
    *,
    rotations: Sequence[str] = (),
    contents: Iterable[bytes] = (),
    reports: Mapping[str, Any] | None = None,
    files: Mapping[str, str] | None = None,
) -> bytes:
    """The bundle's bytes.

    `note` is the signed checkpoint the proofs lead to; events after it are left out. `rotations` are the
    notes by which the signing key was handed over: who pinned an earlier key follows them. `contents` are
    canonical bytes of versions to disclose (`DraftContent.canonical()`), `reports` are for people:
    differences, rule results, FHIR resources. `files` gives the SHA-256 (hex) of files that lie beside the
    bundle. Raises ValueError for an event of another draft.
    """
    checkpoint = parse_checkpoint(note)
    covered = [one for one in events if one.seq <= checkpoint.size]
    if any(one.event.draft_id != draft_id for one in covered):
        raise ValueError("an event of another draft does not belong into this bundle")
    value = {
        "format": BUNDLE_FORMAT,
        "draft_id": draft_id,
        "checkpoint": note,
        "rotations": list(rotations),
        "events": [_proved(one, checkpoint, leaves) for one in covered],
        "contents": [content.decode() for content in contents],
        "reports": dict(reports or {}),
        "files": dict(files or {}),
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _proved(one: RecordedEvent, checkpoint: Checkpoint, leaves: Leaves) -> dict[str, Any]:
    proof = inclusion_proof(one.seq - 1, checkpoint.size, leaves)
    return {
        "seq": one.seq,
        "body": one.body.decode(),
        "proof": [base64.b64encode(hash_).decode() for hash_ in proof],
    }
