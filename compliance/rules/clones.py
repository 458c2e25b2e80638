"""Near-identical passages among a clinic's notes."""

from __future__ import annotations

from agent.domain.note import Note


class CloneIndex:
    """Notes of other patients, indexed by their words."""

    def __init__(self) -> None:
        self._notes: dict[str, Note] = {}

    def add(self, ref: str, note: Note) -> None:
        self._notes[ref] = note
