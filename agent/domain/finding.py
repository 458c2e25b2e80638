"""What a compliance rule has to say about a draft."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import SerializerFunctionWrapHandler, model_serializer

from agent.domain.base import Model
from agent.domain.transcript import EvidenceSpan

Severity = Literal["block", "warn", "info"]
ResolutionKind = Literal["fixed", "accepted", "not_applicable"]


class Mend(Model):
    """A change that can be made by one click: replace, add or remove one statement's text."""

    label: str
    action: Literal["replace", "add", "remove"]
    statement_id: str = ""
    section: str = ""
    text: str = ""


class Finding(Model):
    """`block` findings stop approval until a human resolves them."""

    id: str = ""
    """Unique within a draft version, `rule_id#n`."""
    rule_id: str
    severity: Severity
    title: str
    detail: str
    why: str = ""
    source: str = ""
    """The manual, chapter and section, or the paper, that demands it."""
    where: str = ""
    """A statement id, `plan`, `claim` or empty for the whole draft."""
    evidence: tuple[EvidenceSpan, ...] = ()
    suggestion: str = ""
    mend: Mend | None = None
    compared_with: str = ""
    """Id of the draft whose wording this one repeats."""

    @model_serializer(mode="wrap")
    def _without_what_is_not_there(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Findings that compare with no draft keep the bytes, and so the hash, they always had."""
        value: dict[str, Any] = handler(self)
        if not self.compared_with:
            value.pop("compared_with", None)
        return value


class Resolution(Model):
    """A human's answer to one finding; `accepted` and `not_applicable` need a reason."""

    finding_id: str
    kind: ResolutionKind
    reason: str = ""
