"""A clinic's own text of a protocol: read, checked before use, and put in the place of the shipped one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from agent.errors import InputError, NotFound
from agent.exercises.constraints import Candidate, conflict
from agent.exercises.library import catalogue, dose_classes
from agent.exercises.precautions import read_precaution
from agent.exercises.protocols import Protocol, protocols

MOST_BYTES = 64_000
_MENDS = {
    "missing": "is missing: add it",
    "extra_forbidden": "is not a known field: remove it or correct its name",
    "too_short": "is empty: give at least one",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "float_parsing": "is not a number",
    "tuple_type": "is not a list: write `[one, two]`",
    "string_type": "is not a text: put it in quotes",
}


def shipped_text(protocol_id: str) -> str:
    """The YAML text that the release carries. Raises `NotFound`."""
    if protocol_id not in {p.id for p in protocols()}:
        raise NotFound(f"There is no protocol {protocol_id!r}.", mend="`ptscribe protocols list` names them.")
    return files("agent.exercises").joinpath("protocols", f"{protocol_id}.yaml").read_text(encoding="utf-8")


def protocol_from(text: str) -> Protocol:
    """A protocol of the clinic's, fit for use. Raises `InputError` naming each field and its mend."""
    try:
        own = Protocol.model_validate(_yaml(text))
    except ValidationError as error:
        found = "; ".join(_problem(e) for e in error.errors())
        raise InputError(
            f"The protocol cannot be used: {found}.", mend="Compare it with a shipped protocol."
        ) from None
    if problems := protocol_problems(own):
        raise InputError(
            f"The protocol cannot be used: {'; '.join(problems)}.",
            mend="Correct this; until then the protocol in use stays.",
        )
    return own


def _yaml(text: str) -> Any:
    if len(text.encode()) > MOST_BYTES:
        raise InputError(
            f"The protocol is longer than {MOST_BYTES // 1000} kB.", mend="A protocol has a few pages."
        )
    try:
        if any(isinstance(e, yaml.AliasEvent) for e in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise InputError("The protocol uses a YAML alias (`*name`).", mend="Write the value out.")
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f": line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InputError(
            f"The protocol is not readable YAML{where}.", mend="Check brackets, quotes and indentation there."
        ) from None
    except yaml.YAMLError:
        raise InputError("The protocol is not readable YAML.", mend="Save it as plain UTF-8 text.") from None


def _problem(error: ErrorDetails) -> str:
    """`phase 2, exercise 3, dose, sets is not a list: write [one, two]`."""
    parts: list[str] = []
    for part in error["loc"]:
        if isinstance(part, int) and parts:
            parts[-1] = f"{parts[-1].removesuffix('s')} {part + 1}"
        else:
            parts.append(str(part))
    field = ", ".join(parts) or "the whole text"
    said = error["msg"].removeprefix("Value error, ").lower()
    return f"{field} {_MENDS.get(error['type'], f'is wrong ({said})')}"


def protocol_problems(protocol: Protocol) -> tuple[str, ...]:
    """What makes a protocol unfit for use, in words; empty when it is fit."""
    found: list[str] = []
    for item in protocol.contraindicated:
        read = read_precaution(item.text, region=protocol.region)
        if not (read.understood and any(c.forbids_something for c in read.constraints)):
            found.append(
                f"the contraindication {item.text!r} cannot be tested by software: word it like "
                "“no kneeling” or “no shoulder flexion past 90”"
            )
    for phase in protocol.phases:
        for entry in phase.exercises:
            exercise = catalogue().by_name.get(entry.exercise)
            if exercise is None:
                meant = catalogue().find(entry.exercise, protocol.region)
                hint = f": write {meant.name!r}" if meant else ""
                found.append(f"{entry.exercise!r} in {phase.name!r} is not in the catalogue{hint}")
                continue
            kind = dose_classes()[exercise.dose]
            for name in ("sets", "reps", "hold_s", "minutes"):
                own, bounds = getattr(entry.dose, name), getattr(kind, name)
                if own and bounds is None:
                    found.append(
                        f"{name} of {entry.exercise!r} in {phase.name!r} lie outside their range: "
                        f"it is not dosed in {name}"
                    )
                elif own and (own.low not in bounds or own.high not in bounds):
                    found.append(
                        f"{name} of {entry.exercise!r} in {phase.name!r} lie outside their range: "
                        f"{bounds.low:g} to {bounds.high:g}"
                    )
            for constraint in protocol.contraindications():
                over = constraint.until_week and phase.weeks and phase.weeks.low >= constraint.until_week
                if not over and conflict(Candidate.of(exercise), constraint):
                    found.append(
                        f"{phase.name!r} lists {entry.exercise!r}, which “{constraint.text}” forbids"
                    )
    return tuple(dict.fromkeys(found))


def clinic_version(shipped: str, number: int) -> str:
    """The version that plans name for the clinic's own text: `2026.1+clinic.3`."""
    return f"{shipped}+clinic.{number}"


def with_copies(copies: Iterable[tuple[str, int, str]]) -> tuple[Protocol, ...]:
    """The shipped protocols with the clinic's in their place; `copies` are (id, number, text).

    A stored text was checked when it was saved. One that this release's catalogue no longer fits raises
    `InputError`: it must be mended, not silently replaced.
    """
    found = {p.id: p for p in protocols()}
    for protocol_id, number, text in copies:
        if text:
            found[protocol_id] = _stamped(protocol_id, number, text)
    return tuple(found[name] for name in sorted(found))


@lru_cache(maxsize=256)
def _stamped(protocol_id: str, number: int, text: str) -> Protocol:
    own = protocol_from(text)
    if own.id != protocol_id:
        raise InputError(
            f"The text of {protocol_id!r} says id: {own.id}.", mend="An id never changes; write the old one."
        )
    return own.model_copy(update={"version": clinic_version(own.version, number)})
