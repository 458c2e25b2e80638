"""A reviewer's changes to a note, as values, and what they make of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from agent.domain.base import Model
from agent.domain.finding import Mend
from agent.domain.note import Note, Section, Statement
from agent.errors import InputError

MAX_CHARACTERS = 4000


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


def edit_of(mend: Mend) -> StatementEdit:
    """A finding's one-click mend as an edit."""
    section: Section | None = next((s for s in ("S", "O", "A", "P") if s == mend.section), None)
    return StatementEdit(action=mend.action, statement_id=mend.statement_id, section=section, text=mend.text)


def apply_edits(note: Note, edits: Sequence[StatementEdit]) -> Note:
    """The note after the edits, in order. Raises `InputError` for one that does not fit the note."""
    statements = list(note.statements)
    for edit in edits:
        if edit.action == "add":
            _add(statements, edit)
            continue
        at = _place(statements, edit.statement_id)
        if edit.action == "remove":
            del statements[at]
        elif edit.action == "accept":
            statements[at] = _accepted(statements[at])
        elif _text(edit) != statements[at].text:
            statements[at] = statements[at].model_copy(update={"text": _text(edit), "origin": "human"})
    return note.model_copy(update={"statements": tuple(statements)})


def _add(statements: list[Statement], edit: StatementEdit) -> None:
    at, group = len(statements), ""
    section = edit.section
    if edit.statement_id:
        before = statements[_place(statements, edit.statement_id)]
        at, section, group = _place(statements, edit.statement_id) + 1, before.section, before.group
    elif section is not None:
        at = _end_of(statements, section)
    if section is None:
        raise InputError("A new statement needs a section.", mend="Name one of S, O, A, P.")
    statements.insert(
        at,
        Statement(id=_free_id(statements), section=section, text=_text(edit), origin="human", group=group),
    )


def _end_of(statements: list[Statement], section: Section) -> int:
    """Where a section ends, also when it is empty so far."""
    order = "SOAP"
    return sum(1 for s in statements if order.index(s.section) <= order.index(section))


def _accepted(statement: Statement) -> Statement:
    if statement.origin != "suggested":
        raise InputError(f"Statement {statement.id!r} is not a suggestion.", mend="Reload the draft.")
    return statement.model_copy(update={"origin": "human"})


def _place(statements: list[Statement], statement_id: str) -> int:
    for at, statement in enumerate(statements):
        if statement.id == statement_id:
            return at
    raise InputError(f"The note has no statement {statement_id!r}.", mend="Reload the draft.")


def _text(edit: StatementEdit) -> str:
    text = " ".join("".join(c if c.isprintable() else " " for c in edit.text).split())
    if not text:
        raise InputError("A statement cannot be empty.", mend="Write something, or remove the statement.")
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"A statement of {len(text)} characters is too long.", mend=f"At most {MAX_CHARACTERS}."
        )
    return text


def _free_id(statements: list[Statement]) -> str:
    used, n = {s.id for s in statements}, 1
    while f"h{n}" in used:
        n += 1
    return f"h{n}"
