"""What leaves the clinic so that others can verify: checkpoints, a draft's evidence, the whole trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from agent.domain.user import Actor
from agent.errors import NotFound, StorageError
from agent.graph.events import event
from agent.services.base import Service
from agent.services.evidence_files import EvidenceFiles, Seal, files_of
from agent.services.trail import looked_at
from agent.services.witness import Witness

if TYPE_CHECKING:
    from agent.store.engine import Store
    from compliance.audit.signer import Signed


class Evidence(Service):
    def __init__(self, store: Store, witness: Witness) -> None:
        super().__init__(store)
        self._witness = witness

    def checkpoint(self, actor: Actor) -> Signed | None:
        """Sign and witness the trail now; None when all of it was witnessed already."""
        self._allow(actor, "verify_trail", "checkpoint")
        return self._witness.checkpoint()

    def rotate(self, actor: Actor) -> Signed:
        """A new signing key takes over, by a checkpoint that both keys sign (admin); recorded first."""
        role = self._allow(actor, "manage_users", "rotate_key")
        with self._store.unit() as unit:
            unit.audit.append(event("key.rotated", actor, role=role, purpose="HOPERAT"))
            unit.commit()
        return self._witness.rotate()

    def bundle(self, actor: Actor, draft_id: str) -> EvidenceFiles:
        """The evidence of one draft: `verify.py evidence.json --key VKEY` checks it, the PDF is for reading.

        Events with proofs and a fresh checkpoint; the first drafted and the signed (else current) content and
        what was added to it; changes, warnings, rule results, FHIR. Who takes it is recorded first and
        stands in it. Without content when that was destroyed.
        """
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
        seal = Seal(signed.checkpoint, signed.note, self._witness.rotations(), self._witness.pinned)
        with self._store.read() as uow:
            return files_of(uow, draft_id, seal)

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
