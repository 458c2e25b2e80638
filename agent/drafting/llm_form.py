"""The form a language model fills in. There is no field for a status, an approver or a signature."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from agent.domain.note import Section


class _Form(BaseModel):
    """Closed, and without defaults: strict structured output wants every field required."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class WrittenStatement(_Form):
    section: Section
    text: str = Field(min_length=1, max_length=600)
    evidence: tuple[str, ...] = Field(max_length=40)
    """Ids of facts (`f3`), excerpts (`t2`) and record lines (`r1`)."""


class LlmAnswer(_Form):
    """Version 1 of `drafting.llm_answer`."""

    statements: tuple[WrittenStatement, ...] = Field(max_length=200)
    questions: tuple[str, ...] = Field(max_length=20)
