"""What telling of an act costs: one act with its event against the same act in a store without a trail.

Both sides are one unit of work from opening to durable commit, on the same database, by turns. The side
without leaves out all that the trail is the reason for: the event is not made, no digest of the written rows
is computed, nothing is appended, and PostgreSQL commits plainly, without giving the head of the log back
first.
"""

from __future__ import annotations

import os
import secrets
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.finding import Resolution
from agent.domain.note import Note, Statement
from agent.domain.review import Decision
from agent.domain.user import Actor
from agent.graph.events import event
from agent.store.vouching import Deeds
from evals.bench.audio import names, sample
from evals.bench.databases import Kind, database, store
from evals.report import Row

if TYPE_CHECKING:
    from agent.domain.draft import DraftRecord
    from agent.store.engine import Store
    from agent.store.unit_of_work import UnitOfWork

ROUNDS = 7
PAIRS = 150
"""Acts of each kind in a round."""
AIM = "≤ 1.3"


class _Clinic(NamedTuple):
    store: Store
    actor: Actor
    drafts: list[DraftRecord]
    """In review at version 1; a decision takes one away."""


Act = Callable[[_Clinic, bool], None]


def decision(clinic: _Clinic, told: bool) -> None:
    """A version is approved as the review service does it: compare-and-set on what was displayed, a row."""
    record, actor, at = clinic.drafts.pop(), clinic.actor, datetime.now(UTC)
    decided = Decision(
        id=secrets.token_hex(8),
        draft_id=record.id,
        version=record.version,
        displayed_hash=record.displayed_hash,
        kind="approve",
        by=actor.user_id,
        role="specialist",
        at=at,
        comment="As dictated.",
    )
    with clinic.store.unit() as unit:
        if not told:
            _mute(unit)
        unit.drafts.decide(
            record.id, seen_version=record.version, seen_hash=record.displayed_hash, to="approved", at=at
        )
        unit.decisions.add(decided)
        if told:
            details: dict[str, str | int] = {
                "decision_id": decided.id,
                "content_hash": decided.displayed_hash,
                "blocking": 0,
                "warnings": 0,
                "resolved": 0,
                "same_person": 0,
            }
            unit.audit.append(
                event("draft.approved", actor, role="specialist", record=record, at=at, details=details)
            )
        unit.commit()


def answer(clinic: _Clinic, told: bool) -> None:
    """An answer to a finding is stored: the smallest act there is, one row and nothing read before."""
    record, actor, at = clinic.drafts[0], clinic.actor, datetime.now(UTC)
    given = Resolution(finding_id="BENCH#0", kind="accepted", reason="Checked with the recording.")
    with clinic.store.unit() as unit:
        if not told:
            _mute(unit)
        unit.resolutions.add(record.id, record.version, given, actor.user_id, at)
        if told:
            details: dict[str, str | int] = {
                "finding_id": given.finding_id,
                "rule_id": "BENCH",
                "severity": "warn",
                "kind": given.kind,
            }
            unit.audit.append(
                event("finding.resolved", actor, role="specialist", record=record, at=at, details=details)
            )
        unit.commit()


def overhead(kind: Kind, act: Act) -> Row:
    """Median of the rounds' ratios, each of medians over acts that take turns."""
    with database(kind) as where, store(*where) as opened:
        clinic = _clinic(opened, drafts=2 * PAIRS * ROUNDS + 5)
        for told in (True, False):
            act(clinic, told)
        ratio = statistics.median(_round(clinic, act) for _ in range(ROUNDS))
        name = f"{act.__name__} with event / alone, {kind} (load {os.getloadavg()[0]:.1f})"
    return Row(name, ratio, "x", ROUNDS * PAIRS, AIM)


def _round(clinic: _Clinic, act: Act) -> float:
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for n in range(PAIRS):
        for told in (True, False) if n % 2 else (False, True):
            begin = time.perf_counter()
            act(clinic, told)
            seconds[told].append(time.perf_counter() - begin)
    return statistics.median(seconds[True]) / statistics.median(seconds[False])


class _Silent(Deeds):
    """Of a unit of work that no event will vouch for."""

    def wrote(self, table: str, key: str, values: Mapping[str, Any], *, draft_id: str = "") -> None:
        return None

    def moved(self, draft_id: str, status: str) -> None:
        return None


def _mute(unit: UnitOfWork) -> None:
    """Take the trail out of a unit of work."""
    unit._context.deeds = _Silent()
    unit.audit.flush = _nothing  # type: ignore[method-assign]
    if unit._connection.dialect.name == "postgresql":
        unit.commit = unit._connection.commit  # type: ignore[method-assign]


def _nothing() -> None:
    return None


def _clinic(opened: Store, *, drafts: int) -> _Clinic:
    encounter, at = sample(names()[0]).encounter, datetime.now(UTC)
    content = DraftContent(
        note=Note(statements=(Statement(id="s1", section="S", text="Right knee pain 3/10."),)),
        provenance=DraftingProvenance(engine="offline"),
    )
    ids = []
    with opened.unit() as unit:
        for _ in range(drafts):
            draft_id = unit.drafts.add(encounter, recording_id="", created_by="bench", at=at)
            unit.drafts.move(draft_id, frm=["recorded"], to="processing")
            unit.drafts.add_version(draft_id, content, author="engine", by="system", at=at, based_on=0)
            unit.drafts.move(draft_id, frm=["processing"], to="in_review")
            ids.append(draft_id)
        unit.commit()
    actor = Actor(
        user_id=f"u-{secrets.token_hex(8)}",
        name="Bench",
        roles=("specialist",),
        client="web",
        request_id=secrets.token_hex(8),
    )
    with opened.read() as uow:
        return _Clinic(opened, actor, [uow.drafts.get(draft_id) for draft_id in ids])


MEASURES: dict[str, Callable[[], Row]] = {
    "decision-sqlite": lambda: overhead("SQLite", decision),
    "decision-postgresql": lambda: overhead("PostgreSQL", decision),
    "answer-sqlite": lambda: overhead("SQLite", answer),
    "answer-postgresql": lambda: overhead("PostgreSQL", answer),
}
