"""Profiles from YAML files: validated, versioned, keyed by date of service.

A payer file stands by itself; a population or clinic file (`kind: overlay`) is laid over it and may
switch rules, change severities and move limits within what each rule allows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from agent.domain.base import Model
from agent.domain.visit import Encounter
from agent.errors import InputError, SettingsError
from compliance.profiles.model import Billing, PayerClass, Profile, RuleSetting

FOLDER = Path(__file__).parent
ADULT_AGE = 18


class _Version(Model):
    version: str = Field(min_length=1)
    valid_from: date
    certainty: str = ""
    billing: Billing | None = None
    rules: dict[str, RuleSetting] = {}


class _File(Model):
    kind: Literal["payer", "overlay"]
    payer_class: PayerClass | None = None
    versions: tuple[_Version, ...] = Field(min_length=1)


def load_profile(name: str, on: date, *, overlays: Sequence[str | Path] = ()) -> Profile:
    """The payer profile `name` in force on date of service `on`, with `overlays` laid over it in order.

    An overlay is the name of a shipped population profile or the path of a clinic's own YAML file.
    Raises `InputError` for a payer without a profile and `SettingsError` for a file that cannot be used.
    """
    path = FOLDER / f"{name}.yaml"
    if not name.replace("_", "").isalnum() or not path.is_file():
        raise InputError(
            f"There is no payer profile {name!r}.",
            mend=f"Set patient.payer to one of {', '.join(payer_names())}, or add a profile for it.",
        )
    file = _read(path)
    if file.kind != "payer" or file.payer_class is None:
        raise InputError(
            f"Profile {name!r} is laid over a payer's profile and is none itself.",
            mend=f"Set patient.payer to one of: {', '.join(payer_names())}.",
        )
    chosen = _in_force(file, on, name)
    if chosen is None:
        raise InputError(
            f"Profile {name!r} does not cover the date of service {on.isoformat()}.",
            mend=f"Correct visit.date, or add a version of {path.name} that is valid on that date.",
        )
    rules, labels = dict(chosen.rules), []
    for overlay in overlays:
        overlay_path = overlay if isinstance(overlay, Path) else FOLDER / f"{overlay}.yaml"
        if not overlay_path.is_file():
            raise SettingsError(
                f"There is no profile file {overlay_path.name!r}.",
                mend="Name a shipped population profile or the path of a YAML file.",
            )
        version = _in_force(_read(overlay_path), on, overlay_path.stem)
        if version is None:
            continue
        for rule_id, setting in version.rules.items():
            rules[rule_id] = _laid_over(rules.get(rule_id, RuleSetting()), setting)
        labels.append(f"{overlay_path.stem}@{version.version}")
    return Profile(
        name=name,
        version=chosen.version,
        valid_from=chosen.valid_from,
        payer_class=file.payer_class,
        certainty=chosen.certainty,
        billing=chosen.billing or Billing(),
        rules=rules,
        overlays=tuple(labels),
    )


def profile_for(encounter: Encounter, *, clinic: Path | None = None) -> Profile:
    """The payer's profile with the overlays that this patient's population and the clinic call for."""
    overlays: list[str | Path] = [*populations(encounter)]
    if clinic is not None:
        overlays.append(clinic)
    return load_profile(encounter.patient.payer, encounter.visit.date, overlays=overlays)


def populations(encounter: Encounter) -> tuple[str, ...]:
    """The shipped population profiles that fit the patient: `paediatric`, `post_operative`."""
    born, on = encounter.patient.date_of_birth, encounter.visit.date
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    found = [("paediatric", age < ADULT_AGE), ("post_operative", encounter.episode.surgery is not None)]
    return tuple(name for name, fits in found if fits and (FOLDER / f"{name}.yaml").is_file())


@cache
def payer_names() -> tuple[str, ...]:
    """Names of the shipped payer profiles."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.yaml") if _read(p).kind == "payer"))


def _in_force(file: _File, on: date, name: str) -> _Version | None:
    starts = [v.valid_from for v in file.versions]
    if starts != sorted(set(starts)):
        raise SettingsError(
            f"Profile {name!r}: versions are not in the order of valid_from.",
            mend="Sort them, one for each date.",
        )
    return next((v for v in reversed(file.versions) if v.valid_from <= on), None)


def _laid_over(under: RuleSetting, over: RuleSetting) -> RuleSetting:
    return RuleSetting(
        enabled=under.enabled if over.enabled is None else over.enabled,
        severity=over.severity or under.severity,
        limits={**under.limits, **over.limits},
        reason=over.reason or under.reason,
    )


@cache
def _read(path: Path) -> _File:
    try:
        raw: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        file = _File.model_validate(raw)
    except yaml.YAMLError:
        raise SettingsError(
            f"Profile {path.name!r} is not YAML.", mend="Correct its syntax; see the shipped profiles."
        ) from None
    except ValidationError as error:
        fields = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise SettingsError(
            f"Profile {path.name!r} cannot be used: {fields}.",
            mend="Correct these fields; see the shipped profiles for their form.",
        ) from None
    for number, version in enumerate(file.versions):
        for rule_id, setting in version.rules.items():
            _check_setting(path.name, f"versions.{number}.rules.{rule_id}", rule_id, setting)
    return file


def _check_setting(file: str, field: str, rule_id: str, setting: RuleSetting) -> None:
    from compliance.rules.catalogue import all_rules

    known = {r.id: r for r in all_rules()}
    if rule_id not in known:
        raise SettingsError(
            f"Profile {file!r} names a rule that does not exist at {field}.",
            mend="Use an id that `ptscribe rules list` shows.",
        )
    limits = {limit.name: limit for limit in known[rule_id].limits}
    for name, value in setting.limits.items():
        if name not in limits:
            allowed = ", ".join(limits) or "none"
            raise SettingsError(
                f"Profile {file!r} sets an unknown limit at {field}.limits.{name}.",
                mend=f"Limits of {rule_id}: {allowed}.",
            )
        limit = limits[name]
        if not limit.low <= value <= limit.high:
            raise SettingsError(
                f"Profile {file!r}: {field}.limits.{name} is {value:g}.",
                mend=f"Give a value from {limit.low:g} to {limit.high:g} {limit.unit}".rstrip() + ".",
            )
    if setting.enabled is False and not setting.reason:
        raise SettingsError(
            f"Profile {file!r} switches a rule off without a reason at {field}.",
            mend="Add `reason:`; auditors will ask for it.",
        )
