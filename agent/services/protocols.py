"""The clinic's protocols: which are in use, and its own copies of them, versioned and audited."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.domain.base import Model
from agent.domain.protocol_copy import ProtocolCopy, body_hash
from agent.domain.user import Actor
from agent.errors import InputError, NotFound
from agent.exercises.clinic_protocols import protocol_from, shipped_text
from agent.exercises.protocols import Protocol
from agent.graph.events import event
from agent.graph.plan_options import protocols_in_use
from agent.services.base import Service


class ProtocolInUse(Model):
    """One protocol as plans use it. `number` 0: the shipped text."""

    protocol: Protocol
    text: str
    number: int = 0
    """The clinic's version that a change must be based on; counts returns to the shipped text too."""
    own: bool = False
    history: tuple[ProtocolCopy, ...] = ()


class Protocols(Service):
    def list(self, actor: Actor) -> tuple[Protocol, ...]:
        """All protocols in use, by id."""
        self._allow(actor, "view", "protocols")
        with self._store.read() as uow:
            return protocols_in_use(uow)

    def get(self, actor: Actor, protocol_id: str) -> ProtocolInUse:
        """One protocol with its text and the versions of the clinic's copy. Raises `NotFound`."""
        self._allow(actor, "view", "protocols")
        shipped = shipped_text(protocol_id)
        with self._store.read() as uow:
            history = uow.protocols.history(protocol_id)
            used = next(p for p in protocols_in_use(uow) if p.id == protocol_id)
        body = history[-1].body if history else ""
        return ProtocolInUse(
            protocol=used,
            text=body or shipped,
            number=history[-1].number if history else 0,
            own=bool(body),
            history=history,
        )

    def save(self, actor: Actor, text: str, *, based_on: int, comment: str) -> ProtocolCopy:
        """The clinic's next version of a protocol, in use from the next draft on.

        Raises `InputError` naming each wrong field, `Conflict` when somebody changed it meanwhile, and
        `NotFound` for an id that no shipped protocol has.
        """
        role = self._allow(actor, "edit_protocols", "protocols")
        own = protocol_from(text)
        if shipped_text(own.id) == text and based_on == 0:
            raise InputError("The text is the shipped one.", mend="Change something, or leave it.")
        return self._append(actor, role, own.id, text, based_on, comment)

    def restore(self, actor: Actor, protocol_id: str, *, based_on: int, comment: str) -> ProtocolCopy:
        """Back to the shipped text, as a further version; nothing is lost."""
        role = self._allow(actor, "edit_protocols", "protocols")
        shipped_text(protocol_id)
        if based_on == 0:
            raise NotFound(f"The clinic has no copy of {protocol_id!r}.", mend="The shipped text is in use.")
        return self._append(actor, role, protocol_id, "", based_on, comment)

    def _append(
        self, actor: Actor, role: str, protocol_id: str, body: str, based_on: int, comment: str
    ) -> ProtocolCopy:
        if not comment.strip():
            raise InputError("A comment is needed.", mend="Say what changes, and why.")
        copy = ProtocolCopy(
            protocol_id=protocol_id,
            number=based_on + 1,
            body=body,
            by=actor.user_id,
            at=datetime.now(UTC),
            comment=comment.strip()[:500],
            content_hash=body_hash(body),
        )
        details: dict[str, str | int] = {
            "protocol": protocol_id,
            "number": copy.number,
            "content_hash": copy.content_hash,
            "shipped": int(not body),
        }
        with self._store.unit() as unit:
            unit.protocols.add(copy)
            unit.audit.append(event("protocol.changed", actor, role=role, at=copy.at, details=details))
            unit.commit()
        return copy
