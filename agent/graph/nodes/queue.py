"""The finished draft into the review queue: a new version, a new status and an event, or nothing.

It cannot happen twice: with the commit the run's lease is gone and the draft is no longer in processing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from agent.domain.draft import DraftContent
from agent.drafting.clinic import mark
from agent.graph.events import event
from agent.graph.sources import CONTENT, result_of
from agent.graph.state import RunState

if TYPE_CHECKING:
    from langgraph.runtime import Runtime

    from agent.graph.context import RunContext


def queue(state: RunState, runtime: Runtime[RunContext]) -> RunState:
    context, draft_id, run = runtime.context, state["draft_id"], state["run"]
    with context.unit(state) as unit:
        record = unit.drafts.get(draft_id)
        content = result_of(unit, draft_id, run, CONTENT, DraftContent)
        now = datetime.now(UTC)
        version = unit.drafts.add_version(
            draft_id, content, author="engine", by="system", at=now, based_on=record.version
        )
        mark(unit, record, content)
        unit.drafts.move(draft_id, frm={"processing"}, to="in_review", at=now)
        unit.audit.append(
            event(
                "draft.queued",
                record=record,
                version=version,
                at=now,
                details={"run": run, "content_hash": content.digest(), "based_on": record.version},
            )
        )
        context.leases.surrender(unit, draft_id, run)  # from here on a decision may be carried out
    return {}
