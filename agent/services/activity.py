"""Review of activity: samples of accesses that an auditor judges one by one and signs off.

There is no table for it: the log itself holds each sample, judgement and sign-off.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from agent.domain.audit import AuditEvent, RecordedEvent
from agent.domain.base import Model
from agent.domain.user import Actor
from agent.errors import Conflict, InputError, NotFound
from agent.graph.events import event
from agent.services.audit_answers import Access, accesses
from agent.services.base import Service
from agent.services.trail import looked_at
from compliance.audit.sampling import ACCESSES, ACTS, METHOD, Pick, draw

if TYPE_CHECKING:
    from agent.store.unit_of_work import ReadUnit

Verdict = Literal["appropriate", "follow_up", "violation"]
VERDICTS: tuple[Verdict, ...] = ("appropriate", "follow_up", "violation")
MAX_SIZE = 200
_SAMPLED, _JUDGED, _SIGNED_OFF = "activity.sampled", "activity.judged", "activity.signed_off"
_WORD = re.compile(r"^[A-Za-z0-9._-]{0,40}$")


class Judgement(Model):
    verdict: Verdict
    reference: str
    """The number of an incident or a letter, kept elsewhere; never free text."""
    by: str
    at: str


class SampledAccess(Model):
    access: Access
    why: tuple[str, ...]
    judgement: Judgement | None = None


class Sample(Model):
    """`first` to `last` are the events it was drawn from; `again` whether drawing it now gives the same."""

    id: str
    at: str
    by: str
    seed: str
    first: int
    last: int
    again: bool
    items: tuple[SampledAccess, ...]
    signed_off: str = ""
    """When; empty while it is open."""

    @property
    def open_items(self) -> int:
        return sum(item.judgement is None for item in self.items)


class Activity(Service):
    def sample(self, actor: Actor, *, size: int = 20, seed: str = "") -> str:
        """Draws from all accesses since the last sample; the new sample's id. Emergency access is always in.

        `seed` empty: 64 random bits. Raises `Conflict` when there is nothing to review, `InputError` for a
        size or a seed that cannot be used.
        """
        role = self._allow(actor, "review_activity", "sample_activity")
        if not 1 <= size <= MAX_SIZE or not _WORD.match(seed):
            raise InputError(
                "The sample cannot be drawn so.",
                mend=f"Size 1 to {MAX_SIZE}; a seed of at most 40 letters and digits.",
            )
        seed = seed or secrets.token_hex(8)
        with self._store.unit() as uow:
            before = uow.audit.search(actions=(_SAMPLED,))
            first = _number(before[-1].event, "last") + 1 if before else 1
            last = uow.audit.count()
            events = uow.audit.search(actions=ACCESSES | ACTS)
            picks = _drawn(events, seed, size, first, last, actor.user_id)
            if not picks:
                raise Conflict("There is no access to review since the last sample.", mend="Come back later.")
            sample_id = secrets.token_hex(4)
            details: dict[str, str | int] = {
                "sample": sample_id,
                "seed": seed,
                "size": size,
                "first": first,
                "last": last,
                "method": METHOD,
                "picks": " ".join(str(pick.seq) for pick in picks),
            }
            uow.audit.append(event(_SAMPLED, actor, role=role, details=details))
            uow.commit()
        return sample_id

    def samples(self, actor: Actor) -> tuple[Sample, ...]:
        """Every sample, the newest first, each drawn again and compared with what was recorded."""
        role = self._allow(actor, "read_trail", "read_activity")
        with self._store.read() as uow:
            answer = _samples(uow)
        self._record(looked_at(actor, role, (), question="activity", events=len(answer)))
        return answer

    def judge(self, actor: Actor, sample_id: str, seq: int, verdict: Verdict, *, reference: str = "") -> None:
        """What the auditor makes of one access; once, and never of their own (`InputError`).

        `Conflict` when it was judged already, `NotFound` when it is not in this sample.
        """
        role = self._allow(actor, "review_activity", "judge_activity")
        if verdict not in VERDICTS or not _WORD.match(reference):
            raise InputError(
                "The judgement cannot be kept so.",
                mend="A reference has at most 40 letters, digits, dots and dashes.",
            )
        with self._store.unit() as uow:
            sample = _sample(uow, sample_id)
            item = next((one for one in sample.items if one.access.seq == seq), None)
            if item is None:
                raise NotFound(f"Event {seq} is not in sample {sample_id!r}.")
            if item.judgement or sample.signed_off:
                raise Conflict(f"Event {seq} was judged already.", mend="Reload the sample.")
            if item.access.actor_id == actor.user_id:
                raise InputError("This was your own access.", mend="Another auditor judges it.")
            details: dict[str, str | int] = {
                "sample": sample_id,
                "event": seq,
                "verdict": verdict,
                "reference": reference,
            }
            uow.audit.append(event(_JUDGED, actor, role=role, details=details))
            uow.commit()

    def sign_off(self, actor: Actor, sample_id: str) -> None:
        """Closes a sample that is judged to its end; `Conflict` before that, and the second time."""
        role = self._allow(actor, "review_activity", "sign_off_activity")
        with self._store.unit() as uow:
            sample = _sample(uow, sample_id)
            if sample.open_items or sample.signed_off:
                state = "signed off already" if sample.signed_off else f"open in {sample.open_items} places"
                raise Conflict(f"Sample {sample_id!r} is {state}.", mend="Judge each access first.")
            verdicts = [item.judgement.verdict for item in sample.items if item.judgement]
            details: dict[str, str | int] = {"sample": sample_id}
            details |= {verdict: verdicts.count(verdict) for verdict in VERDICTS}
            uow.audit.append(event(_SIGNED_OFF, actor, role=role, details=details))
            uow.commit()

    def _record(self, told: AuditEvent) -> None:
        with self._store.unit() as unit:
            unit.audit.append(told)
            unit.commit()


def _drawn(
    events: Sequence[RecordedEvent], seed: str, size: int, first: int, last: int, without: str
) -> tuple[Pick, ...]:
    """What `draw` gives of the events from `first` to `last`, in the light of who took part before."""
    known = [e for e in events if e.seq <= last and (e.seq >= first or e.event.action in ACTS)]
    return draw(known, seed, size, without=without)


def _samples(uow: ReadUnit) -> tuple[Sample, ...]:
    told = uow.audit.search(actions=(_SAMPLED, _JUDGED, _SIGNED_OFF))
    events = uow.audit.search(actions=ACCESSES | ACTS) if told else ()
    return tuple(_read(uow, one, told, events) for one in reversed(told) if one.event.action == _SAMPLED)


def _sample(uow: ReadUnit, sample_id: str) -> Sample:
    found = next((one for one in _samples(uow) if one.id == sample_id), None)
    if found is None:
        raise NotFound(f"There is no sample {sample_id!r}.", mend="List them: `ptscribe audit activity`.")
    return found


def _read(
    uow: ReadUnit,
    sampled: RecordedEvent,
    told: Sequence[RecordedEvent],
    events: Sequence[RecordedEvent],
) -> Sample:
    one = sampled.event
    sample_id, first, last = str(one.details["sample"]), _number(one, "first"), _number(one, "last")
    mine = [e.event for e in told if e.event.details.get("sample") == sample_id]
    judged = {
        _number(e, "event"): Judgement.model_validate(
            {
                "verdict": e.details["verdict"],
                "reference": e.details["reference"],
                "by": e.actor_id,
                "at": e.at,
            }
        )
        for e in reversed(mine)
        if e.action == _JUDGED
    }
    seed, size = str(one.details["seed"]), _number(one, "size")
    picks = {pick.seq: pick for pick in _drawn(events, seed, size, first, last, one.actor_id)}
    wanted = [int(seq) for seq in str(one.details["picks"]).split()]
    found = accesses(uow, [e for e in events if e.seq in set(wanted)])
    return Sample(
        id=sample_id,
        at=one.at,
        by=one.actor_id,
        seed=seed,
        first=first,
        last=last,
        again=list(picks) == wanted and one.details["method"] == METHOD,
        items=tuple(
            SampledAccess(
                access=access,
                why=_why(picks.get(access.seq)),
                judgement=judged.get(access.seq),
            )
            for access in found
        ),
        signed_off=next((e.at for e in mine if e.action == _SIGNED_OFF), ""),
    )


def _why(pick: Pick | None) -> tuple[str, ...]:
    if pick is None:
        return ()
    return (*(("emergency access",) if pick.always else ()), *pick.reasons) or ("drawn evenly",)


def _number(one: AuditEvent, name: str) -> int:
    return int(one.details[name])
