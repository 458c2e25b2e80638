"""The signer: it keeps its own memory outside of the database, and signs no log that forgot something.

Its memory is its last signed note and the tree's edge at that size. The new root is computed from that
edge and the events since, so what it signs begins, by construction, with what it signed before; a log
that was cut, rolled back or rewritten does not come to the root its head claims, and is refused.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from agent.domain.audit import utc_stamp
from agent.errors import IntegrityError, StorageError
from compliance.audit.checkpoint import SigningKey, checkpoint_note, write_atomically
from compliance.audit.merkle import leaf_hash
from compliance.audit.places import Place
from compliance.audit.verify import CannotVerify, Checkpoint, Tree, parse_checkpoint, signed_by

Bodies = Callable[[int], Iterable[bytes]]
"""Gives the stored bytes of all events after a sequence number, in order, as one snapshot with the head."""
_REFUSED = "Run `ptscribe audit verify`; nothing was signed."


@dataclass(frozen=True)
class LogState:
    """What the log's head claims, and a way to its events, read in one transaction."""

    size: int
    root: bytes
    bodies: Bodies


@dataclass(frozen=True)
class Signed:
    checkpoint: Checkpoint
    note: str
    witnesses: tuple[Path, ...]
    """Where the note stands now."""
    failures: tuple[str, ...] = ()
    """Witnesses that could not be written, and why; the note stands in the others."""


class Signer:
    """Signs checkpoints for one log. Several processes may share its files; they take turns."""

    def __init__(
        self, key: SigningKey, memory: Path, witnesses: tuple[Path, ...], others: tuple[Place, ...] = ()
    ) -> None:
        """`witnesses` are folders, `others` witnesses elsewhere."""
        self._key = key
        self._memory = memory
        self._witnesses = witnesses
        self._others = others

    def sign(self, state: LogState, *, at: datetime | None = None) -> Signed:
        """Sign and witness the log as it stands.

        Raises `IntegrityError` when it is not consistent with the last checkpoint, or empty, and
        `StorageError` when neither memory nor any witness folder can be written.
        """
        with self._turn():
            tree = self._remembered()
            if state.size < tree.size:
                raise IntegrityError(
                    f"The log holds {state.size} events, but {tree.size} were signed before.", mend=_REFUSED
                )
            if not state.size:
                raise IntegrityError("The log is empty: there is nothing to sign.")
            for body in state.bodies(tree.size):
                tree.append(leaf_hash(body))
            if (tree.size, tree.root) != (state.size, state.root):
                raise IntegrityError(
                    "The log does not continue the one that was signed before, or its head is wrong.",
                    mend=_REFUSED,
                )
            last = self.last()
            if last is not None and last.size == tree.size:
                return self._publish(tree, self._note(), mail=False)
            return self._publish(tree, self._new_note(tree, at))

    def rotate(self, successor: SigningKey, state: LogState, *, at: datetime | None = None) -> Signed:
        """Hand over to a new key of the same name: a checkpoint that names it, signed by both."""
        if successor.name != self._key.name:
            raise ValueError("the new key must bear the log's name")
        self.sign(state, at=at)
        with self._turn():
            tree = self._remembered()
            signed = self._publish(tree, self._new_note(tree, at, successor), suffix="-rotate")
        self._key = successor
        return signed

    def last(self) -> Checkpoint | None:
        """The last checkpoint this signer made; None when it made none."""
        note = self._note()
        return parse_checkpoint(note, self._memory.name) if note else None

    def _new_note(self, tree: Tree, at: datetime | None, successor: SigningKey | None = None) -> str:
        when = utc_stamp(at or datetime.now(UTC))
        return checkpoint_note(self._key, tree.size, tree.root, at=when, successor=successor)

    def _publish(self, tree: Tree, note: str, *, suffix: str = "", mail: bool = True) -> Signed:
        """Witness first, remember then: what is remembered is known outside."""
        name = f"{tree.size:012d}-{tree.root.hex()[:12]}{suffix}.note"
        written, failures = [], []
        for folder in self._witnesses:
            try:
                write_atomically(folder / name, note, replace=False)
                self._fill_up(folder)
                written.append(folder / name)
            except OSError as error:
                failures.append(f"{folder}: {_why(error)}")
        elsewhere = 0
        for place in self._others:
            try:
                there = place.names()
                if there is None and not mail:
                    continue  # what was mailed once is not mailed again
                place.put(name, note)
                for missing in self._missing(there or {name}, written) if there is not None else ():
                    place.put(missing.name, missing.read_text("utf-8"))
                elsewhere += 1
            except OSError as error:
                failures.append(f"{place}: {_why(error)}")
        if not written and not elsewhere:
            why = "; ".join(failures) or "no witness folder is set"
            raise StorageError(
                f"The checkpoint could not be witnessed ({why}).",
                mend="Free some space there or correct PTSCRIBE_WITNESS_DIR; no event was lost.",
            )
        kept = {"note": note, "edge": [base64.b64encode(one).decode() for one in tree.edge]}
        try:
            write_atomically(self._memory, json.dumps(kept), mode=0o600)
        except OSError as error:
            raise StorageError(
                f"The signer cannot keep its memory ({_why(error)}).", mend="Free some disk space."
            ) from None
        return Signed(parse_checkpoint(note, name), note, tuple(written), tuple(failures))

    @staticmethod
    def _missing(there: set[str], written: list[Path]) -> list[Path]:
        """Notes that a folder has and another witness lacks."""
        here = written[0].parent.glob("*.note") if written else ()
        return sorted(path for path in here if path.name not in there)

    def _fill_up(self, folder: Path) -> None:
        """Bring what a folder missed while it could not be written."""
        there = {path.name for path in folder.glob("*.note")}
        for other in self._witnesses:
            for path in other.glob("*.note"):
                if path.name not in there:
                    write_atomically(folder / path.name, path.read_text("utf-8"), replace=False)

    def _remembered(self) -> Tree:
        """The tree as it was last signed; an empty one before the first checkpoint."""
        note, tree = self._note(), Tree()
        if not note:
            if any(any(folder.glob("*.note")) for folder in self._witnesses if folder.is_dir()):
                raise IntegrityError(
                    "The signer's memory is gone, yet checkpoints were witnessed before.",
                    mend=f"Restore {self._memory} from its backup; then sign again.",
                )
            return tree
        try:
            last = parse_checkpoint(note)
            tree.size = last.size
            tree.edge = [base64.b64decode(one, validate=True) for one in self._kept()["edge"]]
        except (CannotVerify, ValueError, TypeError, KeyError):
            raise IntegrityError("The signer's memory is damaged.", mend=_REFUSED) from None
        whole = len(tree.edge) == last.size.bit_count() and tree.root == last.root
        if not whole or not signed_by(last, self._key.vkey):
            raise IntegrityError("The signer's memory is damaged, or another key's.", mend=_REFUSED)
        return tree

    def _note(self) -> str:
        note = self._kept().get("note", "")
        return note if isinstance(note, str) else ""

    def _kept(self) -> dict[str, Any]:
        if not self._memory.exists():
            return {}
        try:
            kept = json.loads(self._memory.read_text("utf-8"))
        except (OSError, ValueError):
            raise IntegrityError("The signer's memory cannot be read.", mend=_REFUSED) from None
        if not isinstance(kept, dict):
            raise IntegrityError("The signer's memory is damaged.", mend=_REFUSED)
        return kept

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            self._memory.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = self._memory.with_name(f"{self._memory.name}.lock").open("w")
        except OSError as error:
            raise StorageError(
                f"The signer cannot keep its memory ({type(error).__name__}).", mend="Free some disk space."
            ) from None
        with lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _why(error: OSError) -> str:
    """What the system says of it, such as "No space left on device"."""
    return error.strerror or str(error) or type(error).__name__
