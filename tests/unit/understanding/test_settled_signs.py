"""A sign of danger that is looked into, or that a doctor knows of, is settled; one that is not stays open."""

from __future__ import annotations

from typing import TypeAlias

import pytest

from agent.domain.facts import InterventionFact, RedFlagFact, VisitFacts
from agent.domain.transcript import Segment, Transcript
from tests.unit.understanding.conftest import Read

Talk: TypeAlias = list[tuple[str, str]]
SPEAKERS = {"T": "THERAPIST", "P": "PATIENT"}

OPEN: dict[str, Talk] = {
    "another part looked at": [
        ("P", "My right calf blew up after the train ride."),
        ("T", "The knee looks fine, not warm, no swelling, same size as the other one."),
    ],
    "only hoped": [
        ("P", "My right calf is swollen and warm since Monday."),
        ("T", "Let's hope it's no clot. I want to make sure it's not a clot."),
    ],
    "found after all": [
        ("P", "My right calf is swollen since Monday."),
        ("T", "The calf is soft, not red, not tender, but it's warm, same size as the other."),
    ],
    "a scan still to come": [
        (
            "P",
            "The calf has been puffy and hot since the flight. They want a scan to see that there's no clot.",
        ),
    ],
    "short of breath, and the calf is well": [
        ("P", "I've been short of breath since Sunday, and I can't catch my breath lying down."),
        ("T", "Calf is soft, no warmth, no redness, thirty-five on both sides."),
    ],
    "a doctor looked at another part": [
        ("P", "There was pressure in my chest on the stairs."),
        ("T", "And the wrist, has anybody seen it?"),
        ("P", "The doctor checked it, it's fine."),
    ],
    "control lost, and feeling normal": [
        ("P", "Since Friday I've been leaking urine and I can't feel it."),
        ("T", "Sensation is normal on both sides."),
    ],
}
SETTLED: dict[str, Talk] = {
    "looked at and measured": [
        ("P", "My left calf was swollen and sore after the drive from Reno."),
        ("T", "That calf's soft, no heat, no redness, thirty-three on both sides."),
    ],
    "said in so many words": [
        ("P", "I flew in on Friday and the left calf has been puffy since."),
        ("T", "It matches the other one. So no sign of a clot."),
    ],
    "said where nothing else is told": [
        ("P", "My calf has been swollen since the drive, the left one."),
        ("T", "Soft. I'm satisfied that's no clot."),
    ],
    "a scan that was clear": [
        ("P", "They had me in for an ultrasound because the calf was swollen and hot. It came back clear."),
    ],
    "a heart that was tested": [
        ("P", "My chest felt tight on Tuesday. They did an EKG and it was normal."),
    ],
    "the doctor knows": [
        ("P", "I had night sweats again. My gynecologist knows, it's the menopause."),
    ],
    "feeling and bladder asked for": [
        ("P", "I had numbness between my legs after the long ride."),
        ("T", "Bladder and bowels?"),
        ("P", "All fine."),
        ("T", "Light touch is normal down there on both sides."),
    ],
}


def _talk(turns: Talk) -> Transcript:
    return Transcript(segments=tuple(Segment(speaker=SPEAKERS[s], text=t) for s, t in turns))


def _present(facts: VisitFacts) -> list[RedFlagFact]:
    return [f for f in facts.facts if isinstance(f, RedFlagFact) and f.polarity == "present"]


@pytest.mark.parametrize("turns", OPEN.values(), ids=OPEN)
def test_a_sign_stays_open(read: Read, turns: Talk) -> None:
    flags = _present(read(_talk(turns)))
    assert flags
    assert not any(f.addressed for f in flags)


@pytest.mark.parametrize("turns", SETTLED.values(), ids=SETTLED)
def test_a_sign_is_settled(read: Read, turns: Talk) -> None:
    flags = _present(read(_talk(turns)))
    assert flags
    assert all(f.addressed for f in flags)


def test_what_is_asked_for_and_well_is_no_sign(read: Read) -> None:
    facts = read(_talk([("T", "Bladder and bowels okay since the fall?"), ("P", "Perfectly normal.")]))
    assert not _present(facts)


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("I'm calling your doctor, they'll want an ultrasound of that leg today.", set()),
        ("The surgeon ordered an ultrasound for Friday.", set()),
        ("We did an ultrasound for the tendon, eight minutes, pulsed.", {"97035"}),
        ("Ultrasound to the heel, eight minutes.", {"97035"}),
    ],
)
def test_a_picture_that_is_ordered_is_no_treatment(read: Read, said: str, given: set[str]) -> None:
    facts = read(_talk([("T", said)])).facts
    assert {f.code for f in facts if isinstance(f, InterventionFact)} == given
