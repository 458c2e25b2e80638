"""Drafts of older releases are marked, so that later ones find them by their day and their wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from agent.drafting.clinic import mark
from agent.errors import PtscribeError
from agent.graph.events import event

if TYPE_CHECKING:
    from agent.store.engine import Store
    from agent.store.unit_of_work import UnitOfWork

AT_ONCE = 100
"""Drafts that are marked in one transaction, so that no writer waits long for it."""


def mark_unmarked(store: Store, most: int = AT_ONCE) -> int:
    """Marks at most `most` of the drafts that have no mark yet, newest first; how many it marked.

    One that cannot be read is left out and does not hold up the others. Safe at any time and in any number
    of processes. Recorded as `drafts.marked`, with their number.
    """
    with store.read() as uow:
        if not uow.marks.unmarked():
            return 0
    done = 0
    with store.unit() as unit:
        for draft_id in unit.marks.unmarked():
            done += _marked(unit, draft_id)
            if done == most:
                break
        if done:
            unit.audit.append(event("drafts.marked", purpose="HOPERAT", details={"drafts": done}))
            unit.commit()
    return done


def _marked(unit: UnitOfWork, draft_id: str) -> bool:
    try:
        mark(unit, unit.drafts.get(draft_id), unit.drafts.content(draft_id))
    except PtscribeError as error:
        structlog.get_logger().error("draft.unreadable", draft_id=draft_id, error=type(error).__name__)
        return False
    return True
