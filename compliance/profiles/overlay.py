"""Profiles laid over a payer's: which patients they are for, and what they change about which rule.

They come as YAML, shipped or written by a clinic, and are refused as a whole when anything in them is
wrong: a typing error must not switch a check off.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, ValidationError

from agent.data_files import from_yaml
from agent.domain.base import Model
from agent.domain.visit import Encounter
from agent.errors import InputError
from compliance.profiles.model import Billing, PayerClass, RuleSetting

FOLDER = Path(__file__).parent
MAX_CHARACTERS = 100_000
_SHAPE = """kind: overlay
versions:
  - version: "1"
    valid_from: 2026-01-01
    rules:
      ROM-01: {severity: warn, reason: why}"""


class _Strict(yaml.SafeLoader):
    """YAML without aliases (they can grow without bound) and without a key given twice."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # so in PyYAML's stubs
            raise yaml.constructor.ConstructorError(problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        twice = next((key for key, _ in node.value if keys.count(key.value) > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(problem_mark=twice.start_mark)
        return super().construct_mapping(node, deep)


class Patients(Model):
    """Whom an overlay is for: everything named must fit; nothing named fits everybody."""

    age_from: int | None = Field(default=None, ge=0, le=120)
    age_until: int | None = Field(default=None, ge=0, le=120)
    """Whole years on the date of service, both included."""
    after_surgery: bool | None = None
    regions: tuple[str, ...] = ()
    """Body regions of the episode, as visit records name them."""
    payers: tuple[str, ...] = ()

    def fit(self, encounter: Encounter) -> bool:
        age, episode = age_on(encounter.patient.date_of_birth, encounter.visit.date), encounter.episode
        operated = episode.surgery is not None
        return (
            (self.age_from is None or age >= self.age_from)
            and (self.age_until is None or age <= self.age_until)
            and (self.after_surgery is None or self.after_surgery == operated)
            and (not self.regions or _among(episode.region, self.regions))
            and (not self.payers or _among(encounter.patient.payer, self.payers))
        )


class Version(Model):
    """Settings from one date of service on."""

    version: str = Field(min_length=1, max_length=40)
    valid_from: date
    certainty: str = ""
    billing: Billing | None = None
    rules: dict[str, RuleSetting] = {}


class ProfileFile(Model):
    """A payer's profile, or one laid over it."""

    kind: Literal["payer", "overlay"]
    payer_class: PayerClass | None = None
    patients: Patients = Patients()
    versions: tuple[Version, ...] = Field(min_length=1)

    def in_force(self, on: date) -> Version | None:
        return next((v for v in reversed(self.versions) if v.valid_from <= on), None)


class Overlay(Model):
    """A checked overlay under its name; `revision` counts how often a clinic saved it, 0 where shipped."""

    name: str
    revision: int = 0
    file: ProfileFile

    def label(self, version: Version) -> str:
        """`post_operative@2026.1`, or `clinic.r3@1` for the third that the clinic saved."""
        return f"{self.name}{f'.r{self.revision}' if self.revision else ''}@{version.version}"


def read_overlay(text: str, name: str, revision: int = 0) -> Overlay:
    """A clinic's overlay. Raises `InputError` that names the field and the mend."""
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"The profile {name!r} has {len(text)} characters.", mend=f"At most {MAX_CHARACTERS}."
        )
    file = read_profile(text, name)
    if file.kind != "overlay":
        raise InputError(
            f"The profile {name!r} cannot be used: kind is 'payer'.",
            mend="Write `kind: overlay`: a clinic's profile is laid over the payer's.",
        )
    if any(version.billing is not None for version in file.versions):
        raise InputError(
            f"The profile {name!r} cannot be used: versions.billing is the payer's to set.",
            mend="Leave billing out; methods and modifiers come from the payer's profile.",
        )
    return Overlay(name=name, revision=revision, file=file)


@cache
def shipped(name: str) -> ProfileFile | None:
    """The shipped profile of this name, or None."""
    path = FOLDER / f"{name}.yaml"
    if not name.replace("_", "").isalnum() or not path.is_file():
        return None
    return _checked(from_yaml(path), name)


@cache
def shipped_names(kind: Literal["payer", "overlay"]) -> tuple[str, ...]:
    names = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    return tuple(n for n in names if (file := shipped(n)) is not None and file.kind == kind)


def read_profile(text: str, name: str) -> ProfileFile:
    """A checked profile. Raises `InputError`: unknown fields, rules and limits, bad values, no reason."""
    try:
        raw: Any = yaml.load(text, Loader=_Strict)  # noqa: S506  # a safe loader, made stricter
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        at = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise InputError(
            f"The profile {name!r} cannot be read as YAML{at}.",
            mend="Correct the line: its syntax, an alias, or a key that is given twice.",
        ) from None
    return _checked(raw, name)


def _checked(raw: Any, name: str) -> ProfileFile:
    if not isinstance(raw, dict):
        raise InputError(f"The profile {name!r} is empty or a mere text.", mend=f"Begin with:\n{_SHAPE}")
    try:
        file = ProfileFile.model_validate(raw)
    except ValidationError as error:
        fields = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        raise InputError(
            f"The profile {name!r} cannot be used: {fields}.",
            mend=f"Correct these fields. The form is:\n{_SHAPE}",
        ) from None
    _check_versions(name, file)
    for number, version in enumerate(file.versions):
        for rule_id, setting in version.rules.items():
            _check_setting(name, f"versions.{number}.rules.{rule_id}", rule_id, setting)
    return file


def _check_versions(name: str, file: ProfileFile) -> None:
    starts = [v.valid_from for v in file.versions]
    if starts != sorted(set(starts)):
        raise InputError(
            f"The profile {name!r} cannot be used: versions are not in the order of valid_from.",
            mend="Sort them, one for each date.",
        )
    ages = file.patients
    if ages.age_from is not None and ages.age_until is not None and ages.age_from > ages.age_until:
        raise InputError(
            f"The profile {name!r} fits nobody: patients.age_from is above patients.age_until.",
            mend="Correct the ages.",
        )


def _check_setting(name: str, field: str, rule_id: str, setting: RuleSetting) -> None:
    from compliance.rules.catalogue import all_rules

    known = {r.id: r for r in all_rules()}
    if rule_id not in known:
        raise InputError(
            f"The profile {name!r} names a rule that does not exist at {field}.",
            mend=_nearest(rule_id, list(known)),
        )
    limits = {limit.name: limit for limit in known[rule_id].limits}
    for limit_name, value in setting.limits.items():
        if limit_name not in limits:
            allowed = ", ".join(limits) or "none"
            raise InputError(
                f"The profile {name!r} sets an unknown limit at {field}.limits.{limit_name}.",
                mend=f"Limits of {rule_id}: {allowed}.",
            )
        limit = limits[limit_name]
        if not limit.low <= value <= limit.high:
            raise InputError(
                f"The profile {name!r} cannot be used: {field}.limits.{limit_name} is {value:g}.",
                mend=f"Give a value from {limit.low:g} to {limit.high:g} {limit.unit}".rstrip() + ".",
            )
    changed = setting.severity is not None and setting.severity != known[rule_id].severity
    if (setting.enabled is False or changed) and not setting.reason.strip():
        what = "switches a rule off" if setting.enabled is False else "changes a severity"
        raise InputError(
            f"The profile {name!r} {what} without a reason at {field}.",
            mend="Add `reason:`; auditors will ask for it.",
        )


def _nearest(rule_id: str, known: list[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(rule_id.upper(), known, n=1)
    guess = f" Did you mean {close[0]}?" if close else ""
    return f"Use an id that `ptscribe rules list` shows.{guess}"


def age_on(born: date, on: date) -> int:
    """Whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _among(value: str, names: tuple[str, ...]) -> bool:
    return value.strip().casefold() in {name.strip().casefold() for name in names}
