"""Finding drafts by what they are about, without opening them: the therapist's day, and alike wording."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import numpy as np
from sqlalchemy import select, update

from agent.store import tables as t
from agent.store.crypto import fingerprint
from agent.store.repositories.base import Repository
from agent.store.sketch import alike, sketch

SEARCHED = 20_000
"""The newest notes of a clinic that are searched for alike wording."""


class AlikeDraft(NamedTuple):
    """Another draft and its estimated likeness, 0 to 1."""

    draft_id: str
    score: float


class MarkRepository(Repository):
    def put(self, draft_id: str, therapist: str, on: date, word_runs: Collection[str]) -> None:
        """Marks a draft by therapist and date of service and by the runs of words of its own wording."""
        values = {
            "draft_id": draft_id,
            "patient_id": self._context.patient_of(draft_id),
            "day": self._day(therapist, on),
            "print": self._print(word_runs),
        }
        self._insert_or_update(t.draft_marks, values)

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
        d, m = t.drafts.c, t.draft_marks.c
        query = (
            select(m.draft_id, m.print)
            .join(t.drafts)
            .where(m.patient_id != not_of_patient, m.print.is_not(None), m.print != b"")
            .where(d.status != "rejected")
        )
        rows = self._db.execute(query.order_by(d.created_at.desc()).limit(SEARCHED)).all()
        if not rows:
            return []
        scores = alike(mine, [row.print for row in rows])
        best = np.argsort(-scores, kind="stable")[:limit]
        return [AlikeDraft(rows[i].draft_id, float(scores[i])) for i in best if scores[i] >= at_least]

    def forget(self, patient_id: str) -> None:
        """No draft of this patient is found any more, by day or by wording."""
        self._db.execute(
            update(t.draft_marks).where(t.draft_marks.c.patient_id == patient_id).values(day=b"", print=None)
        )

    def _print(self, word_runs: Collection[str]) -> bytes:
        return sketch(fingerprint(self._context.index_key, "sketch"), word_runs)

    def _day(self, therapist: str, on: date) -> bytes:
        name = " ".join(therapist.casefold().split())
        return fingerprint(self._context.index_key, f"day\x00{name}\x00{on.isoformat()}")
