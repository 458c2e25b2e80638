"""What a rule is: one pure check with its source, its limits and its executed examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agent.domain.finding import Mend, Severity
from agent.domain.transcript import EvidenceSpan
from agent.domain.visit import NoteType
from compliance.profiles.model import Billing, PayerClass
from compliance.rules.context import RuleContext

Limits = Mapping[str, float]
"""Values of a rule's limits, by name, as the profile sets them."""
_HEADING = re.compile(r"^(Anti-pattern|Best practice|Source):\s*", re.MULTILINE)


@dataclass(frozen=True)
class Hit:
    """What a check saw; the engine makes a `Finding` of it with the rule's id, reason and source."""

    detail: str
    title: str = ""
    """Empty: the rule's own."""
    where: str = ""
    evidence: tuple[EvidenceSpan, ...] = ()
    suggestion: str = ""
    mend: Mend | None = None
    compared_with: str = ""
    """Id of the note whose wording this one repeats."""
    severity: Severity | None = None
    """None: the rule's own, or the profile's. A profile's severity always wins."""


Check = Callable[[RuleContext, Limits], Iterable[Hit]]


@dataclass(frozen=True)
class Limit:
    """A figure that a profile may move, between `low` and `high`."""

    name: str
    default: float
    low: float
    high: float
    unit: str = ""


@dataclass(frozen=True)
class Example:
    """A small draft, in the form that `compliance.rules.examples.build` takes."""

    label: str
    draft: str
    """YAML, in the form that `compliance.rules.examples.build` takes."""


@dataclass(frozen=True)
class Rule:
    """One rule. Its texts come from its module's docstring, so that the code documents itself."""

    id: str
    severity: Severity
    check: Check
    doc: str
    fails: tuple[Example, ...]
    passes: tuple[Example, ...]
    note_types: frozenset[NoteType] = frozenset()
    """Empty: every note type."""
    payers: frozenset[PayerClass] = frozenset()
    """Empty: every payer."""
    profile_sets: str = ""
    """A field of the profile's `billing` without which the rule has nothing to check."""
    profile_lacks: str = ""
    """A field of the profile's `billing` with which the rule has nothing to say."""
    valid_from: date | None = None
    valid_until: date | None = None
    """First and last date of service on which the rule holds."""
    limits: tuple[Limit, ...] = ()
    family: str = ""

    @property
    def title(self) -> str:
        """The docstring's first line."""
        return self.doc.strip().splitlines()[0].strip()

    @property
    def why(self) -> str:
        """The docstring's text between its first line and its first heading."""
        return _squeeze(_HEADING.split(self.doc.strip())[0].split("\n", 1)[-1])

    @property
    def anti_pattern(self) -> str:
        return self._part("Anti-pattern")

    @property
    def best_practice(self) -> str:
        return self._part("Best practice")

    @property
    def source(self) -> str:
        return self._part("Source")

    def _part(self, name: str) -> str:
        parts = _HEADING.split(self.doc)
        return next(
            (_squeeze(text) for head, text in zip(parts[1::2], parts[2::2], strict=True) if head == name), ""
        )

    def applies(self, context: RuleContext, payer_class: PayerClass) -> bool:
        """Whether note type, payer and date of service are within the rule's reach."""
        on = context.on
        return (
            (not self.note_types or context.note_type in self.note_types)
            and (not self.payers or payer_class in self.payers)
            and (self.valid_from is None or on >= self.valid_from)
            and (self.valid_until is None or on <= self.valid_until)
        )

    def asked_by(self, billing: Billing) -> bool:
        """Whether the payer's billing asks for what the rule checks."""
        return (not self.profile_sets or bool(getattr(billing, self.profile_sets))) and (
            not self.profile_lacks or not getattr(billing, self.profile_lacks)
        )

    def limit_values(self, changed: Limits) -> dict[str, float]:
        """The defaults with `changed` laid over them."""
        return {limit.name: changed.get(limit.name, limit.default) for limit in self.limits}


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
