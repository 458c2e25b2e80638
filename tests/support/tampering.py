"""What somebody can do who may write the database, and knows how it is made, but has no signing key.

Each way takes an open unit of work whose fences are down, and a seeded random generator. The caller rolls
the unit back, so that thousands of tamperings need one history.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, text
from support.clinic_records import FIRST_STATE

from agent.store.frontier import Frontier, leaf_hash
from agent.store.unit_of_work import UnitOfWork
from agent.store.vouching import record_digest
from compliance.audit.verify import COLUMNS, TABLES

Way = Callable[[Connection, random.Random, int], None]
"""Tampers with the log up to and including an event number: the last that a checkpoint covers."""

KEYS = {
    "audit_events": ("seq",),
    "audit_head": ("id",),
    "patients": ("id",),
    "recordings": ("id",),
    "recording_chunks": ("recording_id", "n"),
    "drafts": ("id",),
    "draft_versions": ("draft_id", "version"),
    "run_values": ("draft_id", "run", "name"),
    "decisions": ("id",),
    "signatures": ("id",),
    "resolutions": ("n",),
    "addenda": ("draft_id", "version"),
    "emergency_access": ("id",),
    "emergency_endings": ("access_id",),
    "profiles": ("name", "revision"),
    "edit_tables": ("kind", "quarter", "revision"),
    "protocol_copies": ("protocol_id", "number"),
    "template_answers": ("id",),
    "users": ("id",),
    "sessions": ("token_hash",),
}
CLINICS = (
    "emergency_endings", "profiles", "edit_tables", "protocol_copies", "template_answers", "users",
    "sessions",
)  # fmt: skip
"""Tables that belong to no draft."""
RECORDS = (
    "drafts", "draft_versions", "decisions", "signatures", "resolutions", "recordings", "patients", "addenda",
    "emergency_access", *CLINICS,
)  # fmt: skip


def fences_down(uow: UnitOfWork) -> Connection:
    """Triggers off and foreign keys unchecked, until the unit is rolled back."""
    db = uow.audit._db
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return db
    db.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for name in db.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
        db.exec_driver_sql(f"DROP TRIGGER {name}")
    return db


def _rows(db: Connection, table: str) -> list[dict[str, Any]]:
    order = ", ".join(f'"{name}"' for name in KEYS[table])
    return [dict(row) for row in db.execute(text(f"SELECT * FROM {table} ORDER BY {order}")).mappings()]


def _set(db: Connection, table: str, row: dict[str, Any], **values: Any) -> None:
    keys = " AND ".join(f'"{name}" = :k_{name}' for name in KEYS[table])
    sets = ", ".join(f'"{name}" = :v_{name}' for name in values)
    db.execute(
        text(f"UPDATE {table} SET {sets} WHERE {keys}"),
        {f"k_{name}": row[name] for name in KEYS[table]} | {f"v_{name}": v for name, v in values.items()},
    )


def _delete(db: Connection, table: str, row: dict[str, Any]) -> None:
    keys = " AND ".join(f'"{name}" = :{name}' for name in KEYS[table])
    db.execute(text(f"DELETE FROM {table} WHERE {keys}"), {name: row[name] for name in KEYS[table]})


def _insert(db: Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    db.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in row)})"), row)


def changed(rng: random.Random, value: Any) -> Any:
    """A value of the same kind that differs a little."""
    if value is None:
        return "x"
    if isinstance(value, bytes):
        flipped = bytearray(value or b"\x00")
        bit = rng.randrange(len(flipped) * 8)
        flipped[bit // 8] ^= 1 << bit % 8
        return bytes(flipped)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + rng.choice([-1, 1, 7])
    if not value:
        return "x"
    at = rng.randrange(len(value))
    return value[:at] + rng.choice([c for c in "0123456789abcdef~" if c != value[at]]) + value[at + 1 :]


def _rewrite(db: Connection, bodies: Sequence[bytes]) -> None:
    """Store these events as the whole log, with every hash, column and number as it should be."""
    db.execute(text("DELETE FROM audit_events"))
    leaves = [leaf_hash(body) for body in bodies]
    for seq, (body, leaf) in enumerate(zip(bodies, leaves, strict=True), start=1):
        event = json.loads(body)
        names = ("at", "action", "actor_id", "draft_id", "patient_ref")
        columns = {name: event[name] for name in names}
        _insert(db, "audit_events", {"seq": seq, "body": body, "leaf_hash": leaf, **columns})
    frontier = Frontier().extend(leaves)
    db.execute(
        text("UPDATE audit_head SET size = :size, root = :root, frontier = :frontier"),
        {"size": frontier.size, "root": frontier.root, "frontier": frontier.packed},
    )


def _bodies(db: Connection) -> list[bytes]:
    return [row["body"] for row in _rows(db, "audit_events")]


def _dumped(event: dict[str, Any]) -> bytes:
    return json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _edited(rng: random.Random, body: bytes) -> bytes:
    event = json.loads(body)
    name = rng.choice(["at", "action", "actor_id", "actor_role", "outcome", "draft_id", "version"])
    event[name] = changed(rng, event[name])
    return _dumped(event)


def flip_anything(db: Connection, rng: random.Random, last: int) -> None:
    """One column of one row of any table that is verified."""
    table = rng.choice([name for name in COLUMNS if _rows(db, name)])
    row = rng.choice(_rows(db, table))
    while table == "run_values" and row["name"] not in ("transcript", "facts"):
        row = rng.choice(_rows(db, table))
    column = rng.choice(COLUMNS[table])
    _set(db, table, row, **{column: changed(rng, row[column])})


def edit_event(db: Connection, rng: random.Random, last: int) -> None:
    row = rng.choice(_rows(db, "audit_events")[:last])
    _set(db, "audit_events", row, body=_edited(rng, row["body"]))


def edit_event_and_rehash(db: Connection, rng: random.Random, last: int) -> None:
    bodies = _bodies(db)
    at = rng.randrange(last)
    bodies[at] = _edited(rng, bodies[at])
    _rewrite(db, bodies)


def delete_event(db: Connection, rng: random.Random, last: int) -> None:
    _delete(db, "audit_events", rng.choice(_rows(db, "audit_events")))


def delete_event_and_renumber(db: Connection, rng: random.Random, last: int) -> None:
    bodies = _bodies(db)
    del bodies[rng.randrange(last)]
    _rewrite(db, bodies)


def delete_draft_and_rehash(db: Connection, rng: random.Random, last: int) -> None:
    draft = rng.choice(_rows(db, "drafts"))["id"]
    _rewrite(db, [body for body in _bodies(db) if json.loads(body)["draft_id"] != draft])
    for table in ("draft_versions", "run_values", "decisions", "signatures", "resolutions", "addenda"):
        db.execute(text(f"DELETE FROM {table} WHERE draft_id = :draft"), {"draft": draft})
    db.execute(text("DELETE FROM drafts WHERE id = :draft"), {"draft": draft})


def cut_tail(db: Connection, rng: random.Random, last: int) -> None:
    """The newest events go, and what they tell of; head and hashes fit."""
    _rewrite(db, _bodies(db)[: rng.randint(1, last - 1)])


def cut_tail_rows_only(db: Connection, rng: random.Random, last: int) -> None:
    db.execute(text("DELETE FROM audit_events WHERE seq > :keep"), {"keep": rng.randint(1, last - 1)})


def empty_the_log(db: Connection, rng: random.Random, last: int) -> None:
    _rewrite(db, [])


def forge_and_rehash(db: Connection, rng: random.Random, last: int) -> None:
    """An event that never was, somewhere before the last checkpoint."""
    bodies = _bodies(db)
    bodies.insert(rng.randrange(last), _edited(rng, rng.choice(bodies)))
    _rewrite(db, bodies)


def swap_events(db: Connection, rng: random.Random, last: int) -> None:
    bodies = _bodies(db)
    one, other = rng.sample(range(last), 2)
    bodies[one], bodies[other] = bodies[other], bodies[one]
    _rewrite(db, bodies)


def swap_rows(db: Connection, rng: random.Random, last: int) -> None:
    one, other = rng.sample(_rows(db, "audit_events")[:last], 2)
    for row, source in ((one, other), (other, one)):
        _set(db, "audit_events", row, **{name: source[name] for name in row if name != "seq"})


def change_status(db: Connection, rng: random.Random, last: int) -> None:
    row = rng.choice(_rows(db, "drafts"))
    others = {
        "recorded",
        "processing",
        "failed",
        "in_review",
        "changes_requested",
        "approved",
        "rejected",
        "signed",
    }
    _set(db, "drafts", row, status=rng.choice(sorted(others - {row["status"]})))


def _digest(table: str, row: dict[str, Any]) -> str:
    """As an event names the row."""
    known = TABLES[table]
    fixed = {name: row[name] for name in known.columns if name not in known.life}
    return record_digest(table, fixed | {name: row[name].encode() for name in known.hashed})


def change_record_and_vouch_for_it(db: Connection, rng: random.Random, last: int) -> None:
    """A record is edited, and the event that vouched for it is made to vouch for the new one."""
    table = rng.choice([name for name in RECORDS if _rows(db, name)])
    row = rng.choice(_rows(db, table))
    if table == "recordings":
        return edit_event_and_rehash(db, rng, last)
    life, keys = TABLES[table].life, KEYS[table]
    column = rng.choice([name for name in COLUMNS[table] if name not in (*life, *keys)])
    value = changed(rng, row[column])
    _set(db, table, row, **{column: value})
    before, after = _digest(table, row), _digest(table, row | {column: value})
    bodies = _bodies(db)
    assert any(before.encode() in body for body in bodies)
    _rewrite(db, [body.replace(before.encode(), after.encode()) for body in bodies])
    return None


def delete_record(db: Connection, rng: random.Random, last: int) -> None:
    table = rng.choice([name for name in (*RECORDS, "recording_chunks") if _rows(db, name)])
    _delete(db, table, rng.choice(_rows(db, table)))


def edit_row_of(table: str) -> Way:
    """A row of this table is other than it was made."""

    def edit(db: Connection, rng: random.Random, last: int) -> None:
        column = rng.choice([name for name in COLUMNS[table] if name not in KEYS[table]] or COLUMNS[table])
        row = rng.choice(_rows(db, table))
        _set(db, table, row, **{column: changed(rng, row[column])})

    return edit


def delete_row_of(table: str) -> Way:
    def delete(db: Connection, rng: random.Random, last: int) -> None:
        _delete(db, table, rng.choice(_rows(db, table)))

    return delete


def slip_in_row_of(table: str) -> Way:
    """A row that nobody made, like one that somebody made."""

    def slip_in(db: Connection, rng: random.Random, last: int) -> None:
        _insert(db, table, _slipped_in(rng, table, rng.choice(_rows(db, table))))

    return slip_in


def edit_clinics_record(db: Connection, rng: random.Random, last: int) -> None:
    """A rule, a protocol, an answer, a payer's edits, an account or a session is other than it was made."""
    edit_row_of(rng.choice([name for name in CLINICS if _rows(db, name)]))(db, rng, last)


def turn_user_back(db: Connection, rng: random.Random, last: int) -> None:
    """An account is again what it was made as: that state was vouched for once, and is no longer."""
    _set(db, "users", {"id": "u-0"}, **FIRST_STATE)


def slip_in_record(db: Connection, rng: random.Random, last: int) -> None:
    """An approval, a signature, a version or a draft that nobody made."""
    of_drafts = ("decisions", "signatures", "draft_versions", "drafts", "patients", "addenda")
    table = rng.choice([name for name in (*of_drafts, "emergency_access", *CLINICS) if _rows(db, name)])
    row, draft = rng.choice(_rows(db, table)), rng.choice(_rows(db, "drafts"))
    fresh = row | {name: f"{rng.randrange(10**9)}" for name in KEYS[table] if name == "id"}
    if table == "patients":
        fresh["fingerprint"] = rng.randbytes(32)
    elif table in CLINICS:
        fresh = _slipped_in(rng, table, fresh)
    elif table not in ("drafts", "emergency_access"):
        fresh |= {"draft_id": draft["id"], "version": draft["version"] + 50}
    if table == "signatures":
        db.execute(text("DELETE FROM signatures WHERE draft_id = :id"), {"id": draft["id"]})
    _insert(db, table, fresh)


def _slipped_in(rng: random.Random, table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row like this one, with a key of its own."""
    number = {"profiles": "revision", "edit_tables": "revision", "protocol_copies": "number"}.get(table)
    if number:
        return row | {number: row[number] + 50}
    fresh = {name: f"{rng.randrange(10**9)}" for name in KEYS[table]}
    return row | fresh | ({"login": fresh["id"]} if table == "users" else {})


def rebuild_without_vouching(db: Connection, rng: random.Random, last: int) -> None:
    """All commitments are taken out of an event, so that what it vouched for stands unproven."""
    bodies = _bodies(db)
    with_some = [n for n in range(last) if json.loads(bodies[n])["commitments"]]
    at = rng.choice(with_some)
    bodies[at] = _dumped(json.loads(bodies[at]) | {"commitments": {}})
    _rewrite(db, bodies)


WAYS: tuple[Way, ...] = (
    flip_anything,
    edit_event,
    edit_event_and_rehash,
    delete_event,
    delete_event_and_renumber,
    delete_draft_and_rehash,
    cut_tail,
    cut_tail_rows_only,
    empty_the_log,
    forge_and_rehash,
    swap_events,
    swap_rows,
    change_status,
    change_record_and_vouch_for_it,
    delete_record,
    edit_clinics_record,
    turn_user_back,
    slip_in_record,
    rebuild_without_vouching,
)
