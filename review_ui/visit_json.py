"""Reads the bytes of a visit record that a user gave as a JSON file."""

from __future__ import annotations

import json

from agent.domain.visit import Encounter
from agent.domain.visit_record import visit_from
from agent.errors import VisitError

MAX_BYTES = 1024 * 1024


def parse_visit(data: bytes) -> Encounter:
    """The visit record in `data`: an encounter object, or an object that holds one as `encounter`.

    Raises `VisitError`.
    """
    if len(data) > MAX_BYTES:
        raise VisitError("The visit record is larger than 1 MB.", mend="Give the record of one visit.")
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise VisitError(
            "The visit record is not JSON.", mend="Export it again as a UTF-8 JSON file."
        ) from None
    return visit_from(value)
