"""Samples of accesses: the same seed gives the same sample, emergencies are always in, risk draws more."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from agent.domain.audit import AuditEvent, RecordedEvent
from compliance.audit.sampling import MANY, draw


def told(seq: int, action: str = "draft.viewed", by: str = "u1", **more: str) -> RecordedEvent:
    values = {"at": "2026-11-23T09:00:00.000000Z", "draft_id": "d1", "outcome": "success", **more}
    event = AuditEvent.model_validate({"action": action, "actor_id": by, **values})
    return RecordedEvent(seq=seq, event=event, body=event.canonical())


PLAIN = [told(1, "draft.edited"), *(told(n) for n in range(2, 32))]


@given(seed=st.text(max_size=20), size=st.integers(1, 60))
def test_anybody_draws_the_same_again(seed: str, size: int) -> None:
    picks = draw(PLAIN, seed, size)
    assert picks == draw(list(PLAIN), seed, size)
    assert len(picks) == min(size, 30)
    seqs = [pick.seq for pick in picks]
    assert seqs == sorted(set(seqs))
    assert 1 not in seqs, "an act is no access"


def test_another_seed_draws_others_and_in_the_long_run_all() -> None:
    seen = Counter(pick.seq for n in range(400) for pick in draw(PLAIN, str(n), 6))
    assert seen.keys() == set(range(2, 32)), "nothing is safe from it"
    assert max(seen.values()) < 2 * min(seen.values()), "of equals none is favoured"


def test_emergency_access_is_always_in() -> None:
    events = [*PLAIN, told(40, by="u9", purpose="ETREAT"), told(41, "emergency.opened", purpose="ETREAT")]
    for seed in map(str, range(50)):
        picks = {pick.seq: pick for pick in draw(events, seed, 4)}
        assert picks[40].always
        assert picks[41].always
        assert len(picks) == 6


def test_risk_is_drawn_more_often() -> None:
    events = [
        *PLAIN,
        told(50, "draft.exported", by="u2"),
        told(51, by="u3"),
        told(52, "act.refused", by="u1", outcome="refused"),
    ]
    seen = Counter(pick.seq for n in range(600) for pick in draw(events, str(n), 4))
    plain = max(seen[n] for n in range(2, 32))
    assert seen[50] > seen[51] > seen[52] > 1.3 * plain
    reasons = {pick.seq: pick.reasons for pick in draw(events, "x", 40)}
    assert reasons[50] == ("left the clinic", "took no part in it")
    assert reasons[51] == ("took no part in it",)
    assert reasons[52] == ("refused or failed",)
    assert reasons[2] == (), "who edited the draft may look at it"


def test_many_in_one_day_weigh_more() -> None:
    events = [told(1, "draft.edited"), *(told(n) for n in range(2, 2 + MANY))]
    assert {pick.reasons for pick in draw(events, "x", 5)} == {("many in one day",)}
    assert {pick.reasons for pick in draw(events[:-1], "x", 5)} == {()}


def test_nobody_reviews_themselves() -> None:
    events = [*PLAIN, told(60, by="ada")]
    assert 60 in {pick.seq for pick in draw(events, "x", 99)}
    assert 60 not in {pick.seq for pick in draw(events, "x", 99, without="ada")}
