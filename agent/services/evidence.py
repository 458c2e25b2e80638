"""What leaves the clinic so that others can verify: checkpoints, a draft's evidence, the whole trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TextIO

from agent.domain.user import Actor
from agent.errors import NotFound, StorageError
from agent.services.audit_questions import changes_of, warnings_of
from agent.services.base import Service
from agent.services.trail import looked_at
from agent.services.witness import Witness

if TYPE_CHECKING:
    from agent.domain.audit import RecordedEvent
    from agent.store.engine import Store
    from agent.store.unit_of_work import ReadUnit
    from compliance.audit.signer import Signed


class Evidence(Service):
    def __init__(self, store: Store, witness: Witness) -> None:
        super().__init__(store)
        self._witness = witness

    def checkpoint(self, actor: Actor) -> Signed | None:
        """Sign and witness the trail now; None when all of it was witnessed already."""
        self._allow(actor, "verify_trail", "checkpoint")
        return self._witness.checkpoint()

    def bundle(self, actor: Actor, draft_id: str) -> bytes:
        """The evidence of one draft, for `verify.py bundle.json --key VKEY`: events with proofs, a fresh
        checkpoint, the first drafted and the signed (else current) content, changes and warnings.

        Who takes it is recorded first and stands in it. Without content when that was destroyed.
        """
        from compliance.audit.bundle import evidence_bundle

        self._allow(actor, "export", "audit_bundle", draft_id)
        role = self._allow(actor, "read_trail", "audit_bundle", draft_id)
        with self._store.read() as uow:
            events = uow.audit.for_draft(draft_id)
        if not events:
            raise NotFound(f"There is no draft {draft_id!r}.", mend="List drafts with `ptscribe queue`.")
        with self._store.unit() as unit:
            taken = looked_at(actor, role, events, form="bundle")
            unit.audit.append(taken.model_copy(update={"action": "draft.exported"}))
            unit.commit()
        signed = self._witness.checkpoint(always=True)
        if signed is None:
            raise StorageError("No checkpoint could be made.", mend="Run `ptscribe audit checkpoint`.")
        with self._store.read() as uow:
            events = uow.audit.for_draft(draft_id)
            contents, reports = _disclosed(uow, draft_id, events)
            return evidence_bundle(
                draft_id, events, uow.audit.leaves, signed.note, contents=contents, reports=reports
            )

    def dump(self, actor: Actor, file: TextIO) -> int:
        """Write the whole trail as text, sealed contents sealed, for `verify.py trail.jsonl`; its events."""
        from compliance.audit.dump import write_dump

        role = self._allow(actor, "verify_trail", "audit_dump")
        with self._store.unit() as unit:
            taken = looked_at(actor, role, (), form="dump")
            unit.audit.append(taken.model_copy(update={"action": "trail.exported"}))
            unit.commit()
        with self._store.read() as uow:
            return write_dump(uow.audit.rows, file)


def _disclosed(
    uow: ReadUnit, draft_id: str, events: tuple[RecordedEvent, ...]
) -> tuple[list[bytes], dict[str, Any]]:
    try:
        told = changes_of(uow, draft_id)
        contents = [uow.drafts.content(draft_id, n).canonical() for n in sorted({told.first, told.last})]
        warnings = warnings_of(uow, draft_id, events)
    except NotFound:
        return [], {}
    signature = uow.signatures.for_draft(draft_id)
    return contents, {
        "changes": told.model_dump(mode="json"),
        "warnings": [one.model_dump(mode="json") for one in warnings],
        "signature": signature.model_dump(mode="json") if signature else None,
    }
