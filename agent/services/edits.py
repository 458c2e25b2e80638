"""A reviewer's changes to a note, as values, and what they make of it."""

from __future__ import annotations

from typing import Literal

from agent.domain.base import Model
from agent.domain.note import Section


class StatementEdit(Model):
    """One change to one statement. The changed statement's origin becomes `human`.

    `replace`: `statement_id` now reads `text`. `add`: a new statement `text` in `section`, after
    `statement_id` where given, else at the section's end. `remove`: `statement_id` goes.
    `accept`: a `suggested` statement stands as the human's own, unchanged.
    """

    action: Literal["replace", "add", "remove", "accept"] = "replace"
    statement_id: str = ""
    section: Section | None = None
    text: str = ""
