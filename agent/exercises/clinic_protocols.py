"""A clinic's own copies of protocols: files that replace shipped ones by id, checked before use."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import ValidationError

from agent.errors import InputError
from agent.exercises.constraints import Candidate, conflict
from agent.exercises.library import catalogue, dose_classes
from agent.exercises.protocols import Protocol, protocols


def clinic_protocols(folder: Path) -> tuple[Protocol, ...]:
    """The shipped protocols with those of `folder/*.yaml` in place of the ones of the same id.

    Raises `InputError` naming the file and what is wrong: unknown fields or exercises, doses out of
    range, a phase that lists what the protocol forbids then, or a changed copy under the shipped version.
    """
    found = {p.id: p for p in protocols()}
    shipped = dict(found)
    for path in sorted(folder.glob("*.yaml")):
        own = _read(path)
        problems = list(protocol_problems(own))
        if own.id in shipped and own.version == shipped[own.id].version and own != shipped[own.id]:
            problems.append(f"it differs from the shipped version {own.version!r} but keeps its number")
        if problems:
            raise InputError(
                f"The protocol file {path.name!r} cannot be used: {'; '.join(problems)}.",
                mend="Correct the file; the shipped protocol stays in use until then.",
            )
        found[own.id] = own
    return tuple(found[name] for name in sorted(found))


def _read(path: Path) -> Protocol:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        raise InputError(
            f"The protocol file {path.name!r} is not readable YAML.", mend="Correct it."
        ) from None
    try:
        return Protocol.model_validate(data)
    except ValidationError as error:
        fields = ", ".join(".".join(str(p) for p in e["loc"]) or "the whole file" for e in error.errors())
        raise InputError(
            f"The protocol file {path.name!r} has wrong or missing fields: {fields}.",
            mend="Compare it with a shipped protocol.",
        ) from None


def protocol_problems(protocol: Protocol) -> tuple[str, ...]:
    """What makes a protocol unfit for use, in words; empty when it is fit."""
    found: list[str] = []
    for phase in protocol.phases:
        for entry in phase.exercises:
            exercise = catalogue().by_name.get(entry.exercise)
            if exercise is None:
                found.append(f"{entry.exercise!r} is not in the catalogue")
                continue
            kind = dose_classes()[exercise.dose]
            for name in ("sets", "reps", "hold_s", "minutes"):
                own, bounds = getattr(entry.dose, name), getattr(kind, name)
                if own and (bounds is None or own.low not in bounds or own.high not in bounds):
                    found.append(f"{name} of {entry.exercise!r} in {phase.name!r} lie outside their range")
            for constraint in protocol.contraindications():
                over = constraint.until_week and phase.weeks and phase.weeks.low >= constraint.until_week
                if not over and conflict(Candidate.of(exercise), constraint):
                    found.append(
                        f"{phase.name!r} lists {entry.exercise!r}, which “{constraint.text}” forbids"
                    )
    return tuple(dict.fromkeys(found))
