"""The profile in force for one visit: the payer's, with what population and clinic lay over it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agent.domain.visit import Encounter
from agent.errors import InputError
from compliance.profiles.model import Billing, Profile, RuleSetting
from compliance.profiles.overlay import Overlay, Patients, shipped, shipped_names


def load_profile(name: str, on: date, *, overlays: Sequence[Overlay] = ()) -> Profile:
    """The payer profile `name` in force on date of service `on`, with `overlays` laid over it in order.

    Raises `InputError` for a payer without a profile and a date that no version covers.
    """
    file = shipped(name)
    if file is None:
        raise InputError(
            f"There is no payer profile {name!r}: what that payer asks for is not known here.",
            mend=(
                f"Visits for it can be checked and billed once {name}.yaml, with that payer's own rules, "
                "stands beside commercial.yaml in compliance/profiles; until then document them elsewhere. "
                f"Change patient.payer only where it is wrong: {', '.join(payer_names())} are each held to "
                "their own rules, which fit no other."
            ),
        )
    if file.payer_class is None:
        raise InputError(
            f"Profile {name!r} is laid over a payer's profile and is none itself.",
            mend=f"Set patient.payer to one of: {', '.join(payer_names())}.",
        )
    chosen = file.in_force(on)
    if chosen is None:
        raise InputError(
            f"Profile {name!r} does not cover the date of service {on.isoformat()}.",
            mend=f"Correct visit.date, or add a version of {name}.yaml that is valid on that date.",
        )
    rules, labels = dict(chosen.rules), []
    for overlay in overlays:
        version = overlay.file.in_force(on)
        if version is None:
            continue
        for rule_id, setting in version.rules.items():
            rules[rule_id] = _laid_over(rules.get(rule_id, RuleSetting()), setting)
        labels.append(overlay.label(version))
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


def profile_for(encounter: Encounter, clinic: Sequence[Overlay] = ()) -> Profile:
    """The payer's profile with the overlays that fit this patient.

    First those that ship, unless the clinic has one of the same name; then the clinic's for everybody;
    then its own for populations: what is more particular wins.
    """
    own = {overlay.name for overlay in clinic}
    fitting = [
        *(overlay for overlay in shipped_overlays() if overlay.name not in own),
        *sorted(clinic, key=lambda overlay: (overlay.file.patients != Patients(), overlay.name)),
    ]
    return load_profile(
        encounter.patient.payer,
        encounter.visit.date,
        overlays=[overlay for overlay in fitting if overlay.file.patients.fit(encounter)],
    )


def shipped_overlays() -> tuple[Overlay, ...]:
    """The population profiles that ship: `paediatric`, `post_operative`."""
    found = ((name, shipped(name)) for name in shipped_names("overlay"))
    return tuple(Overlay(name=name, file=file) for name, file in found if file is not None)


def payer_names() -> tuple[str, ...]:
    """Names of the shipped payer profiles."""
    return shipped_names("payer")


def _laid_over(under: RuleSetting, over: RuleSetting) -> RuleSetting:
    return RuleSetting(
        enabled=under.enabled if over.enabled is None else over.enabled,
        severity=over.severity or under.severity,
        limits={**under.limits, **over.limits},
        reason=over.reason or under.reason,
    )
