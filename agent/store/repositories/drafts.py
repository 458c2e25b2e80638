"""Drafts and their versions: who may move what is decided by compare-and-set in the database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, Select, and_, func, select, union_all, update

from agent.domain.base import Model
from agent.domain.draft import (
    TRANSITIONS,
    DraftContent,
    DraftRecord,
    DraftStatus,
    QueueItem,
    VersionInfo,
)
from agent.domain.visit import Encounter, NoteType
from agent.errors import Conflict, IntegrityError, NotFound
from agent.store import tables as t
from agent.store.crypto import place, unseal
from agent.store.repositories.base import SOURCES, Repository, decoded, encoded, new_id, no_draft, now

_EDITABLE: tuple[DraftStatus, ...] = ("processing", "in_review", "changes_requested")
"""Where a draft may get a new version: before that there is nothing, after approval nothing may change."""
DESTROYED = "(content destroyed)"


class _Label(Model):
    """What a queue line shows of the encounter, sealed on its own so that a page opens little."""

    patient: str
    therapist: str
    date_of_service: str


class DraftRepository(Repository):
    def add(self, encounter: Encounter, *, recording_id: str, created_by: str, at: datetime) -> str:
        """A new draft with status `recorded`; `recording_id` is empty for a typed transcript."""
        from agent.store.repositories.patients import PatientRepository

        patient_id = PatientRepository(self._context).ensure(encounter.patient)
        draft_id = new_id()
        label = _Label(
            patient=encounter.patient.name,
            therapist=encounter.therapist.name,
            date_of_service=encounter.visit.date.isoformat(),
        )
        self._context.remember(draft_id, patient_id)
        fixed: dict[str, Any] = {
            "id": draft_id,
            "patient_id": patient_id,
            "recording_id": recording_id or None,
            "note_type": encounter.visit.note_type,
            "created_by": created_by,
            "created_at": at,
            "label_sealed": self._seal(draft_id, place("drafts", draft_id, "label"), encoded(label)),
            "encounter_sealed": self._seal(
                draft_id, place("drafts", draft_id, "encounter"), encoded(encounter)
            ),
        }
        changing = {
            "status": "recorded",
            "version": 0,
            "displayed_hash": "",
            "run": 1,
            "blocking": 0,
            "warnings": 0,
            "failure": "",
            "updated_at": at,
        }
        self._db.execute(t.drafts.insert(), fixed | changing)
        self._context.deeds.wrote("drafts", draft_id, fixed, draft_id=draft_id)
        self._context.deeds.moved(draft_id, "recorded")
        return draft_id

    def get(self, draft_id: str) -> DraftRecord:
        """Raises `NotFound`, also when the patient's content was destroyed."""
        row = self._db.execute(select(t.drafts).where(t.drafts.c.id == draft_id)).one_or_none()
        if row is None:
            raise no_draft(draft_id)
        encounter = self._unseal(draft_id, place("drafts", draft_id, "encounter"), row.encounter_sealed)
        return DraftRecord(
            id=row.id,
            patient_id=row.patient_id,
            status=row.status,
            version=row.version,
            displayed_hash=row.displayed_hash,
            run=row.run,
            recording_id=row.recording_id or "",
            created_by=row.created_by,
            created_at=row.created_at,
            updated_at=row.updated_at,
            failure=row.failure,
            encounter=decoded(Encounter, encounter, f"The encounter of draft {draft_id!r}"),
        )

    def queue(
        self,
        statuses: Collection[DraftStatus],
        *,
        limit: int = 50,
        offset: int = 0,
        note_type: NoteType | None = None,
        oldest_first: bool = True,
    ) -> list[QueueItem]:
        """One page of drafts by age. Names are opened for the rows of the page only."""
        ids = self._page(sorted(set(statuses)), limit, offset, note_type, oldest_first)
        rows = self._db.execute(
            select(t.drafts, t.patients.c.wrapped_key).join(t.patients).where(t.drafts.c.id.in_(ids))
        )
        found = {row.id: row for row in rows}
        return [self._item(found[draft_id]) for draft_id in ids]

    def count(self, statuses: Collection[DraftStatus]) -> int:
        query = select(func.count()).where(t.drafts.c.status.in_(sorted(set(statuses))))
        return self._db.scalar(query) or 0

    def in_status(self, *statuses: DraftStatus) -> list[str]:
        """Ids of all drafts that stand there, oldest first."""
        query = select(t.drafts.c.id).where(t.drafts.c.status.in_(statuses))
        return list(self._db.scalars(query.order_by(t.drafts.c.created_at, t.drafts.c.id)))

    def of_patient(self, patient_id: str, *, statuses: Collection[DraftStatus] = ()) -> list[str]:
        """Ids of this patient's drafts, oldest first."""
        query = select(t.drafts.c.id).where(t.drafts.c.patient_id == patient_id)
        if statuses:
            query = query.where(t.drafts.c.status.in_(statuses))
        return list(self._db.scalars(query.order_by(t.drafts.c.created_at, t.drafts.c.id)))

    def move(
        self,
        draft_id: str,
        *,
        frm: Collection[DraftStatus],
        to: DraftStatus,
        failure: str = "",
        at: datetime | None = None,
    ) -> None:
        """Set the status if it is one of `frm` from which `TRANSITIONS` leads to `to`; else `Conflict`.

        Leaving `in_review` is a decision, and only `decide` does that.
        """
        legal = [status for status in frm if to in TRANSITIONS[status] and status != "in_review"]
        done = self._db.execute(
            update(t.drafts)
            .where(t.drafts.c.id == draft_id, t.drafts.c.status.in_(legal))
            .values(status=to, failure=failure, updated_at=at or now())
        )
        if done.rowcount != 1:
            status = self._status(draft_id)
            raise Conflict(f"Draft {draft_id!r} is {status!r} and cannot become {to!r}.", mend="Reload it.")
        self._context.deeds.moved(draft_id, to)

    def decide(
        self, draft_id: str, *, seen_version: int, seen_hash: str, to: DraftStatus, at: datetime | None = None
    ) -> None:
        """Leave `in_review` if the draft still is what the reviewer saw; else `Conflict`."""
        if to not in TRANSITIONS["in_review"]:
            raise ValueError(f"no decision leads to {to!r}")
        done = self._db.execute(
            update(t.drafts)
            .where(
                t.drafts.c.id == draft_id,
                t.drafts.c.status == "in_review",
                t.drafts.c.version == seen_version,
                t.drafts.c.displayed_hash == seen_hash,
            )
            .values(status=to, updated_at=at or now())
        )
        if done.rowcount != 1:
            self._status(draft_id)
            raise Conflict(
                f"Draft {draft_id!r} changed, or was decided, while it was on screen.",
                mend="Reload it and look again.",
            )
        self._context.deeds.moved(draft_id, to)

    def add_version(
        self,
        draft_id: str,
        content: DraftContent,
        *,
        author: Literal["engine", "human"],
        by: str,
        at: datetime,
        based_on: int,
    ) -> int:
        """Append a version if `based_on` still is the current one; else `Conflict`. Returns its number.

        Refused (`Conflict`) unless the draft is being processed or reviewed.
        """
        digest, version = content.digest(), based_on + 1
        blocking = sum(finding.severity == "block" for finding in content.findings)
        warnings = sum(finding.severity == "warn" for finding in content.findings)
        row = self._db.execute(
            update(t.drafts)
            .where(
                t.drafts.c.id == draft_id,
                t.drafts.c.version == based_on,
                t.drafts.c.status.in_(_EDITABLE),
            )
            .values(
                version=version,
                displayed_hash=digest,
                blocking=blocking,
                warnings=warnings,
                updated_at=at,
            )
            .returning(t.drafts.c.run)
        ).one_or_none()
        if row is None:
            status = self._status(draft_id)
            raise Conflict(
                f"Draft {draft_id!r} is {status!r} and its version {based_on} may not be changed (any more).",
                mend="Reload it and make the change on the current version.",
            )
        where = place("draft_versions", f"{draft_id}.{version}", "content")
        values = {
            "draft_id": draft_id,
            "version": version,
            "run": row.run,
            "author": author,
            "by": by,
            "at": at,
            "based_on": based_on,
            "blocking": blocking,
            "warnings": warnings,
            "content_hash": digest,
            "content_sealed": self._seal(draft_id, where, encoded(content)),
        }
        self._insert_for_good(t.draft_versions, f"{draft_id}.{version}", values, draft_id=draft_id)
        self._vouch_for_sources(draft_id, row.run)
        return version

    def content(self, draft_id: str, version: int | None = None) -> DraftContent:
        """A version's content (default: the current one).

        Raises `NotFound`, and `IntegrityError` when it does not match its own hash.
        """
        query = select(t.draft_versions).where(t.draft_versions.c.draft_id == draft_id)
        if version is None:
            query = query.join(t.drafts).where(t.draft_versions.c.version == t.drafts.c.version)
        else:
            query = query.where(t.draft_versions.c.version == version)
        row = self._db.execute(query).one_or_none()
        if row is None:
            self._status(draft_id)
            raise NotFound(f"Draft {draft_id!r} has no version {version or 'yet'}.")
        where = place("draft_versions", f"{draft_id}.{row.version}", "content")
        what = f"Version {row.version} of draft {draft_id!r}"
        content = decoded(DraftContent, self._unseal(draft_id, where, row.content_sealed), what)
        if content.digest() != row.content_hash:
            raise IntegrityError(
                f"{what} does not match its own hash.",
                mend="Run `ptscribe audit verify` and restore a backup.",
            )
        return content

    def versions(self, draft_id: str) -> tuple[VersionInfo, ...]:
        """All versions in order, without their content."""
        v = t.draft_versions.c
        columns = (v.version, v.author, v.by, v.at, v.content_hash, v.based_on)
        rows = self._db.execute(select(*columns).where(v.draft_id == draft_id).order_by(v.version))
        return tuple(VersionInfo(**row._mapping) for row in rows)

    def run_of(self, draft_id: str, version: int) -> int:
        """The run of the graph whose transcript and facts this version rests on. Raises `NotFound`."""
        v = t.draft_versions.c
        run: int | None = self._db.scalar(select(v.run).where(v.draft_id == draft_id, v.version == version))
        if run is None:
            raise NotFound(f"Draft {draft_id!r} has no version {version}.")
        return run

    def next_run(self, draft_id: str) -> int:
        """Count the draft's run up and return it."""
        query = update(t.drafts).where(t.drafts.c.id == draft_id).values(run=t.drafts.c.run + 1)
        run: int | None = self._db.scalar(query.returning(t.drafts.c.run))
        if run is None:
            raise no_draft(draft_id)
        return run

    def _vouch_for_sources(self, draft_id: str, run: int) -> None:
        """The transcript and facts that a version rests on stay as they are from now on."""
        c = t.run_values.c
        query = select(t.run_values).where(c.draft_id == draft_id, c.run == run, c.name.in_(SOURCES))
        for row in self._db.execute(query):
            key = f"{draft_id}.{run}.{row.name}"
            self._context.deeds.wrote("run_values", key, dict(row._mapping), draft_id=draft_id)

    def _status(self, draft_id: str) -> str:
        status: str | None = self._db.scalar(select(t.drafts.c.status).where(t.drafts.c.id == draft_id))
        if status is None:
            raise no_draft(draft_id)
        return status

    def _page(
        self,
        statuses: Sequence[DraftStatus],
        limit: int,
        offset: int,
        note_type: NoteType | None,
        oldest_first: bool,
    ) -> list[str]:
        """Ids of the page. Each status is read along its index, as far as the page reaches."""
        d, each = t.drafts.c, list[Select[datetime, str]]()
        for status in statuses:
            mine = and_(d.status == status, d.note_type == note_type) if note_type else d.status == status
            each.append(select(d.created_at, d.id).where(mine))
        if not each:
            return []
        all_of_them = union_all(*each)
        at, draft_id = all_of_them.selected_columns
        age = (at, draft_id) if oldest_first else (at.desc(), draft_id.desc())
        page = all_of_them.order_by(*age).limit(limit).offset(offset)
        return [row.id for row in self._db.execute(page)]

    def _item(self, row: Row[Any]) -> QueueItem:
        try:
            key = self._context.unwrapped(row.patient_id, row.wrapped_key)
        except NotFound:
            label = _Label(patient=DESTROYED, therapist="", date_of_service=row.created_at.date().isoformat())
        else:
            sealed = unseal(key, row.label_sealed, place("drafts", row.id, "label"))
            label = decoded(_Label, sealed, f"The queue line of draft {row.id!r}")
        return QueueItem(
            id=row.id,
            status=row.status,
            version=row.version,
            patient_name=label.patient,
            therapist_name=label.therapist,
            note_type=row.note_type,
            date_of_service=datetime.fromisoformat(label.date_of_service).date(),
            created_at=row.created_at,
            updated_at=row.updated_at,
            blocking=row.blocking,
            warnings=row.warnings,
            failure=row.failure,
        )
