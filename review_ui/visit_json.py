"""Reads a visit record that a user gave as JSON; every mistake names its field."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from agent.domain.visit import Encounter
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
    if isinstance(value, dict) and isinstance(value.get("encounter"), dict):
        value = value["encounter"]
    return visit_from(value)


def visit_from(value: Any) -> Encounter:
    """A visit record from a JSON value or form fields. Raises `VisitError` naming each wrong field."""
    try:
        return Encounter.model_validate(value)
    except ValidationError as error:
        raise VisitError(
            "The visit record cannot be used: " + "; ".join(field_problems(error.errors())) + ".",
            mend="Correct these fields and try again.",
        ) from None


def field_problems(errors: Sequence[ErrorDetails]) -> list[str]:
    """`patient.date_of_birth is missing`, without quoting any value (a value may be PHI)."""
    problems = []
    for error in errors:
        field = ".".join(str(part) for part in error["loc"]) or "the record"
        if error["type"] == "missing":
            problems.append(f"{field} is missing")
        elif error["type"] == "extra_forbidden":
            problems.append(f"{field} is not a known field")
        elif error["type"] == "string_too_short":
            problems.append(f"{field} is empty")
        elif error["type"].startswith("date"):
            problems.append(f"{field} is not a date (YYYY-MM-DD)")
        elif error["type"] == "value_error":
            problems.append(error["msg"].removeprefix("Value error, "))
        else:
            problems.append(f"{field}: {error['msg'].lower()}")
    return problems
