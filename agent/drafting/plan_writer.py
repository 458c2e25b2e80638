"""Order and wording of a plan that is decided: by nobody, or by a language model held to what it was given.

The model sees numbered lines under pseudonyms and gives their ids back, each with one sentence. Its answer
counts whole or not at all: one line too many, too few or worded beyond its own, and the plan stays as it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Protocol

import structlog
from pydantic import BaseModel, ConfigDict, Field

from agent.domain.base import Model
from agent.domain.draft import DraftingProvenance
from agent.domain.finding import Finding
from agent.domain.plan import PhrasedLine, Plan, PlanPhrasing
from agent.domain.visit import Encounter
from agent.drafting.hiding import VisitText
from agent.drafting.llm import ChatClient, plain
from agent.drafting.plan_answer import Line, lines_of, wrong_with
from agent.errors import EngineUnavailable
from agent.llm.failures import ModelFailed
from agent.llm.prompt_files import Prompt, load_prompt
from agent.llm.pseudonyms import LeftoverIdentifier

PROMPT = "planning/phrase_plan.v1.md"
log = structlog.get_logger()


class PhrasedPlan(Model):
    """What a writer made of a plan. Without `phrasing` the plan stays as it was."""

    phrasing: PlanPhrasing | None = None
    findings: tuple[Finding, ...] = ()
    provenance: DraftingProvenance | None = None
    """Of the model that was asked; None where none is configured or there was nothing to ask."""


class PlanWriter(Protocol):
    """Orders and words the lines of a plan. Chooses nothing and changes no dose."""

    def write(self, plan: Plan, encounter: Encounter) -> PhrasedPlan: ...


class OfflinePlanWriter:
    """The planner's own order and words."""

    def write(self, plan: Plan, encounter: Encounter) -> PhrasedPlan:
        return PhrasedPlan()


class _Form(BaseModel):
    """Closed, and without defaults: strict structured output wants every field required."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WrittenLine(_Form):
    id: str
    purpose: str = Field(min_length=1, max_length=200)


class PhrasedAnswer(_Form):
    """Version 1 of `planning.phrased_answer`. There is no field for an exercise, a dose or a side."""

    lines: tuple[WrittenLine, ...] = Field(max_length=60)


class LlmPlanWriter:
    """Has `client` order and word the plan; whatever fails, the planner's own stands and says so."""

    def __init__(self, client: ChatClient, *, key: bytes | None = None) -> None:
        """`key` makes the pseudonyms; by default a new one for each writer, so tokens never link visits."""
        self._client, self._key = client, key or secrets.token_bytes(32)

    def write(self, plan: Plan, encounter: Encounter) -> PhrasedPlan:
        lines = lines_of(plan)
        if not lines:
            return PhrasedPlan()
        prompt = load_prompt(PROMPT)
        try:
            text = VisitText(encounter, self._key)
            answer = self._client.ask(
                prompt.system, _question(prompt, plan, lines, text), PhrasedAnswer, dict(prompt.parameters)
            )
        except ModelFailed as failure:
            return self._fell_back(prompt, failure.reason, failure)
        except LeftoverIdentifier:
            not_sent = ModelFailed("leftover_identifier", self._client.host)
            return self._fell_back(prompt, not_sent.reason, not_sent)
        written = [(one.id, plain(one.purpose)) for one in answer.value.lines]
        if wrong := wrong_with(written, lines):
            return self._fell_back(prompt, "not_the_plan", _Rejected(self._client.host, wrong))
        by_id = {line.id: line for line in lines}
        phrased = tuple(
            PhrasedLine(key=by_id[id].key, before=by_id[id].reason, reason=purpose) for id, purpose in written
        )
        return PhrasedPlan(
            phrasing=PlanPhrasing(lines=phrased),
            provenance=DraftingProvenance(
                engine="llm",
                model=answer.model,
                prompt_id=prompt.name,
                prompt_hash=prompt.sha256,
                parameters={**answer.parameters, "endpoint": self._client.host},
                input_tokens=answer.usage.input_tokens,
                output_tokens=answer.usage.output_tokens,
            ),
        )

    def _fell_back(self, prompt: Prompt, reason: str, failure: EngineUnavailable) -> PhrasedPlan:
        log.warning("model.fell_back", reason=reason, fell_back=True)
        finding = Finding(
            rule_id="ENG-LLM-03",
            severity="warn",
            title="The language model did not order or word this plan",
            detail=f"{failure.message} The plan stands in the planner's own order and words.",
            why="A reviewer must know who wrote what they approve.",
            where="plan",
            suggestion=failure.mend,
        )
        provenance = DraftingProvenance(
            engine="offline",
            model=self._client.model,
            prompt_id=prompt.name,
            prompt_hash=prompt.sha256,
            parameters={"endpoint": self._client.host, "llm_failure": reason},
            fell_back=True,
        )
        return PhrasedPlan(findings=(finding,), provenance=provenance)


class _Rejected(EngineUnavailable):
    """The answer was in the agreed form and not of this plan."""

    def __init__(self, host: str, why: str) -> None:
        super().__init__(f"The language model at {host!r} {why}.", mend="Read the plan as it stands.")


def _question(prompt: Prompt, plan: Plan, lines: Sequence[Line], text: VisitText) -> str:
    """The question, all of it under pseudonyms. Raises `LeftoverIdentifier`."""
    for line in lines:
        text.learn(line.text)
    return prompt.render(
        situation=text.hide("; ".join(part for part in (plan.protocol, plan.phase) if part)) or "none",
        exercises=text.hide("\n".join(f"{line.id}: {line.text}" for line in lines)),
    )
