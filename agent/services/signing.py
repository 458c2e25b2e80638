"""The therapist's signature over exactly what was displayed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.domain.draft import DraftContent, DraftRecord, QueueItem
from agent.domain.review import Signature
from agent.domain.user import Actor
from agent.errors import InputError, IntegrityError, Refused
from agent.graph.decided import open_run
from agent.graph.events import event
from agent.graph.sources import Wish
from agent.services.base import Service, as_seen, days_after_service
from agent.services.listing import Listing

if TYPE_CHECKING:
    from agent.store.engine import Store


class Signing(Service):
    def __init__(
        self, store: Store, submit: Callable[[str], None], witness: Callable[[], object] = lambda: None
    ) -> None:
        """`witness` is called after each signature, and never raises."""
        super().__init__(store)
        self._submit = submit
        self._witness = witness
        self._listing = Listing(store)

    def queue(self, actor: Actor, *, limit: int = 50, offset: int = 0) -> list[QueueItem]:
        """Approved drafts that wait for a signature, oldest first."""
        role = self._allow(actor, "sign", "queue")
        return self._listing.page(actor, role, ("approved",), limit=limit, offset=offset)

    def sign(self, actor: Actor, draft_id: str, *, seen_version: int, seen_hash: str) -> Signature:
        """Signs an approved draft, once and for ever.

        `Refused` for who is not a therapist and for a note with unaccepted suggestions; `Conflict` unless
        the draft is approved, unsigned and what was displayed. Where the visit record names another
        therapist, the attestation says so.
        """
        role = self._allow(actor, "sign", "sign", draft_id)
        with self._store.read() as uow:
            as_seen(uow, draft_id, seen_version, seen_hash)
            content = uow.drafts.content(draft_id, seen_version)
        self._may_be_signed(actor, draft_id, content, seen_hash)
        now = datetime.now(UTC)
        with self._store.unit() as unit:
            unit.drafts.move(draft_id, frm={"approved"}, to="signed", at=now)
            record = as_seen(unit, draft_id, seen_version, seen_hash)  # its row is ours until the unit ends
            signature = Signature(
                id=secrets.token_hex(8),
                draft_id=draft_id,
                version=seen_version,
                content_hash=seen_hash,
                by=actor.user_id,
                name=actor.name,
                credentials=actor.credentials,
                at=now,
                attestation=attestation(actor, record, content),
            )
            unit.signatures.add(signature)
            unit.audit.append(
                event(
                    "draft.signed",
                    actor,
                    role=role,
                    record=record,
                    at=now,
                    details={
                        "signature_id": signature.id,
                        "content_hash": seen_hash,
                        "days_after_service": days_after_service(record, now),
                        "dictated_by_signer": int(record.created_by == actor.user_id),
                        "named_in_record": int(_same_name(actor.name, record.encounter.therapist.name)),
                    },
                )
            )
            unit.commit()
        self._witness()
        return signature

    def send_back(
        self, actor: Actor, draft_id: str, *, seen_version: int, seen_hash: str, comment: str
    ) -> None:
        """An approved draft goes back for changes with the therapist's comment: a new run, a new review."""
        role = self._allow(actor, "sign", "send_back", draft_id)
        if not comment.strip():
            raise InputError("A comment is needed.", mend="Say what should change.")
        now = datetime.now(UTC)
        with self._store.unit() as uow:
            uow.drafts.move(draft_id, frm={"approved"}, to="changes_requested", at=now)
            record = as_seen(uow, draft_id, seen_version, seen_hash)
            run = open_run(uow, draft_id, Wish(comment=comment.strip(), version=seen_version))
            details: dict[str, str | int] = {"content_hash": seen_hash, "next_run": run}
            uow.audit.append(
                event("draft.sent_back", actor, role=role, record=record, at=now, details=details)
            )
            uow.commit()
        self._submit(draft_id)

    def _may_be_signed(self, actor: Actor, draft_id: str, content: DraftContent, seen_hash: str) -> None:
        if content.digest() != seen_hash:
            raise IntegrityError(
                f"The stored text of draft {draft_id!r} is not the one that was approved.",
                mend="Do not sign it. Run `ptscribe audit verify`.",
            )
        if any(s.origin == "suggested" for s in content.note.statements):
            self._record_refusal(actor, "sign", draft_id, reason="suggestions")
            raise Refused(
                f"Draft {draft_id!r} holds suggested statements that nobody accepted.",
                mend="Send it back for changes; each must be accepted, rewritten or removed.",
            )


def attestation(actor: Actor, record: DraftRecord, content: DraftContent) -> str:
    """What the signer declares. It names the software's part, as AI disclosure laws and payers ask."""
    title = ", ".join(filter(None, (actor.name, actor.credentials)))
    if content.provenance.engine == "llm" and not content.provenance.fell_back:
        helper = f"a language model ({content.provenance.model or 'not named'})"
    else:
        helper = "rule-based drafting software"
    text = (
        f"I, {title}, reviewed this note and attest that it is accurate and complete. It was drafted with AI "
        "assistance from a recording of the visit, by automatic speech recognition and "
        f"{helper}, and was reviewed by a human before I signed it."
    )
    treating = record.encounter.therapist
    if not _same_name(actor.name, treating.name):
        text += f" The visit record names {treating.name}, {treating.credentials}, as the treating therapist."
    return text


def _same_name(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
