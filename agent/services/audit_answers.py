"""The answers to auditors' questions, as values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from agent.domain.audit import RecordedEvent
from agent.domain.base import Model
from agent.domain.draft import VersionInfo
from agent.domain.emergency import EmergencyAccess
from agent.domain.finding import ResolutionKind, Severity
from agent.domain.review import Decision, Signature
from agent.services.content_changes import Change

if TYPE_CHECKING:
    from agent.store.unit_of_work import ReadUnit


class Access(Model):
    """One access, or an attempt at one, as the trail has it."""

    seq: int
    at: str
    action: str
    outcome: str
    actor_id: str
    name: str
    """Of the account today; empty when there is no such account (any more)."""
    role: str
    client: str
    purpose: str
    draft_id: str = ""
    version: int = 0
    details: dict[str, str | int] = {}


class SignedText(Model):
    """A signature with the very text it stands under. `text` is empty when the content was destroyed."""

    signature: Signature
    seq: int
    """The event of the signature."""
    approved: Decision | None
    text: str


class Changes(Model):
    """From the first version that software wrote to the signed (else the current) one."""

    first: int
    last: int
    signed: bool
    versions: tuple[VersionInfo, ...]
    changes: tuple[Change, ...]


class LateEntry(Model):
    """An entry with its time (`at`) and how many days after the date of service that was."""

    seq: int
    at: str
    draft_id: str
    version: int
    kind: Literal["dictated", "signed", "addendum", "correction", "late_entry"]
    days: int
    labelled: bool
    """Whether it says of itself that it came later."""
    by: str
    name: str


class EmergencyUse(Model):
    """An emergency access and each view, playing and listing under it."""

    access: EmergencyAccess
    name: str
    ended_by: str
    """Who ended it before its time, by name; empty when it ended by itself, or is open."""
    seen: tuple[Access, ...]


class ShownWarning(Model):
    """A blocking finding or warning that stood in at least one version.

    `overridden`: a human let it stand. `mended`: a later version is without it. `open`: neither.
    """

    rule_id: str
    severity: Severity
    title: str
    detail: str
    first_version: int
    last_version: int
    end: Literal["overridden", "mended", "open"]
    kind: ResolutionKind | None = None
    reason: str = ""
    by: str = ""
    at: str = ""


def accesses(uow: ReadUnit, events: Sequence[RecordedEvent]) -> tuple[Access, ...]:
    names = {user.id: user.name for user in uow.users.all()}
    return tuple(
        Access(
            seq=one.seq,
            at=one.event.at,
            action=one.event.action,
            outcome=one.event.outcome,
            actor_id=one.event.actor_id,
            name=names.get(one.event.actor_id, ""),
            role=one.event.actor_role,
            client=one.event.client,
            purpose=one.event.purpose,
            draft_id=one.event.draft_id,
            version=one.event.version,
            details=one.event.details,
        )
        for one in events
    )


def late_entry(one: Access) -> LateEntry:
    kind = one.details.get("kind") if one.action == "draft.amended" else one.action.removeprefix("draft.")
    return LateEntry.model_validate(
        {
            "seq": one.seq,
            "at": one.at,
            "draft_id": one.draft_id,
            "version": one.version,
            "kind": kind,
            "days": one.details.get("days_after_service", 0),
            "labelled": one.action == "draft.amended" or bool(one.details.get("labelled_late")),
            "by": one.actor_id,
            "name": one.name,
        }
    )
