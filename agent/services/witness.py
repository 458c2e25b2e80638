"""Checkpoints of the trail in folders outside of the database: made, kept up, and held against the log.

A witness that fails never fails the act it follows, and loses no event: the next checkpoint covers it.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from agent.domain.audit import AuditEvent
from agent.errors import IntegrityError, PtscribeError, StorageError
from agent.graph.events import event

if TYPE_CHECKING:
    from agent.store.engine import Store
    from agent.store.unit_of_work import ReadUnit
    from compliance.audit.places import Place
    from compliance.audit.signer import Signed, Signer
    from compliance.audit.verify import Checkpoint

EVERY_SECONDS = 600.0
LATE_MINUTES = 30
CHECKPOINTED = "trail.checkpointed"
_PAGE = 50
_TURNS = 5
"""How often to look again when another process signed between our look at the log and our turn."""


@dataclass(frozen=True)
class Standing:
    """How far the trail is witnessed. `size` 0 and `at` None: never yet."""

    size: int
    at: datetime | None
    events: int
    """How many events the log holds."""
    unwitnessed: int
    """Events after the last checkpoint; 0 when they only tell of a checkpoint."""
    waiting_minutes: int
    """Age of the oldest unwitnessed event, in whole minutes; 0 when there is none."""
    behind: tuple[str, ...] = ()
    """Witness folders that do not hold the last checkpoint."""

    def age_minutes(self, now: datetime | None = None) -> int | None:
        """Whole minutes since the last checkpoint; never negative, whatever the clock did."""
        return None if self.at is None else _minutes(self.at, now)

    @property
    def shortened(self) -> bool:
        """Whether the log holds less than was signed before."""
        return self.events < self.size

    @property
    def late(self) -> bool:
        return self.waiting_minutes >= LATE_MINUTES


class Witness:
    """The one that has checkpoints signed and put away. Safe to use from several threads and processes."""

    def __init__(
        self, store: Store, home: Path, folders: Sequence[Path], others: Sequence[Place] = ()
    ) -> None:
        """`others` are witnesses that are no folder: a bucket, an outbox."""
        self._store = store
        self._key_file = home / "keys" / "checkpoint.key"
        self._memory = home / "keys" / "signer.json"
        self.folders = tuple(folders)
        self.others = tuple(others)
        self._turn = threading.Lock()
        self._next = time.monotonic()

    @property
    def vkey(self) -> str:
        """The verifier key that auditors pin; empty before the first checkpoint made one."""
        from compliance.audit.checkpoint import SigningKey

        return SigningKey.open(self._key_file).vkey if self._key_file.exists() else ""

    @property
    def pinned(self) -> str:
        """The verifier key of this log's first checkpoints, from which the others follow."""
        former = self._former()
        return former[0].read_text("utf-8").strip() if former else self.vkey

    def _former(self) -> list[Path]:
        """Public halves of keys that handed over, the first one first."""
        return sorted(self._key_file.parent.glob("checkpoint.*.vkey"))

    def checkpoint(self, *, always: bool = False) -> Signed | None:
        """Sign and witness the log as it stands; None when nothing new happened, unless `always`.

        Raises `IntegrityError` for a log that forgot what was signed, `StorageError` when no folder or
        not even the signer's memory can be written.
        """
        from compliance.audit.verify import CannotVerify

        try:
            with self._turn:
                signed, new = self._sign(always)
        except CannotVerify as error:
            raise IntegrityError(
                f"The signer's memory is damaged ({error}).", mend=f"Restore {self._memory} from its backup."
            ) from None
        except OSError as error:
            raise StorageError(
                f"The checkpoint could not be made ({type(error).__name__}).", mend="Free some disk space."
            ) from None
        if signed is not None and new:
            self._tell(signed.checkpoint)
        return signed

    def keep_up(self) -> bool:
        """A checkpoint after an act that is done and stays done. Failing is logged, never raised."""
        self._next = time.monotonic() + EVERY_SECONDS
        log = structlog.get_logger()
        try:
            signed = self.checkpoint()
        except PtscribeError as error:
            log.error("trail.not_witnessed", error=type(error).__name__)
            return False
        except Exception as error:  # the act is committed; a defect here must not fail it
            log.error("trail.not_witnessed", error=type(error).__name__, exc_info=error)
            return False
        if signed is not None and signed.failures:
            log.warning("trail.partly_witnessed", size=signed.checkpoint.size, failed=len(signed.failures))
        return True

    def round(self) -> None:
        """For a patrol: a checkpoint when ten minutes went by since the last attempt."""
        if time.monotonic() >= self._next:
            self.keep_up()

    def checkpoints(self) -> list[Checkpoint]:
        """All checkpoints of all folders that can be read, each once.

        Raises `CannotVerify` when checkpoints were made and no folder holds any; empty before the first.
        """
        from compliance.audit.verify import CannotVerify, read_witness

        found: dict[tuple[int, str], Checkpoint] = {}
        unread: CannotVerify | None = None
        for folder in self.folders:
            try:
                found |= {(one.size, one.text): one for one in read_witness(folder)}
            except CannotVerify as error:
                unread = error
            except OSError as error:
                unread = CannotVerify(f"the witness folder {folder} cannot be read ({type(error).__name__})")
        if unread is not None and not found and self._memory.exists():
            raise unread
        return [*found.values(), *self._elsewhere({one.where for one in found.values()})]

    def _elsewhere(self, known: set[str]) -> Iterator[Checkpoint]:
        """Checkpoints that a bucket holds and no folder does: somebody took them out of the folders."""
        from compliance.audit.verify import parse_checkpoint

        for place in self.others:
            try:
                missing = sorted((place.names() or set()) - known)
                yield from (parse_checkpoint(place.get(name), name) for name in missing)
            except OSError as error:
                structlog.get_logger().warning("trail.witness_not_read", error=type(error).__name__)

    def rotations(self) -> tuple[str, ...]:
        """The notes by which the key was handed over, in order: from the first key they lead to this one.

        Raises `StorageError` when they cannot be read where they were witnessed.
        """
        from compliance.audit.checkpoint import note_of
        from compliance.audit.verify import CannotVerify

        if not self._former():
            return ()
        try:
            found = sorted(self.checkpoints(), key=lambda one: one.size)
        except CannotVerify as error:
            raise StorageError(
                f"The hand-overs of the signing key cannot be read ({error}).",
                mend="Make a witness folder readable; without them nobody follows from the first key.",
            ) from None
        return tuple(note_of(one) for one in found if any(e.startswith("rotate ") for e in one.extensions))

    def last(self) -> Checkpoint | None:
        """The last checkpoint that was signed here, as the signer remembers it."""
        return self._signer().last() if self._key_file.exists() else None

    def standing(self, now: datetime | None = None) -> Standing:
        """How far the trail is witnessed. Raises `IntegrityError` when the signer's memory is damaged."""
        from compliance.audit.verify import CannotVerify

        try:
            last = self.last()
        except CannotVerify as error:
            raise IntegrityError(
                f"The signer's memory is damaged ({error}).", mend=f"Restore {self._memory} from its backup."
            ) from None
        size = last.size if last else 0
        with self._store.read() as uow:
            events = uow.audit.head().size
            oldest = _first_news(uow, size)
        return Standing(
            size=size,
            at=signed_at(last) if last else None,
            events=events,
            unwitnessed=max(0, events - size) if oldest else 0,
            waiting_minutes=_minutes(datetime.fromisoformat(oldest.at), now) if oldest else 0,
            behind=tuple(str(folder) for folder in self.folders if last and not _holds(folder, last)),
        )

    def _signer(self) -> Signer:
        from compliance.audit.checkpoint import SigningKey
        from compliance.audit.signer import Signer

        self._take_over()
        return Signer(SigningKey.open(self._key_file), self._memory, self.folders, self.others)

    def _take_over(self) -> None:
        """Put the new key in place once the hand-over to it is witnessed: also after a crash in between, for
        from then on the old one signs nothing that a verifier takes."""
        from compliance.audit.checkpoint import SigningKey, write_atomically
        from compliance.audit.signer import Signer

        waiting = self._key_file.with_suffix(".next")
        if not waiting.exists():
            return
        old, successor = SigningKey.open(self._key_file), SigningKey.open(waiting)
        last = Signer(old, self._memory, self.folders).last()
        if last is None or f"rotate {successor.vkey}" not in last.extensions:
            return
        former = self._former()
        if old.vkey not in {path.read_text("utf-8").strip() for path in former}:
            write_atomically(self._key_file.with_suffix(f".{len(former) + 1:04d}.vkey"), old.vkey + "\n")
        with contextlib.suppress(FileNotFoundError):  # another process did it at the same time
            waiting.replace(self._key_file)

    def rotate(self) -> Signed:
        """Hand over to a new signing key: a checkpoint that names it, signed by both. Pin the new key then.

        Of the old key only its public half is kept, since the first checkpoints are checked with it. The new
        key stands in its place only when the hand-over is witnessed.
        """
        from compliance.audit.checkpoint import SigningKey, write_atomically
        from compliance.audit.signer import LogState

        with self._turn:
            old = SigningKey.open(self._key_file)
            successor = SigningKey.generate(old.name)
            write_atomically(self._key_file.with_suffix(".next"), successor.private + "\n", mode=0o600)
            with self._store.read() as uow:
                head = uow.audit.head()
                self._store.settle()
                signed = self._signer().rotate(successor, LogState(*head, uow.audit.bodies))
            self._take_over()
        self._tell(signed.checkpoint)
        return signed

    def _sign(self, always: bool) -> tuple[Signed | None, bool]:
        """What was signed, and whether the log has to be told of it."""
        from compliance.audit.signer import LogState

        signer, turn = self._signer(), 0
        while True:
            before = signer.last()
            with self._store.read() as uow:
                head = uow.audit.head()
                size = before.size if before else 0
                new = _first_news(uow, size) is not None
                whole = head.size > size or before is None or head == (size, before.root)
                if whole and not new and not always:
                    return None, False
                try:
                    self._store.settle()  # nothing is signed that a crash could still take back
                    return signer.sign(LogState(*head, uow.audit.bodies)), new
                except IntegrityError:
                    turn += 1
                    if turn == _TURNS or signer.last() == before:
                        raise

    def _tell(self, checkpoint: Checkpoint) -> None:
        key_id = self.vkey.split("+")[1]  # signing is a use of this key
        details: dict[str, str | int] = {
            "size": checkpoint.size,
            "root": checkpoint.root.hex(),
            "key": key_id,
        }
        with self._store.unit() as unit:
            unit.audit.append(event(CHECKPOINTED, purpose="HOPERAT", details=details))
            unit.commit()


def signed_at(checkpoint: Checkpoint) -> datetime | None:
    """When a checkpoint says it was signed."""
    told = next((line[3:] for line in checkpoint.extensions if line.startswith("at ")), "")
    try:
        return datetime.fromisoformat(told)
    except ValueError:
        return None


def _first_news(uow: ReadUnit, after_seq: int) -> AuditEvent | None:
    """The first event after `after_seq` that tells of more than a checkpoint."""
    while page := uow.audit.all(after_seq, _PAGE):
        for one in page:
            if one.event.action != CHECKPOINTED:
                return one.event
        after_seq = page[-1].seq
    return None


def _holds(folder: Path, checkpoint: Checkpoint) -> bool:
    """Whether the folder has this checkpoint; its name is the signer's."""
    return any(folder.glob(f"{checkpoint.size:012d}-{checkpoint.root.hex()[:12]}*.note"))


def _minutes(since: datetime, now: datetime | None) -> int:
    return max(0, int(((now or datetime.now(UTC)) - since).total_seconds() // 60))
