"""New versions of a draft in review: what they start from, how they come about, and how they are added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from agent.domain.base import Model
from agent.domain.draft import DraftContent, DraftRecord
from agent.domain.facts import VisitFacts
from agent.domain.finding import Finding
from agent.domain.note import Section
from agent.domain.transcript import Transcript
from agent.domain.user import Actor, Role
from agent.drafting.assemble import numbered, replace_section
from agent.drafting.base import DraftedNote, DraftRequest
from agent.drafting.clinic import mark
from agent.drafting.human import set_aside_by
from agent.drafting.revise import contradicted, revisable, withdraw
from agent.graph.calls import DraftingCall, keep_call
from agent.graph.events import event
from agent.graph.nodes.check import rules_event
from agent.graph.plan_options import plan_options
from agent.graph.sources import facts_of, transcript_of
from agent.services.base import as_seen, in_review
from agent.services.edits import StatementEdit, apply_edits
from agent.services.findings import carry_resolutions
from agent.services.plan_edits import PlanEdit, decide_plan, refuse_kept_out

if TYPE_CHECKING:
    from agent.graph.context import Parts
    from agent.store.engine import Store


class Seen(Model):
    """What a change starts from: the version on screen and what it rests on."""

    record: DraftRecord
    run: int
    content: DraftContent
    transcript: Transcript
    facts: VisitFacts


class Versions:
    def __init__(self, store: Store, parts: Parts) -> None:
        self._store = store
        self._parts = parts

    def seen(self, draft_id: str, version: int, displayed_hash: str) -> Seen:
        """Raises `Conflict` unless this version is the current one, and in review."""
        with self._store.read() as uow:
            record = in_review(as_seen(uow, draft_id, version, displayed_hash))
            run = uow.drafts.run_of(draft_id, version)
            return Seen(
                record=record,
                run=run,
                content=uow.drafts.content(draft_id, version),
                transcript=transcript_of(uow, draft_id, run),
                facts=facts_of(uow, draft_id, run),
            )

    def edited(self, seen: Seen, edits: Sequence[StatementEdit | PlanEdit]) -> DraftContent | None:
        """The content after the edits, checked; None when they change nothing.

        Raises `Refused` for an exercise that the check of the new content keeps out.
        """
        before = seen.content
        of_plan = [e for e in edits if isinstance(e, PlanEdit)]
        note = apply_edits(before.note, [e for e in edits if isinstance(e, StatementEdit)])
        decisions = decide_plan(before.plan, before.plan_decisions, of_plan)
        if note == before.note and decisions == before.plan_decisions:
            return None
        aside = tuple(dict.fromkeys((*before.set_aside, *set_aside_by(before.note, note))))
        changed = {"note": note, "set_aside": aside, "plan_decisions": decisions}
        content = self.checked(seen, before.model_copy(update=changed))
        refuse_kept_out(before.plan, content.plan, of_plan)
        return content

    def rewritten(self, seen: Seen, section: Section, comment: str) -> tuple[DraftContent, DraftingCall]:
        """The content with one section by the drafting engine, checked, and the call that wrote it."""
        request = DraftRequest(
            transcript=seen.transcript,
            facts=seen.facts,
            encounter=seen.record.encounter,
            only=section,
            comment=comment,
        )
        drafted = self._parts.drafter().draft(request)
        questions = tuple(dict.fromkeys((*seen.content.questions, *drafted.questions)))
        content = seen.content.model_copy(
            update={
                "note": replace_section(seen.content.note, section, drafted.note),
                "questions": questions,
                "findings": numbered((*drafted.findings, *_others(seen.content, drafted))),
                "provenance": drafted.provenance,
            }
        )
        checked = self.checked(seen, content)
        if revisable(drafted) and contradicted(checked.note, section):
            whole = drafted.model_copy(update={"note": content.note, "questions": questions})
            kept = withdraw(whole, checked, section)
            changed = {"note": kept.note, "questions": kept.questions}
            checked = self.checked(seen, content.model_copy(update=changed))
        return checked, DraftingCall(request, drafted)

    def checked(self, seen: Seen, content: DraftContent) -> DraftContent:
        """Claim and plan as the recording gives them; the check then lays human words over them."""
        parts, encounter = self._parts, seen.record.encounter
        drafted = DraftedNote(note=content.note, provenance=content.provenance)
        with self._store.read() as uow:
            options = plan_options(uow, seen.record)
        plan = parts.draft_plan(seen.facts, encounter, options)
        made = parts.assemble(drafted, plan, seen.transcript, seen.facts, encounter)
        derived = content.model_copy(update={"claim": made.claim, "plan": made.plan})
        with self._store.read() as uow:
            return parts.check(uow, seen.record, derived, seen.transcript, seen.facts)

    def add(
        self,
        actor: Actor,
        role: Role,
        action: str,
        seen: Seen,
        content: DraftContent,
        details: dict[str, str | int],
        *,
        author: Literal["engine", "human"] = "human",
        call: DraftingCall | None = None,
    ) -> int:
        """Adds the version and its event. Raises `Conflict`, and adds nothing, when somebody was quicker."""
        now, draft_id = datetime.now(UTC), seen.record.id
        with self._store.unit() as uow:
            version = uow.drafts.add_version(
                draft_id, content, author=author, by=actor.user_id, at=now, based_on=seen.record.version
            )
            mark(uow, seen.record, content)
            record = in_review(uow.drafts.get(draft_id))  # read again: its row is ours until the unit ends
            carry_resolutions(uow, draft_id, seen.content, seen.record.version, content, version, now)
            if call is not None:
                keep_call(uow, seen.record, seen.run, redraft_name(version), call)
            uow.audit.append(rules_event(seen.record, content, run=seen.run, version=version))
            facts: dict[str, str | int] = {"content_hash": content.digest(), "based_on": seen.record.version}
            uow.audit.append(
                event(action, actor, role=role, record=record, at=now, details={**details, **facts})
            )
            uow.commit()
        return version


def redraft_name(version: int) -> str:
    """Under which name the engine's answer lies that a version with one redrafted section was made of."""
    return f"redraft.{version}"


def _others(content: DraftContent, drafted: DraftedNote) -> tuple[Finding, ...]:
    """Findings of the content but those the engine reports again."""
    again = {finding.rule_id for finding in drafted.findings}
    return tuple(finding for finding in content.findings if finding.rule_id not in again)
