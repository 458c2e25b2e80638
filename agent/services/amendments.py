"""Additions to a signed note: addendum, correction, late entry. The signed text itself never changes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.domain.amendment import KINDS, Addendum, AddendumKind, AddendumText
from agent.domain.draft import DraftRecord
from agent.domain.review import Signature
from agent.domain.user import Actor
from agent.errors import Conflict, InputError
from agent.graph.events import event
from agent.services.base import Service, days_after_service

if TYPE_CHECKING:
    from agent.store.engine import Store
    from agent.store.unit_of_work import ReadUnit

MAX_CHARACTERS = 8000


class Amendments(Service):
    """Two steps, so that what is signed is what was displayed: `propose`, then `sign`."""

    def __init__(self, store: Store, witness: Callable[[], object] = lambda: None) -> None:
        """`witness` is called after each signature, and never raises."""
        super().__init__(store)
        self._witness = witness

    def propose(
        self, actor: Actor, draft_id: str, kind: AddendumKind, *, text: str, reason: str
    ) -> AddendumText:
        """What the therapist is to read and sign; nothing is stored.

        Raises `InputError` without a text or a reason, `Conflict` for a draft that is not signed.
        """
        self._allow(actor, "sign", "amend", draft_id)
        with self._store.read() as uow:
            record, _ = _signed(uow, draft_id)
            top = uow.addenda.top(draft_id)
        version, shown = top or (record.version, record.displayed_hash)
        return AddendumText(
            draft_id=draft_id,
            based_on=version,
            based_on_hash=shown,
            kind=kind,
            text=_needed(text, "text", "Write what is to be added."),
            reason=_needed(reason, "reason", "Say why it is added now."),
            date_of_service=record.encounter.visit.date,
            salt=secrets.token_hex(16),
        )

    def sign(self, actor: Actor, content: AddendumText, *, seen_hash: str) -> Addendum:
        """Signs what `propose` gave and the therapist saw; a further version of the note.

        `Refused` for who is not a therapist; `Conflict` when it is not what was displayed, or somebody
        added something meanwhile.
        """
        draft_id = content.draft_id
        role = self._allow(actor, "sign", "amend", draft_id)
        now = datetime.now(UTC)
        with self._store.unit() as uow:
            record, signature = _signed(uow, draft_id)
            if content.digest() != seen_hash or content.date_of_service != record.encounter.visit.date:
                raise Conflict("What is to be signed is not what was shown.", mend="Propose it again.")
            added = Addendum(
                content=content,
                version=content.based_on + 1,
                content_hash=seen_hash,
                by=actor.user_id,
                name=actor.name,
                credentials=actor.credentials,
                at=now,
                attestation=addendum_attestation(actor, content, signature),
            )
            uow.addenda.add(added)
            details: dict[str, str | int] = {
                "kind": content.kind,
                "content_hash": seen_hash,
                "based_on": content.based_on,
                "based_on_hash": content.based_on_hash,
                "days_after_service": days_after_service(record, now),
                "by_original_signer": int(signature.by == actor.user_id),
            }
            uow.audit.append(
                event(
                    "draft.amended",
                    actor,
                    role=role,
                    record=record,
                    version=added.version,
                    at=now,
                    details=details,
                )
            )
            uow.commit()
        self._witness()
        return added


def addendum_attestation(actor: Actor, content: AddendumText, original: Signature) -> str:
    """What the signer of an addition declares."""
    title = ", ".join(filter(None, (actor.name, actor.credentials)))
    text = (
        f"I, {title}, make this {KINDS[content.kind].lower()} to the note signed on "
        f"{original.at:%Y-%m-%d} for the date of service {content.date_of_service}. "
        "The signed note stands unchanged."
    )
    if original.by != actor.user_id:
        text += f" That note was signed by {original.name}, {original.credentials}."
    return text


def _signed(uow: ReadUnit, draft_id: str) -> tuple[DraftRecord, Signature]:
    record, signature = uow.drafts.get(draft_id), uow.signatures.for_draft(draft_id)
    if signature is None or record.status != "signed":
        raise Conflict(
            f"Draft {draft_id!r} is {record.status.replace('_', ' ')}; only a signed note takes additions.",
            mend="Change the draft itself.",
        )
    return record, signature


def _needed(text: str, what: str, mend: str) -> str:
    """The text as it is kept: line breaks stay, other control characters go."""
    lines = ("".join(c for c in line if c.isprintable()).strip() for line in text.strip().splitlines())
    kept = "\n".join(lines)
    if not kept:
        raise InputError(f"A {what} is needed.", mend=mend)
    if len(kept) > MAX_CHARACTERS:
        raise InputError(f"The {what} has {len(kept)} characters.", mend=f"At most {MAX_CHARACTERS}.")
    return kept
