"""What telling of an act costs: one act with its event against the same act in a store without a trail.

An act is what the review service does when a user decides on a draft or answers a finding: the role, the
draft as displayed, its findings and their answers, then one unit of work up to the durable commit. What
follows a decision in the graph is left out on both sides. The *bare* acts are that one unit of work by
itself, with nothing read or checked before: no user can do less, and the event weighs most in it.

Both sides take turns on the same database. The side without leaves out all that the trail is the reason for:
the event is not made, no digest of the written rows is computed, nothing is appended, and PostgreSQL commits
plainly, without giving the head of the log back first.
"""

from __future__ import annotations

import os
import secrets
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from unittest.mock import patch

from agent.domain.finding import Resolution
from agent.domain.review import Decision
from agent.domain.user import Actor
from agent.graph.events import event
from agent.services.review import Review
from agent.store.vouching import Deeds
from evals.bench.audio import names, sample
from evals.bench.databases import Kind, database, store
from evals.report import Row

if TYPE_CHECKING:
    from agent.domain.draft import DraftContent, DraftRecord
    from agent.graph.runner import GraphRunner
    from agent.store.engine import Store
    from agent.store.unit_of_work import UnitOfWork

ROUNDS = 7
PAIRS = 150
"""Acts of each kind in a round."""
AIM = "≤ 1.3"


class _Clinic(NamedTuple):
    store: Store
    review: Review
    actor: Actor
    finding_id: str
    drafts: list[DraftRecord]
    """In review at version 1; a decision takes one away."""


Act = Callable[[_Clinic], None]


def decision(clinic: _Clinic) -> None:
    """A version is approved."""
    record = clinic.drafts.pop()
    clinic.review.decide(
        clinic.actor,
        record.id,
        "approve",
        seen_version=record.version,
        seen_hash=record.displayed_hash,
        comment="As dictated.",
    )


def answer(clinic: _Clinic) -> None:
    """A finding is answered."""
    reason = "Checked with the recording."
    clinic.review.resolve(clinic.actor, clinic.drafts[0].id, clinic.finding_id, "accepted", reason)


def bare_decision(clinic: _Clinic) -> None:
    """Compare-and-set on what was displayed, and a row."""
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
    details: dict[str, str | int] = {
        "decision_id": decided.id,
        "content_hash": decided.displayed_hash,
        "blocking": 0,
        "warnings": 0,
        "resolved": 0,
        "same_person": 0,
    }
    with clinic.store.unit() as unit:
        unit.drafts.decide(
            record.id, seen_version=record.version, seen_hash=record.displayed_hash, to="approved", at=at
        )
        unit.decisions.add(decided)
        unit.audit.append(
            event("draft.approved", actor, role="specialist", record=record, at=at, details=details)
        )
        unit.commit()


def bare_answer(clinic: _Clinic) -> None:
    """One row."""
    record, actor, at = clinic.drafts[0], clinic.actor, datetime.now(UTC)
    given = Resolution(finding_id="BENCH#0", kind="accepted", reason="Checked with the recording.")
    details: dict[str, str | int] = {
        "finding_id": given.finding_id,
        "rule_id": "BENCH",
        "severity": "warn",
        "kind": given.kind,
    }
    with clinic.store.unit() as unit:
        unit.resolutions.add(record.id, record.version, given, actor.user_id, at)
        unit.audit.append(
            event("finding.resolved", actor, role="specialist", record=record, at=at, details=details)
        )
        unit.commit()


def overhead(kind: Kind, act: Act, aim: str) -> Row:
    """Median of the rounds' ratios, each of medians over acts that take turns."""
    with database(kind) as where, store(*where) as opened:
        clinic = _clinic(opened, drafts=2 * PAIRS * ROUNDS + 5)
        for told in (True, False):
            _seconds(clinic, act, told)
        ratio = statistics.median(_round(clinic, act) for _ in range(ROUNDS))
        name = f"{act.__name__.replace('_', ' ')} with event / alone, {kind} (load {os.getloadavg()[0]:.1f})"
    return Row(name, ratio, "x", ROUNDS * PAIRS, aim)


def _round(clinic: _Clinic, act: Act) -> float:
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for n in range(PAIRS):
        for told in (True, False) if n % 2 else (False, True):
            seconds[told].append(_seconds(clinic, act, told))
    return statistics.median(seconds[True]) / statistics.median(seconds[False])


def _seconds(clinic: _Clinic, act: Act, told: bool) -> float:
    with ExitStack() as stack:
        if not told:
            stack.enter_context(_without_a_trail(clinic.store))
        begin = time.perf_counter()
        act(clinic)
        return time.perf_counter() - begin


class _Silent(Deeds):
    """Of a unit of work that no event will vouch for."""

    def wrote(self, table: str, key: str, values: Mapping[str, Any], *, draft_id: str = "") -> None:
        return None

    def moved(self, draft_id: str, status: str) -> None:
        return None


@contextmanager
def _without_a_trail(opened: Store) -> Iterator[None]:
    """No event is made, and no unit of work of the store keeps one."""
    recording = opened.unit

    @contextmanager
    def mute() -> Iterator[UnitOfWork]:
        with recording() as unit:
            unit._context.deeds = _Silent()
            unit.audit.append = _nothing  # type: ignore[method-assign]
            unit.audit.flush = _nothing  # type: ignore[method-assign]
            if unit._connection.dialect.name == "postgresql":
                unit.commit = unit._connection.commit  # type: ignore[method-assign]
            yield unit

    with ExitStack() as stack:
        stack.enter_context(patch.object(opened, "unit", mute))
        for maker in (f"{__name__}.event", "agent.services.review.event", "agent.services.deciding._decided"):
            stack.enter_context(patch(maker, _nothing))
        yield


def _nothing(*_: object, **__: object) -> None:
    return None


def _clinic(opened: Store, *, drafts: int) -> _Clinic:
    encounter, content, at = sample(names()[0]).encounter, _approvable(names()[0]), datetime.now(UTC)
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
    no_graph = SimpleNamespace(context=SimpleNamespace(parts=None), resume=_nothing)
    review = Review(opened, cast("GraphRunner", no_graph), _nothing)
    with opened.read() as uow:
        records = [uow.drafts.get(draft_id) for draft_id in ids]
    return _Clinic(opened, review, actor, content.findings[0].id, records)


def _approvable(name: str) -> DraftContent:
    """The draft of a sample, nothing of which stands against its approval."""
    from agent.cli.inputs import parse_transcript
    from agent.drafting.alone import draft_alone
    from agent.drafting.factory import note_drafter
    from agent.settings import load_settings

    drafter = note_drafter(load_settings(drafter="offline"))
    content = draft_alone(parse_transcript(sample(name).script), sample(name).encounter, drafter)
    findings = tuple(f for f in content.findings if f.severity != "block")
    statements = tuple(s for s in content.note.statements if s.origin != "suggested")
    note = content.note.model_copy(update={"statements": statements})
    return content.model_copy(update={"findings": findings, "note": note})


MEASURES: dict[str, Callable[[], Row]] = {
    "decision-sqlite": lambda: overhead("SQLite", decision, AIM),
    "decision-postgresql": lambda: overhead("PostgreSQL", decision, AIM),
    "answer-sqlite": lambda: overhead("SQLite", answer, AIM),
    "answer-postgresql": lambda: overhead("PostgreSQL", answer, AIM),
    "bare-decision-sqlite": lambda: overhead("SQLite", bare_decision, ""),
    "bare-decision-postgresql": lambda: overhead("PostgreSQL", bare_decision, ""),
    "bare-answer-sqlite": lambda: overhead("SQLite", bare_answer, ""),
    "bare-answer-postgresql": lambda: overhead("PostgreSQL", bare_answer, ""),
}
