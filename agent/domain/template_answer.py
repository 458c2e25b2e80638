"""What a specialist said to a suggested change of a clinic's template."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from agent.domain.base import Model

AnswerKind = Literal["accepted", "dismissed"]


class TemplateAnswer(Model):
    id: str
    suggestion: str
    """`protocol/exercise/measure/change`: what was suggested, by names of protocol and catalogue."""
    kind: AnswerKind
    figures: str
    """The sentence with the numbers that the specialist was shown; counts of patients, nobody's data."""
    comment: str = ""
    by: str
    at: datetime
