"""Alike passages of two notes, side by side."""

from __future__ import annotations

from datetime import date

from agent.domain.base import Model
from agent.domain.note import Section

WITHHELD = "…"
"""Stands for words of another patient's note that this note does not have."""


class Piece(Model):
    """Some words of a passage; `shared` when the other passage has them too."""

    text: str
    shared: bool = False


class PassagePair(Model):
    """A statement of the note and the one that is most like it in the other."""

    section: Section
    mine: tuple[Piece, ...]
    other: tuple[Piece, ...]


class Comparison(Model):
    """What a finding of copied wording rests on.

    Of another patient's note (`withheld`) it holds the shared words alone, with `WITHHELD` for the others,
    and no date.
    """

    finding_id: str
    draft_id: str
    """The other draft; an opaque id."""
    on: date | None = None
    """Its date of service, where it is this patient's."""
    withheld: bool
    pairs: tuple[PassagePair, ...]
