"""Finding drafts by what they are about, without opening them: the therapist's day, and alike wording."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import delete, func, select, union_all, update

from agent.store import tables as t
from agent.store.crypto import fingerprint
from agent.store.repositories.base import Repository
from agent.store.sketch import alike, bands, sketch

CROWD = 200
"""Drafts that are taken up from one band: where more share it, so many alike ones are enough."""
COMPARED = 50
"""Drafts with the most bands in common, whose sketches are compared."""


class AlikeDraft(NamedTuple):
    """Another draft and its estimated likeness, 0 to 1."""

    draft_id: str
    score: float


class MarkRepository(Repository):
    def unmarked(self) -> list[str]:
        """Drafts with content that are found by nothing yet, newest first: of releases before `r0004`."""
        d, m, p = t.drafts.c, t.draft_marks.c, t.patients.c
        query = (
            select(d.id)
            .join(t.patients, p.id == d.patient_id)
            .outerjoin(t.draft_marks, m.draft_id == d.id)
            .where(m.draft_id.is_(None), d.version > 0, d.status != "rejected", p.wrapped_key.is_not(None))
        )
        return list(self._db.scalars(query.order_by(d.created_at.desc(), d.id)))

    def put(self, draft_id: str, therapist: str, on: date, word_runs: Collection[str]) -> None:
        """Marks a draft by therapist and date of service and by the runs of words of its own wording."""
        printed = self._print(word_runs)
        values = {
            "draft_id": draft_id,
            "patient_id": self._context.patient_of(draft_id),
            "day": self._day(therapist, on),
            "print": printed,
        }
        self._insert_or_update(t.draft_marks, values)
        self._db.execute(delete(t.draft_bands).where(t.draft_bands.c.draft_id == draft_id))
        if printed:
            rows = [{"band": band, "draft_id": draft_id} for band in bands(printed)]
            self._db.execute(t.draft_bands.insert(), rows)

    def same_day(self, therapist: str, on: date, *, but: str) -> list[str]:
        """Other drafts of this therapist's day that may come to a claim, oldest first."""
        d, m = t.drafts.c, t.draft_marks.c
        query = (
            select(m.draft_id)
            .join(t.drafts)
            .where(m.day == self._day(therapist, on), m.draft_id != but, d.status != "rejected")
            .where(m.print.is_not(None))
        )
        return list(self._db.scalars(query.order_by(d.created_at, d.id)))

    def alike(
        self, word_runs: Collection[str], *, not_of_patient: str, at_least: float, limit: int
    ) -> list[AlikeDraft]:
        """Other patients' drafts whose wording is about as alike as `at_least` or more, most alike first."""
        mine = self._print(word_runs)
        if not mine:
            return []
        b, d, m = t.draft_bands.c, t.drafts.c, t.draft_marks.c
        others = (
            select(b.draft_id).join(t.drafts).where(d.patient_id != not_of_patient, d.status != "rejected")
        )
        same_band = union_all(
            *(select(others.where(b.band == band).limit(CROWD).subquery()) for band in bands(mine))
        ).subquery()
        nearest = (
            select(same_band.c.draft_id)
            .group_by(same_band.c.draft_id)
            .order_by(func.count().desc(), same_band.c.draft_id)
            .limit(COMPARED)
        )
        rows = self._db.execute(select(m.draft_id, m.print).where(m.draft_id.in_(nearest))).all()
        if not rows:
            return []
        scores = alike(mine, [row.print for row in rows])
        found = [AlikeDraft(row.draft_id, float(score)) for row, score in zip(rows, scores, strict=True)]
        found = [draft for draft in found if draft.score >= at_least]
        return sorted(found, key=lambda draft: (-draft.score, draft.draft_id))[:limit]

    def forget(self, patient_id: str) -> None:
        """No draft of this patient is found any more, by day or by wording."""
        m = t.draft_marks.c
        theirs = select(m.draft_id).where(m.patient_id == patient_id)
        self._db.execute(delete(t.draft_bands).where(t.draft_bands.c.draft_id.in_(theirs)))
        self._db.execute(update(t.draft_marks).where(m.patient_id == patient_id).values(day=b"", print=None))

    def _print(self, word_runs: Collection[str]) -> bytes:
        return sketch(fingerprint(self._context.index_key, "sketch"), word_runs)

    def _day(self, therapist: str, on: date) -> bytes:
        name = " ".join(therapist.casefold().split())
        return fingerprint(self._context.index_key, f"day\x00{name}\x00{on.isoformat()}")
