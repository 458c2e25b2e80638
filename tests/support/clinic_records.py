"""What belongs to the clinic and to no draft: rules, protocols, answers, users, sessions."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from support.records import AT, event

from agent.domain.protocol_copy import ProtocolCopy, body_hash
from agent.domain.template_answer import TemplateAnswer
from agent.domain.user import User
from agent.errors import NotFound
from agent.store.engine import Store
from agent.store.unit_of_work import UnitOfWork


def save_profile(uow: UnitOfWork, n: int) -> str:
    based_on = len(uow.profiles.history("clinic"))
    uow.profiles.save("clinic", f"# {n}", based_on=based_on, reason="Asked for.", by="u-1", at=AT)
    return "profile.saved"


def load_edits(uow: UnitOfWork, n: int) -> str:
    uow.edit_tables.add(
        "ptp",
        f"2026Q{n % 4 + 1}",
        edits=f'["{n}"]',
        source="f.csv",
        file_hash="0" * 64,
        kept=n,
        by="u-1",
        at=AT,
    )
    return "edits.loaded"


def change_protocol(uow: UnitOfWork, n: int) -> str:
    body, number = f"id: neck_pain # {n}", len(uow.protocols.history("neck_pain")) + 1
    uow.protocols.add(
        ProtocolCopy(
            protocol_id="neck_pain", number=number, body=body, by="u-1", at=AT, content_hash=body_hash(body)
        )
    )
    return "protocol.changed"


def answer_template(uow: UnitOfWork, n: int) -> str:
    uow.template_answers.add(
        TemplateAnswer(id=f"a-{n}", suggestion="s", kind="accepted", figures="3 of 4", by="u-1", at=AT)
    )
    return "template.answered"


FIRST_STATE = {"name": "Zoë 0", "active": True, "password_hash": "$argon2id$ 0"}
"""Of the user `u-0` before the round with `n` 3 changes it."""


def keep_user(uow: UnitOfWork, n: int) -> str:
    """A user is made, or changed, now and then with a new password."""
    user = User(
        id=f"u-{n % 3}", login=f"login{n % 3}", name=f"Zoë {n}", roles=("therapist",), active=n % 2 == 0
    )
    try:
        uow.users.change(user, password_hash=f"$argon2id$ {n}" if n % 5 else None)
    except NotFound:
        uow.users.add(user, f"$argon2id$ {n}")
        return "user.created"
    return "user.changed"


def log_in(uow: UnitOfWork, n: int) -> str:
    if not uow.users.all():
        keep_user(uow, n)
    token = hashlib.sha256(f"token {n}".encode()).hexdigest()
    uow.sessions.add(token, uow.users.all()[0].id, AT)
    if n % 2:
        uow.sessions.end(token)
    return "login.succeeded"


ACTS: tuple[Callable[[UnitOfWork, int], str], ...] = (
    save_profile,
    load_edits,
    change_protocol,
    answer_template,
    keep_user,
    log_in,
)


def run_the_clinic(store: Store, n: int = 0, acts: Sequence[Callable[[UnitOfWork, int], str]] = ACTS) -> None:
    """Each act once, in a unit of its own; `n` tells one round from another."""
    for act in acts:
        with store.unit() as uow:
            uow.audit.append(event(act(uow, n)))
            uow.commit()
