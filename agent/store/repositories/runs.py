"""What a run of the graph makes on its way: transcript, facts, node results, and the de-identified run log.

A node that was killed runs again, so putting a value twice is allowed, until a version rests on it.
"""

from __future__ import annotations

import hmac
from datetime import datetime

from sqlalchemy import select

from agent.domain.base import Model
from agent.domain.facts import VisitFacts
from agent.domain.transcript import Transcript
from agent.errors import Conflict
from agent.store import tables as t
from agent.store.crypto import place
from agent.store.repositories.base import AnyModel, Repository, decoded, encoded


class RunLogEntry(Model):
    """The de-identified text one node of one run left for analytics, evaluation and support."""

    run: int
    node: str
    text: str
    at: datetime


class _RunValues(Repository):
    def _put(self, draft_id: str, run: int, name: str, content: bytes) -> None:
        where = place("run_values", f"{draft_id}.{run}.{name}", "sealed")
        self._insert_or_update(
            t.run_values,
            {"draft_id": draft_id, "run": run, "name": name, "sealed": self._seal(draft_id, where, content)},
        )

    def _get(self, draft_id: str, run: int, name: str) -> bytes | None:
        c = t.run_values.c
        query = select(c.sealed).where(c.draft_id == draft_id, c.run == run, c.name == name)
        sealed = self._db.scalar(query)
        if sealed is None:
            return None
        return self._unseal(draft_id, place("run_values", f"{draft_id}.{run}.{name}", "sealed"), sealed)

    def _put_source(self, draft_id: str, run: int, name: str, content: bytes) -> None:
        """Put what versions rest on: once one does, it stays as it was, for its evidence points into it."""
        stored = self._get(draft_id, run, name)
        if stored == content:
            return
        c = t.draft_versions.c
        used = self._db.scalar(select(c.version).where(c.draft_id == draft_id, c.run == run).limit(1))
        if stored is not None and used is not None:
            raise Conflict(
                f"Version {used} of draft {draft_id!r} rests on the {name} of run {run}.",
                mend="Start another run with a change request.",
            )
        self._put(draft_id, run, name, content)


class TranscriptRepository(_RunValues):
    def put(self, draft_id: str, run: int, transcript: Transcript) -> None:
        self._put_source(draft_id, run, "transcript", encoded(transcript))

    def get(self, draft_id: str, run: int) -> Transcript | None:
        content = self._get(draft_id, run, "transcript")
        return (
            None if content is None else decoded(Transcript, content, f"A transcript of draft {draft_id!r}")
        )


class FactsRepository(_RunValues):
    def put(self, draft_id: str, run: int, facts: VisitFacts) -> None:
        self._put_source(draft_id, run, "facts", encoded(facts))

    def get(self, draft_id: str, run: int) -> VisitFacts | None:
        content = self._get(draft_id, run, "facts")
        return None if content is None else decoded(VisitFacts, content, f"The facts of draft {draft_id!r}")


class WorkRepository(_RunValues):
    """Intermediate results of nodes, by a name of the node's choice."""

    def put(self, draft_id: str, run: int, name: str, value: Model) -> None:
        self._put(draft_id, run, f"work:{name}", encoded(value))

    def get(self, draft_id: str, run: int, name: str, kind: type[AnyModel]) -> AnyModel | None:
        content = self._get(draft_id, run, f"work:{name}")
        return None if content is None else decoded(kind, content, f"{name!r} of draft {draft_id!r}")

    def commitment(self, draft_id: str, content: bytes) -> str:
        """What names `content` in the trail: HMAC-SHA-256 under a key of the patient's key, 64 hex digits.

        Who can open the record can show which content it stands for; without that key it tells nothing.
        """
        data_key = self._context.data_key(self._context.patient_of(draft_id))
        key = hmac.digest(data_key, b"ptscribe commitment", "sha256")
        return hmac.digest(key, content, "sha256").hex()


class RunLogRepository(Repository):
    def add(self, draft_id: str, run: int, node: str, text: str, at: datetime) -> None:
        """Keep a node's text; a node that runs again replaces its own."""
        where = place("run_log", f"{draft_id}.{run}.{node}", "text")
        sealed = self._seal(draft_id, where, text.encode())
        self._insert_or_update(
            t.run_log, {"draft_id": draft_id, "run": run, "node": node, "at": at, "text_sealed": sealed}
        )

    def for_draft(self, draft_id: str) -> tuple[RunLogEntry, ...]:
        c = t.run_log.c
        rows = self._db.execute(select(t.run_log).where(c.draft_id == draft_id).order_by(c.run, c.at, c.node))
        return tuple(
            RunLogEntry(
                run=row.run,
                node=row.node,
                at=row.at,
                text=self._unseal(
                    draft_id, place("run_log", f"{draft_id}.{row.run}.{row.node}", "text"), row.text_sealed
                ).decode(),
            )
            for row in rows
        )
