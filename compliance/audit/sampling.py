"""Which accesses an auditor looks at: a sample by risk and at random that anybody can draw again.

HIPAA asks for regular review of activity (45 CFR 164.308(a)(1)(ii)(D)); nobody can read every event. A seed
and the events decide alone, so the sample can be neither chosen nor denied afterwards. Emergency access
is always in it; half of the rest is drawn by risk and half evenly, so that nothing is ever safe from it.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Sequence

from agent.domain.audit import AuditEvent, RecordedEvent
from agent.domain.base import Model
from agent.domain.emergency import ETREAT

METHOD = "1"
"""Counts up when the way of drawing changes: a recorded sample says which one it was drawn by."""
ACCESSES = frozenset(
    (
        "draft.viewed", "audio.played", "draft.exported", "trail.exported", "queue.viewed",
        "emergency.opened", "login.failed", "act.refused",
    )
)  # fmt: skip
"""What is drawn from."""
ACTS = frozenset(
    (
        "draft.dictated", "draft.edited", "draft.mended", "draft.regenerated", "finding.resolved",
        "draft.approved", "draft.changes_requested", "draft.rejected", "draft.sent_back", "draft.signed",
        "draft.amended",
    )
)  # fmt: skip
"""By these a user takes part in a draft."""
WEIGHTS = {"left the clinic": 6, "took no part in it": 5, "many in one day": 4, "refused or failed": 3}
"""How much likelier than any other (1) an access is drawn by risk; reasons add up. A judgement, not a
measurement: whoever changes it counts `METHOD` up."""
MANY = 40
"""Accesses of one user on one day from which on each of them counts as one of many."""


class Pick(Model):
    """One access of a sample, and why it weighed more than others; no reason: drawn evenly."""

    seq: int
    always: bool
    reasons: tuple[str, ...]


def draw(events: Sequence[RecordedEvent], seed: str, size: int, *, without: str = "") -> tuple[Pick, ...]:
    """The sample: all emergency access, and `size` others (as many as there are), in the log's order.

    `events` are in the log's order: the accesses to draw from, and all acts up to their end, which tell who
    took part in what. `without` is a user whose own accesses are left out: nobody reviews themselves.
    """
    involved = {(e.event.draft_id, e.event.actor_id) for e in events if e.event.action in ACTS}
    wanted = [e for e in events if e.event.action in ACCESSES and e.event.actor_id != without]
    busy = Counter(_day(e.event) for e in wanted)
    picks = {
        e.seq: Pick(seq=e.seq, always=e.event.purpose == ETREAT, reasons=_reasons(e.event, involved, busy))
        for e in wanted
    }
    chosen = {seq for seq, pick in picks.items() if pick.always}
    rest = [seq for seq in picks if seq not in chosen]
    evenly = sorted(rest, key=lambda seq: _luck(seed, "evenly", seq))[: size // 2]
    left = sorted(set(rest) - set(evenly), key=lambda seq: _waiting(seed, picks[seq]))
    chosen.update(evenly, left[: size - len(evenly)])
    return tuple(picks[seq] for seq in sorted(chosen))


def _reasons(
    event: AuditEvent, involved: set[tuple[str, str]], busy: Counter[tuple[str, str]]
) -> tuple[str, ...]:
    reasons = []
    if event.action in ("draft.exported", "trail.exported"):
        reasons.append("left the clinic")
    if event.draft_id and event.outcome == "success" and (event.draft_id, event.actor_id) not in involved:
        reasons.append("took no part in it")
    if busy[_day(event)] >= MANY:
        reasons.append("many in one day")
    if event.outcome != "success":
        reasons.append("refused or failed")
    return tuple(reasons)


def _day(event: AuditEvent) -> tuple[str, str]:
    return event.actor_id, event.at[:10]


def _luck(seed: str, way: str, seq: int) -> float:
    """A number above 0 and up to 1 that seed and event decide."""
    digest = hashlib.sha256(f"{seed}/{way}/{seq}".encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 1) / 2**48


def _waiting(seed: str, pick: Pick) -> float:
    """Weighted sampling without replacement (Efraimidis and Spirakis 2006): the shortest waits are drawn."""
    return -math.log(_luck(seed, "risk", pick.seq)) / (1 + sum(WEIGHTS[reason] for reason in pick.reasons))
