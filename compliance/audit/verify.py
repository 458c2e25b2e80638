"""Verify a ptscribe audit trail. One file, standard library only: `python verify.py --help`.

What is checked, on a copy of the database:

* every event: canonical bytes (RFC 8785), the sequence without a gap, the searchable columns against the
  body, the leaf hash; and the log's size and Merkle root (RFC 6962) against its head;
* every signed checkpoint (C2SP signed notes, Ed25519): that it is a prefix of the log, and that no
  checkpoint the log tells of is missing;
* every record the log vouches for (`TABLES`): that it is there, unchanged, and that no record stands
  there without an event;
* the status, version and displayed text of every draft against events, decisions and signature.

Exit code 0: all of it holds. 1: tampered, with where. 2: it could not be verified; that is no pass.
What a trail cannot prove is told in README.md beside this file.

To read it, begin at `verify_rows`; each part below stands on those before it:

1. what is said            the verdict, and the problems that led to it
2. what is read            the tables, and how their records are vouched for
3. a whole trail           `verify_rows`
4. the log                 events, Merkle tree, head, clock
5. the records             each against the event that vouches for it
6. the life of drafts      status, version, signature and additions
7. signed checkpoints      notes, keys and their succession
8. one draft's evidence    `verify_bundle`
9. where it is read from   a SQLite file, or a text file of `compliance.audit.dump`
10. Ed25519                by `cryptography`, or by hand
11. the command line
"""

from __future__ import annotations

import argparse
import base64
import binascii
import gzip
import hashlib
import json
import re
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

# --- 1. what is said ----------------------------------------------------------------------------

Verdict = Literal["ok", "tampered", "cannot_verify"]
MAX_PROBLEMS = 100
MAX_REMARKS = 20


class CannotVerify(Exception):
    """The input is missing, empty or unreadable: nothing can be said, so nothing is vouched for."""


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold: `where` names the record, `what` says what is wrong with it."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True)
class VerifyReport:
    """`checked` events were read; `witnessed` is the largest checkpoint size that holds (0: none given)."""

    verdict: Verdict
    checked: int = 0
    problems: tuple[Problem, ...] = ()
    root: str = ""
    witnessed: int = 0
    remarks: tuple[Problem, ...] = ()
    """What is no tampering but should be known: a clock that went backwards."""

    @property
    def ok(self) -> bool:
        return self.verdict == "ok"

    @property
    def exit_code(self) -> int:
        return {"ok": 0, "tampered": 1, "cannot_verify": 2}[self.verdict]


class _Found:
    """What was found so far; the first `MAX_PROBLEMS` are told one by one."""

    def __init__(self) -> None:
        self.checked = 0
        self._problems: list[Problem] = []
        self._more = 0

    def add(self, where: str, what: str) -> None:
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(Problem(where, what))
        else:
            self._more += 1

    @property
    def problems(self) -> tuple[Problem, ...]:
        more = (Problem("trail", f"{self._more} more problems"),) if self._more else ()
        return (*self._problems, *more)


# --- 2. what is read ----------------------------------------------------------------------------

Row = Mapping[str, Any]
Rows = Callable[[str], Iterable[Row]]
"""Gives the rows of a table, by primary key, with the columns of `TABLES`; `hashed` ones as SHA-256 (hex)."""


@dataclass(frozen=True)
class Table:
    """A table of the store, and what an event says of its rows: the digest of all columns but `life`."""

    columns: tuple[str, ...]
    called: str = ""
    """How a record is called in a problem; empty for tables that are held otherwise."""
    life: tuple[str, ...] = ()
    """Columns that change with the record's life; other checks hold them."""
    hashed: tuple[str, ...] = ()
    """Columns that are read as the SHA-256 of their text, for they are nobody's business elsewhere."""
    newest: bool = False
    """Rows change, each time by an event: the last event that names a row vouches for it."""


_VERSION = "of draft {draft_id}, version {version}"
TABLES: dict[str, Table] = {
    "audit_events": Table(
        ("seq", "at", "action", "actor_id", "draft_id", "patient_ref", "body", "leaf_hash")
    ),
    "audit_head": Table(("id", "size", "root", "frontier")),
    "patients": Table(("id", "fingerprint", "created_at", "shredded_at"), "patient {id}", ("shredded_at",)),
    "recordings": Table(
        ("id", "patient_id", "media_type", "size", "chunks", "created_at"), "recording {id}"
    ),
    "recording_chunks": Table(("recording_id", "n", "sealed")),
    "drafts": Table(
        (
            "id", "patient_id", "recording_id", "note_type", "created_by", "created_at",
            "label_sealed", "encounter_sealed", "status", "version", "displayed_hash", "blocking", "warnings",
        ),
        "draft {id}",
        ("status", "version", "displayed_hash", "blocking", "warnings"),
    ),
    "draft_versions": Table(
        (
            "draft_id", "version", "run", "author", "by", "at", "based_on", "blocking", "warnings",
            "content_hash", "content_sealed",
        ),
        f"draft version {_VERSION}",
    ),
    "run_values": Table(("draft_id", "run", "name", "sealed"), "{name} of draft {draft_id}, run {run}"),
    "decisions": Table(
        ("id", "draft_id", "version", "displayed_hash", "kind", "by", "role", "at", "comment_sealed"),
        f"decision {_VERSION}",
    ),
    "signatures": Table(
        ("id", "draft_id", "version", "content_hash", "by", "name", "credentials", "at", "attestation"),
        f"signature {_VERSION}",
    ),
    "resolutions": Table(
        ("draft_id", "version", "finding_id", "kind", "by", "at", "reason_sealed"), f"resolution {_VERSION}"
    ),
    "addenda": Table(
        (
            "draft_id", "version", "kind", "based_on", "based_on_hash", "content_hash", "content_sealed",
            "by", "name", "credentials", "at", "attestation",
        ),
        f"addendum {_VERSION}",
    ),
    "emergency_access": Table(
        ("id", "patient_id", "user_id", "role", "at", "until", "reason_sealed"), "emergency access {id}"
    ),
    "emergency_endings": Table(("access_id", "by", "role", "at"), "ending of emergency access {access_id}"),
    "profiles": Table(
        ("name", "revision", "text", "text_hash", "reason", "by", "at"), "profile {name}, revision {revision}"
    ),
    "edit_tables": Table(
        ("kind", "quarter", "revision", "source", "file_hash", "kept", "edits", "by", "at"),
        "{kind} edits of {quarter}, revision {revision}",
    ),
    "protocol_copies": Table(
        ("protocol_id", "number", "body", "by", "at", "comment", "content_hash"),
        "protocol {protocol_id}, version {number}",
    ),
    "template_answers": Table(
        ("id", "suggestion", "kind", "figures", "comment", "by", "at"), "template answer {id}"
    ),
    "users": Table(
        ("id", "login", "name", "credentials", "roles", "active", "password_hash"),
        "user {id}",
        hashed=("login", "password_hash"),
        newest=True,
    ),
    "sessions": Table(("token_hash", "user_id", "started_at"), "session of user {user_id}"),
}  # fmt: skip
"""All that is read. docs/TRAIL.md says of each table, read or not, what proves it or why nothing has to."""
COLUMNS = {name: table.columns for name, table in TABLES.items()}
_SOURCES = ("transcript", "facts")
"""Run values that versions rest on. Others are a node's scratch paper."""


# --- 3. a whole trail -----------------------------------------------------------------------------


def verify_rows(
    rows: Rows, *, checkpoints: Sequence[Checkpoint] = (), pinned: str = "", quick: bool = False
) -> VerifyReport:
    """Verify a trail from its rows, as they are stored.

    `pinned` is the verifier key (C2SP vkey) that checkpoints must be signed with; `quick` leaves the
    records' sealed content unread. Never raises for what it finds: unreadable is `cannot_verify`.
    """
    found = _Found()
    try:
        baseline = _authentic(checkpoints, pinned, found)
        log = _read_log(rows, baseline, found)
        if not quick:
            _check_records(rows, log, found)
    except CannotVerify as error:
        found.add("trail", str(error))
        return VerifyReport("cannot_verify", found.checked, found.problems)
    except (sqlite3.Error, KeyError, TypeError, ValueError, OverflowError) as error:
        found.add("trail", f"cannot be read ({type(error).__name__})")
        return VerifyReport("cannot_verify", found.checked, found.problems)
    remarks = tuple(log.remarks)
    if found.problems:
        return VerifyReport("tampered", found.checked, found.problems, log.tree.root.hex(), remarks=remarks)
    witnessed = max((c.size for c in baseline), default=0)
    return VerifyReport("ok", found.checked, (), log.tree.root.hex(), witnessed, remarks)


# --- 4. the log -----------------------------------------------------------------------------------

CLOCK_SECONDS = 120
EMPTY_ROOT = hashlib.sha256(b"").digest()
_FIELDS = frozenset(
    (
        "at", "action", "actor_id", "actor_role", "client", "request_id", "purpose", "outcome", "draft_id",
        "patient_ref", "version", "commitments", "details",
    )
)  # fmt: skip
"""Fields that every event has."""
_SEARCHABLE = ("at", "action", "actor_id", "draft_id", "patient_ref")
_MAX_INT = 2**53 - 1
_NEWEST = frozenset(name for name, table in TABLES.items() if table.newest)


class Tree:
    """The growing edge of an RFC 6962 tree: one hash for each full subtree, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.edge: list[bytes] = []

    def append(self, leaf: bytes) -> None:
        edge, full = self.edge, self.size
        while full & 1:
            leaf = hashlib.sha256(b"\x01" + edge.pop() + leaf).digest()
            full >>= 1
        edge.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        if not self.edge:
            return EMPTY_ROOT
        root = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            root = hashlib.sha256(b"\x01" + left + root).digest()
        return root


@dataclass
class _Log:
    """What the events say, gathered in one pass."""

    tree: Tree = field(default_factory=Tree)
    vouched: dict[bytes, int] = field(default_factory=dict)
    """Digest of a record to the event that vouches for it."""
    newest: dict[str, tuple[bytes, int]] = field(default_factory=dict)
    """`table/key` of a record that changes to its last digest, and the event that tells of it."""
    statuses: dict[str, str] = field(default_factory=dict)
    """Draft to the status that an event gave it last."""
    shredded: dict[str, str] = field(default_factory=dict)
    """Patients whose key was destroyed, and when."""
    told: dict[tuple[int, str], int] = field(default_factory=dict)
    """Size and root (hex) of each checkpoint that the log tells of, and the event that does."""
    latest: str = ""
    """The latest time that an event bears."""
    remarks: list[Problem] = field(default_factory=list)

    def vouches(self, digest: bytes, changing: str) -> bool:
        """For a record that never changes; or, by its `table/key`, for the present state of one that does."""
        return self.newest.get(changing, (b"",))[0] == digest if changing else digest in self.vouched


def _read_log(rows: Rows, baseline: Sequence[Checkpoint], found: _Found) -> _Log:
    log = _Log()
    at_size: dict[int, list[Checkpoint]] = {}
    for checkpoint in baseline:
        at_size.setdefault(checkpoint.size, []).append(checkpoint)
    for row in rows("audit_events"):
        _read_event(row, log, found)
        for checkpoint in at_size.get(log.tree.size, ()):
            if checkpoint.root != log.tree.root:
                found.add(
                    checkpoint.where,
                    f"the log's first {checkpoint.size} events are not those it was signed for",
                )
    size = log.tree.size
    if not size:
        raise CannotVerify("the log holds no event")
    for checkpoint in baseline:
        if checkpoint.size > size:
            found.add(
                checkpoint.where,
                f"it covers {checkpoint.size} events, the log holds {size}: its end is missing",
            )
    known = {(c.size, c.root.hex()) for c in baseline}
    for signed, seq in log.told.items():
        if baseline and signed not in known:
            found.add(f"event {seq}", f"the checkpoint of size {signed[0]} that it tells of is missing")
    _check_head(rows, log.tree, found)
    return log


def _read_event(row: Row, log: _Log, found: _Found) -> None:
    """The event's place, bytes and columns; what it says goes into the log."""
    seq, body = row["seq"], row["body"] if isinstance(row["body"], bytes) else b""
    where = f"event {seq}"
    if seq != found.checked + 1:
        found.add(where, f"expected event {found.checked + 1}: events are missing or out of order")
    found.checked += 1
    leaf = hashlib.sha256(b"\x00" + body).digest()
    if leaf != row["leaf_hash"]:
        found.add(where, "its body does not match its leaf hash")
    log.tree.append(leaf)
    event = _event(body)
    if event is None:
        found.add(where, "its body is not a canonical event")
        return
    for name in _SEARCHABLE:
        if event.get(name) != row[name]:
            found.add(where, f"its column {name} differs from its body")
    _look_at_clock(event["at"], where, log)
    try:
        _gather(event, seq, log)
    except (KeyError, TypeError, ValueError):
        found.add(where, "it tells of things that no event of ptscribe tells")


_canonical = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def _event(body: bytes) -> dict[str, Any] | None:
    """The event, if `body` is its canonical form (strings, integers, objects; ASCII keys); else None."""
    try:
        event = json.loads(body)
        if not isinstance(event, dict) or _canonical(event).encode() != body:
            return None
    except (ValueError, RecursionError):
        return None
    for value in event.values():
        for item in value.values() if type(value) is dict else (value,):
            if type(item) is not str and (type(item) is not int or not -_MAX_INT <= item <= _MAX_INT):
                return None
    if not body.isascii() and not all(key.isascii() for key in _keys(event)):
        return None
    if (
        not event.keys() >= _FIELDS
        or type(event["commitments"]) is not dict
        or type(event["details"]) is not dict
    ):
        return None
    return event


def _keys(event: dict[str, Any]) -> Iterator[str]:
    for key, value in event.items():
        yield key
        if type(value) is dict:
            yield from value


def _gather(event: dict[str, Any], seq: int, log: _Log) -> None:
    for name, digest in event["commitments"].items():
        if len(digest) == 64:
            if name.partition("/")[0] in _NEWEST:
                log.newest[name] = (bytes.fromhex(digest), seq)
            else:
                log.vouched.setdefault(bytes.fromhex(digest), seq)
    details = event["details"]
    if "draft_status" in details:
        log.statuses[event["draft_id"]] = sys.intern(details["draft_status"])
    if event["action"] == "key.destroyed":
        log.shredded[event["patient_ref"]] = details["shredded_at"]
    if event["action"] == "trail.checkpointed" and event["outcome"] == "success":
        log.told[(details["size"], details["root"])] = seq


def _look_at_clock(at: Any, where: str, log: _Log) -> None:
    """Units that waited for each other are out of step by seconds; a clock that was set back, by more."""
    if type(at) is not str:
        return
    if at >= log.latest:
        log.latest = at
    elif len(log.remarks) < MAX_REMARKS:
        try:
            behind = (_time(log.latest) - _time(at)).total_seconds()
        except ValueError:  # no time at all: other checks speak of that
            return
        if behind > CLOCK_SECONDS:
            log.remarks.append(Problem(where, f"the clock went backwards by {behind:.0f} seconds before it"))
            log.latest = at


def _time(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _check_head(rows: Rows, tree: Tree, found: _Found) -> None:
    heads = list(rows("audit_head"))
    if len(heads) != 1:
        raise CannotVerify("the head of the log is missing")
    head = heads[0]
    if head["id"] != 1:
        found.add("head of the log", "it is not the head that the store keeps")
    if head["size"] != tree.size:
        found.add("head of the log", f"it counts {head['size']} events, the log holds {tree.size}")
    elif bytes(head["root"]) != tree.root or bytes(head["frontier"]) != b"".join(tree.edge):
        found.add("head of the log", "its root is not that of the events")


# --- 5. the records -------------------------------------------------------------------------------


def record_digest(table: str, values: Row) -> bytes:
    """SHA-256 of the canonical JSON `[table, {column: value}]`; bytes stand as the hex of their SHA-256."""
    plain = {
        name: hashlib.sha256(value).hexdigest() if isinstance(value, bytes | memoryview) else value
        for name, value in values.items()
    }
    return hashlib.sha256(_canonical([table, plain]).encode()).digest()


def _check_records(rows: Rows, log: _Log, found: _Found) -> None:
    """Hold every record against what the log vouches for, in both directions."""
    seen: set[bytes] = set()
    audio = _audio(rows, found)
    runs = {(row["draft_id"], row["run"]) for row in rows("draft_versions")}
    for name, table in TABLES.items():
        for row in rows(name) if table.called else ():
            values = {column: row[column] for column in table.columns if column not in table.life}
            if name == "recordings":
                values["audio"] = audio.pop(row["id"], hashlib.sha256().hexdigest())
            if name == "run_values" and row["name"] not in _SOURCES:
                continue
            digest = record_digest(name, values)
            seen.add(digest)
            vouched = log.vouches(digest, f"{name}/{row['id']}" if table.newest else "")
            scratch = name == "run_values" and (row["draft_id"], row["run"]) not in runs
            if not vouched and not scratch:
                found.add(
                    table.called.format_map(values),
                    "no event vouches for it as it stands: it was changed or slipped in",
                )
    for recording_id in audio:
        found.add(f"recording {recording_id}", "it has parts but no record")
    for digest, seq in (*log.vouched.items(), *log.newest.values()):
        if digest not in seen:
            found.add(f"event {seq}", "a record that it vouches for is missing or was changed")
    for row in rows("patients"):
        if row["shredded_at"] != log.shredded.get(row["id"]):
            found.add(f"patient {row['id']}", "no event tells that its key was destroyed so, or not")
    _check_drafts(rows, log, found)


def _audio(rows: Rows, found: _Found) -> dict[str, str]:
    """SHA-256 (hex) over the sealed parts of each recording, which its record is vouched for with."""
    hashes, parts = dict[str, Any](), dict[str, int]()
    for chunk in rows("recording_chunks"):
        recording = chunk["recording_id"]
        if chunk["n"] != parts.setdefault(recording, 0):
            found.add(f"recording {recording}", "its parts are not numbered as they were")
        parts[recording] += 1
        hashes.setdefault(recording, hashlib.sha256()).update(chunk["sealed"])
    return {recording: one.hexdigest() for recording, one in hashes.items()}


# --- 6. the life of drafts ------------------------------------------------------------------------


def _check_drafts(rows: Rows, log: _Log, found: _Found) -> None:
    """The changing columns of drafts follow from events, versions, decisions and signatures."""
    newest: dict[str, tuple[int, str, int, int]] = {}
    for row in rows("draft_versions"):
        if row["version"] > newest.get(row["draft_id"], (0,))[0]:
            newest[row["draft_id"]] = (row["version"], row["content_hash"], row["blocking"], row["warnings"])
    decided = {(r["draft_id"], r["version"], r["displayed_hash"], r["kind"]) for r in rows("decisions")}
    signed = {(r["draft_id"], r["version"], r["content_hash"]) for r in rows("signatures")}
    for row in rows("drafts"):
        where, status = f"draft {row['id']}", row["status"]
        shown = (row["id"], row["version"], row["displayed_hash"])
        if (*shown[1:], row["blocking"], row["warnings"]) != newest.get(row["id"], (0, "", 0, 0)):
            found.add(where, "its version, hash or finding counts are not those of its newest version")
        if status != log.statuses.get(row["id"]):
            found.add(where, f"no event gave it the status {status!r}")
        if status in ("approved", "signed") and (*shown, "approve") not in decided:
            found.add(where, "nobody approved the version that is there")
        if status == "rejected" and (*shown, "reject") not in decided:
            found.add(where, "nobody rejected the version that is there")
        if (status == "signed") != (shown in signed):
            found.add(where, "its status and its signature do not agree")
    _check_addenda(rows, signed, found)


def _check_addenda(rows: Rows, signed: set[tuple[str, int, str]], found: _Found) -> None:
    """Each addendum stands on the signed version, or on the addendum before it."""
    last = {draft: (version, content_hash) for draft, version, content_hash in signed}
    for row in sorted(rows("addenda"), key=lambda row: (row["draft_id"], row["version"])):
        base = (row["based_on"], row["based_on_hash"])
        if base != last.get(row["draft_id"]) or row["version"] != row["based_on"] + 1:
            where = f"addendum of draft {row['draft_id']}, version {row['version']}"
            found.add(where, "it does not stand on the signed text that it adds to")
        last[row["draft_id"]] = (row["version"], row["content_hash"])


# --- 7. signed checkpoints ------------------------------------------------------------------------


@dataclass(frozen=True)
class Checkpoint:
    """A signed note: `text` is what its signatures cover, `signatures` pairs of key name and raw bytes."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...]
    text: str
    signatures: tuple[tuple[str, bytes], ...]
    where: str = ""


def parse_checkpoint(note: str, where: str = "checkpoint") -> Checkpoint:
    """A checkpoint as the C2SP specifications `signed-note` and `tlog-checkpoint` lay it out.

    Raises `CannotVerify` for what is not one, and for an empty log's: that is never a baseline.
    """
    head, cut, tail = note.rpartition("\n\n")
    lines = head.split("\n")
    try:
        if not cut or len(lines) < 3 or not all(lines) or any(ord(c) < 32 for line in lines for c in line):
            raise ValueError("layout")
        if not re.fullmatch(r"[1-9][0-9]{0,18}", lines[1]):
            raise ValueError("size")
        root = base64.b64decode(lines[2], validate=True)
        signatures = [_signature(line) for line in tail.split("\n")[:-1]]
        if len(root) != 32 or not signatures or not tail.endswith("\n"):
            raise ValueError("root or signatures")
    except (ValueError, binascii.Error) as error:
        raise CannotVerify(f"{where} is not a signed checkpoint ({error})") from None
    return Checkpoint(lines[0], int(lines[1]), root, tuple(lines[3:]), head + "\n", tuple(signatures), where)


def _signature(line: str) -> tuple[str, bytes]:
    mark, name, encoded = line.split(" ")
    raw = base64.b64decode(encoded, validate=True)
    if mark != "—" or not name or len(raw) < 5:
        raise ValueError("signature")
    return name, raw


def parse_vkey(vkey: str) -> tuple[str, bytes, bytes]:
    """Name, key id and algorithm byte with public key of a C2SP verifier key."""
    try:
        name, key_id, encoded = vkey.strip().split("+", 2)
        key = base64.b64decode(encoded, validate=True)
        expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
        if bytes.fromhex(key_id) != expected or key[:1] != b"\x01" or len(key) != 33:
            raise ValueError
    except (ValueError, binascii.Error):
        raise CannotVerify("the pinned key is not a verifier key for Ed25519") from None
    return name, expected, key


def signed_by(checkpoint: Checkpoint, vkey: str) -> bool:
    """Whether one of the note's signatures is this key's and holds. Unknown signatures are ignored."""
    name, key_id, key = parse_vkey(vkey)
    return any(
        signer == name and raw[:4] == key_id and ed25519_holds(key[1:], checkpoint.text.encode(), raw[4:])
        for signer, raw in checkpoint.signatures
    )


def _authentic(checkpoints: Sequence[Checkpoint], pinned: str, found: _Found) -> list[Checkpoint]:
    """The checkpoints by size, each signed by the key that was in force at its size."""
    if checkpoints and not pinned:
        raise CannotVerify("there are checkpoints, but no pinned key to check them with")
    origin, good = parse_vkey(pinned)[0] if pinned else "", []
    ordered = sorted(checkpoints, key=lambda c: c.size)
    keys = _succession([c for c in ordered if c.origin == origin], pinned)
    for checkpoint in ordered:
        if checkpoint.origin != origin:
            found.add(checkpoint.where, f"it is of another log ({checkpoint.origin})")
        elif any(
            first <= checkpoint.size <= last and signed_by(checkpoint, key) for key, first, last in keys
        ):
            good.append(checkpoint)
        else:
            found.add(checkpoint.where, "it is not signed by the pinned key, nor by one that replaced it")
    return good


def _succession(ordered: Sequence[Checkpoint], pinned: str) -> list[tuple[str, int, int]]:
    """The pinned key and those it was handed over to, each with the sizes at which it was in force.

    A hand-over is a checkpoint that names the new key (`rotate <vkey>`) and that both keys signed.
    """
    keys, current, first = list[tuple[str, int, int]](), pinned, 0
    steps = [(c, e[7:]) for c in ordered for e in c.extensions if e.startswith("rotate ")]
    while step := next(((c, k) for c, k in steps if signed_by(c, current) and signed_by(c, k)), None):
        steps.remove(step)
        keys.append((current, first, step[0].size))
        current, first = step[1], step[0].size
    return [*keys, (current, first, _MAX_INT)]


def read_witness(folder: Path) -> list[Checkpoint]:
    """All checkpoints (`*.note`) of a witness folder. Raises `CannotVerify` when there is none."""
    if not folder.is_dir():
        raise CannotVerify(f"there is no witness folder {folder}")
    notes = [
        parse_checkpoint(path.read_text("utf-8", errors="replace"), path.name)
        for path in sorted(folder.glob("*.note"))
    ]
    if not notes:
        raise CannotVerify(f"the witness folder {folder} holds no checkpoint")
    return notes


# --- 8. one draft's evidence ----------------------------------------------------------------------

BUNDLE_FORMAT = "ptscribe-evidence-1"
_MAX_BUNDLE = 64 * 2**20


def verify_bundle(path: Path, *, pinned: str) -> VerifyReport:
    """Verify the evidence of one draft (`compliance.audit.bundle`) against the pinned key.

    Where that key was replaced before the bundle was made, its `rotations` lead to the newer one.
    """
    found = _Found()
    try:
        bundle = json.loads(_unpacked(path))
        if not isinstance(bundle, dict) or bundle.get("format") != BUNDLE_FORMAT or not bundle["events"]:
            raise CannotVerify("it is not a bundle of evidence, or holds no event")
        checkpoint = parse_checkpoint(bundle["checkpoint"], "checkpoint")
        rotations = [
            parse_checkpoint(note, f"rotation {n}") for n, note in enumerate(bundle.get("rotations", ()), 1)
        ]
        if checkpoint in _authentic([*rotations, checkpoint], pinned, found):
            _check_bundle(bundle, checkpoint, found)
        _check_files(bundle.get("files", {}), path.parent, found)
    except (OSError, CannotVerify, EOFError, zlib.error) as error:
        return VerifyReport("cannot_verify", found.checked, (Problem(str(path), f"cannot be read: {error}"),))
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return VerifyReport("cannot_verify", found.checked, (Problem(str(path), "it is not a whole bundle"),))
    if found.problems:
        return VerifyReport("tampered", found.checked, found.problems)
    return VerifyReport("ok", found.checked, (), checkpoint.root.hex(), checkpoint.size)


def _unpacked(path: Path) -> bytes:
    """The bundle's bytes, packed by gzip or not."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if not packed:
        return path.read_bytes()
    with gzip.open(path) as unpacked:
        data = unpacked.read(_MAX_BUNDLE + 1)
    if len(data) > _MAX_BUNDLE:
        raise CannotVerify("it is larger than any evidence of one draft")
    return data


def _check_bundle(bundle: dict[str, Any], checkpoint: Checkpoint, found: _Found) -> None:
    told: set[Any] = set()
    last = 0
    for one in bundle["events"]:
        seq, body = one["seq"], one["body"].encode()
        where, event = f"event {seq}", _event(body)
        found.checked += 1
        if type(seq) is not int or not last < seq:
            found.add(where, "events are not in order")
            continue
        last = seq
        proof = [base64.b64decode(hash_, validate=True) for hash_ in one["proof"]]
        leaf = hashlib.sha256(b"\x00" + body).digest()
        if _path_root(seq - 1, checkpoint.size, leaf, proof) != checkpoint.root:
            found.add(where, "it does not stand in the log of the checkpoint")
        if event is None or event["draft_id"] != bundle["draft_id"]:
            found.add(where, "it is not an event of this draft")
        else:
            told.add(event["details"].get("content_hash"))
    for n, content in enumerate(bundle["contents"], start=1):
        if hashlib.sha256(content.encode()).hexdigest() not in told:
            found.add(f"content {n}", "no event of this draft tells of it")


def _check_files(files: dict[str, str], folder: Path, found: _Found) -> None:
    """Files that the bundle names, where they lie beside it. One that was not passed on is no fault."""
    for name, digest in files.items():
        beside = folder / Path(name).name
        if beside.is_file() and hashlib.sha256(beside.read_bytes()).hexdigest() != digest:
            found.add(name, "it is not the file that the bundle was made with")


def _path_root(index: int, size: int, leaf: bytes, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2); None for a proof of the wrong shape."""
    if index >= size or any(len(hash_) != 32 for hash_ in proof):
        return None
    last, root = size - 1, leaf
    for hash_ in proof:
        if not last:
            return None
        if index & 1 or index == last:
            root = hashlib.sha256(b"\x01" + hash_ + root).digest()
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            root = hashlib.sha256(b"\x01" + root + hash_).digest()
        index, last = index >> 1, last >> 1
    return None if last else root


# --- 9. where it is read from -----------------------------------------------------------------------


def verify_sqlite(
    path: Path, *, checkpoints: Sequence[Checkpoint] = (), pinned: str = "", quick: bool = False
) -> VerifyReport:
    """Verify the trail in a SQLite database, opened read-only."""
    if not path.is_file():
        return VerifyReport("cannot_verify", 0, (Problem(str(path), "there is no such file"),))
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    connection.text_factory = lambda raw: raw.decode(errors="backslashreplace")
    try:
        connection.execute("BEGIN")
        return verify_rows(
            lambda table: _select(connection, table), checkpoints=checkpoints, pinned=pinned, quick=quick
        )
    except sqlite3.Error as error:
        return VerifyReport("cannot_verify", 0, (Problem(str(path), f"cannot be read ({error})"),))
    finally:
        connection.close()


def _select(connection: sqlite3.Connection, table: str) -> Iterator[Row]:
    columns = ", ".join(f'"{name}"' for name in COLUMNS[table])
    order = {"audit_events": "seq", "recording_chunks": "recording_id, n"}.get(table, "rowid")
    rows = connection.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")  # noqa: S608  # our names
    hashed = TABLES[table].hashed
    for row in rows:
        yield {**row, **{name: _hidden(row[name]) for name in hashed}} if hashed else row


def _hidden(value: Any) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()


def verify_dump(
    path: Path, *, checkpoints: Sequence[Checkpoint] = (), pinned: str = "", quick: bool = False
) -> VerifyReport:
    """Verify the trail in a text file of `compliance.audit.dump`. A file without its end says nothing."""
    try:
        with path.open("rb") as file:
            tables = _tables(file)
            return verify_rows(
                lambda table: _lines(file, *tables[table]),
                checkpoints=checkpoints,
                pinned=pinned,
                quick=quick,
            )
    except (OSError, CannotVerify) as error:
        return VerifyReport("cannot_verify", 0, (Problem(str(path), str(error)),))


def _tables(file: BinaryIO) -> dict[str, tuple[int, list[str]]]:
    """Where each table's rows begin in the file, and their columns."""
    tables, count, line = dict[str, tuple[int, list[str]]](), 0, b""
    try:
        for line in file:
            if line.startswith(b'{"table":'):
                header = json.loads(line)
                tables[header["table"]] = (file.tell(), header["columns"])
            count += 1
        if json.loads(line) != {"end": count - 1} or tables.keys() != COLUMNS.keys():
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise CannotVerify("it is not a whole trail") from None
    return tables


def _lines(file: BinaryIO, start: int, columns: list[str]) -> Iterator[Row]:
    file.seek(start)
    while (line := file.readline()).startswith(b"["):
        start = file.tell()
        values = (bytes.fromhex(v["hex"]) if isinstance(v, dict) else v for v in json.loads(line))
        yield dict(zip(columns, values, strict=True))
        file.seek(start)


# --- 10. Ed25519 (RFC 8032), by `cryptography` where it is installed, else slowly by hand --------------

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_G = (
    15112221349535400772501151409588531511454012693041857206046113283949847762202,
    46316835694926478169428394003475163141307993866256225615783033603165251855960,
)


def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) by `key` (32 bytes) over `message` holds."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return _ed25519_by_hand(key, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _ed25519_by_hand(key: bytes, message: bytes, signature: bytes) -> bool:
    if len(key) != 32 or len(signature) != 64:
        return False
    point, commit = _point(key), _point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or commit is None or scalar >= _L:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % _L
    left = _times(scalar, (*_G, 1, _G[0] * _G[1] % _P))
    right = _plus(commit, _times(challenge, point))
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (
        left[1] * right[2] - right[1] * left[2]
    ) % _P == 0


_Point = tuple[int, int, int, int]


def _plus(a: _Point, b: _Point) -> _Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    g, h = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    s, t, u, v = f - e, h - g, h + g, f + e
    return s * t % _P, u * v % _P, t * u % _P, s * v % _P


def _times(scalar: int, point: _Point) -> _Point:
    total: _Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = _plus(total, point)
        point, scalar = _plus(point, point), scalar >> 1
    return total


def _point(encoded: bytes) -> _Point | None:
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    x = _P - x if x & 1 != sign else x
    return x, y, 1, x * y % _P


# --- 11. the command line ---------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="verify.py", description=__doc__.split("\n")[0])
    parser.add_argument("trail", type=Path, help="a database, a dump (*.jsonl) or a bundle (*.json, *.gz)")
    parser.add_argument("--witness", type=Path, help="folder of signed checkpoints (*.note)")
    parser.add_argument(
        "--key", default="", help="pinned verifier key (name+id+key), or a file that holds it"
    )
    parser.add_argument("--quick", action="store_true", help="the log only, not the records it vouches for")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        pinned = (
            Path(options.key).read_text("utf-8") if "+" not in options.key and options.key else options.key
        )
        witness = read_witness(options.witness) if options.witness else []
    except (CannotVerify, OSError) as error:
        report = VerifyReport("cannot_verify", 0, (Problem("input", str(error)),))
    else:
        if options.trail.suffix in (".json", ".gz"):
            report = verify_bundle(options.trail, pinned=pinned.strip())
        else:
            verify = verify_dump if options.trail.suffix == ".jsonl" else verify_sqlite
            report = verify(options.trail, checkpoints=witness, pinned=pinned.strip(), quick=options.quick)
    _print(report, as_json=options.json)
    return report.exit_code


def _print(report: VerifyReport, *, as_json: bool) -> None:
    out = sys.stdout.write
    if as_json:
        problems = [{"where": p.where, "what": p.what} for p in report.problems]
        value = {
            "verdict": report.verdict,
            "checked": report.checked,
            "witnessed": report.witnessed,
            "root": report.root,
            "problems": problems,
            "remarks": [{"where": r.where, "what": r.what} for r in report.remarks],
        }
        out(json.dumps(value) + "\n")
        return
    out(f"{report.verdict.replace('_', ' ')}: {report.checked} events, {report.witnessed} witnessed\n")
    for problem in report.problems:
        out(f"  {problem}\n")
    for remark in report.remarks:
        out(f"  remark: {remark}\n")


if __name__ == "__main__":
    sys.exit(main())
