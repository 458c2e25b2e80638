"""A visit record from outside: every mistake names its field, and no value is quoted (it may be PHI)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from agent.domain.visit import Encounter
from agent.errors import VisitError


def visit_from(value: Any, what: str = "visit record") -> Encounter:
    """The record in a JSON value: an encounter object, or an object that holds one as `encounter`.

    Raises `VisitError` naming each wrong field of `what`.
    """
    if isinstance(value, dict) and "patient" not in value and "encounter" in value:
        value = value["encounter"]
    try:
        return Encounter.model_validate(value)
    except ValidationError as error:
        raise VisitError(
            f"The {what} cannot be used: " + "; ".join(field_problems(error.errors())) + ".",
            mend="Correct these fields and try again; `ptscribe visit-schema` prints their forms.",
        ) from None


def field_problems(errors: Sequence[ErrorDetails]) -> list[str]:
    """`patient.date_of_birth is missing`, one entry a wrong field."""
    return [_problem(".".join(str(part) for part in e["loc"]) or "the record", e) for e in errors]


def _problem(field: str, error: ErrorDetails) -> str:
    if error["type"] == "missing":
        return f"{field} is missing"
    if error["type"] == "extra_forbidden":
        return f"{field} is not a known field"
    if error["type"] == "string_too_short":
        return f"{field} is empty"
    if error["type"].startswith("date"):
        return f"{field} is not a date (YYYY-MM-DD)"
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    return f"{field}: {error['msg'].lower()}"
