"""The clinic's own profiles: which rules it switches, with which severity and limits, for which patients."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from agent.domain.audit import AuditEvent
from agent.domain.clinic_rules import SavedProfile
from agent.domain.user import Actor
from agent.errors import InputError, NotFound
from agent.graph.events import event
from agent.services.base import Service

CLINIC = "clinic"
"""Name of the profile for all patients, unless it says otherwise itself."""
MAX_REASON = 1000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Profiles(Service):
    """Every call checks the actor's role; each saving is one transaction with its audit event.

    What is saved holds from the next check on: a draft in review keeps its findings until it is edited.
    """

    def current(self, actor: Actor) -> tuple[SavedProfile, ...]:
        """The newest revision of each profile that the clinic wrote."""
        self._allow(actor, "view_rules", "profiles")
        with self._store.read() as uow:
            return uow.profiles.current()

    def history(self, actor: Actor, name: str) -> tuple[SavedProfile, ...]:
        """All revisions, oldest first. Raises `NotFound`."""
        self._allow(actor, "view_rules", "profile_history")
        with self._store.read() as uow:
            found = uow.profiles.history(name)
        if not found:
            raise NotFound(
                f"The clinic has no profile {name!r}.", mend="`ptscribe profiles show` names those it has."
            )
        return found

    def authors(self, actor: Actor) -> dict[str, str]:
        """Names of users by id, for who saved a revision."""
        self._allow(actor, "view_rules", "profile_authors")
        with self._store.read() as uow:
            return {user.id: user.name for user in uow.users.all()}

    def check(self, actor: Actor, name: str, text: str) -> int:
        """How many rules the text sets. Raises `InputError` that names the field and the mend."""
        self._allow(actor, "tune_rules", "check_profile")
        return _rules_set(name, text)

    def save(self, actor: Actor, name: str, text: str, *, based_on: int, reason: str) -> SavedProfile:
        """The next revision of a profile. `based_on` is the revision it was made from, 0 for a new one.

        Raises `InputError` for a text that cannot be used, and `Conflict` when somebody saved meanwhile.
        """
        role = self._allow(actor, "tune_rules", "save_profile")
        if not reason.strip():
            raise InputError("A reason is needed.", mend="Say why the clinic changes its rules.")
        if len(reason) > MAX_REASON:
            raise InputError(f"The reason has {len(reason)} characters.", mend=f"At most {MAX_REASON}.")
        rules = _rules_set(name, text)
        now = datetime.now(UTC)
        with self._store.unit() as uow:
            saved = uow.profiles.save(
                name, text, based_on=based_on, reason=reason.strip(), by=actor.user_id, at=now
            )
            uow.audit.append(_saved(actor, role, saved, rules))
            uow.commit()
        return saved


def shipped_text(name: str) -> str:
    """The text of a shipped population profile, to begin a clinic's own with; empty when there is none."""
    from compliance.profiles.overlay import FOLDER, shipped_names

    if name not in shipped_names("overlay"):
        return ""
    return (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")


def _rules_set(name: str, text: str) -> int:
    from compliance.profiles import payer_names, read_overlay

    if not _NAME.fullmatch(name) or name in payer_names():
        raise InputError(
            f"A profile cannot be named {name!r}.",
            mend="Use small letters, digits and _, at most 40, and no payer's name.",
        )
    overlay = read_overlay(text, name)
    return len({rule for version in overlay.file.versions for rule in version.rules})


def _saved(actor: Actor, role: str, saved: SavedProfile, rules: int) -> AuditEvent:
    details: dict[str, str | int] = {
        "profile": saved.name,
        "revision": saved.revision,
        "text_hash": saved.text_hash,
        "rules": rules,
    }
    return event("profile.saved", actor, role=role, at=saved.at, purpose="HOPERAT", details=details)
