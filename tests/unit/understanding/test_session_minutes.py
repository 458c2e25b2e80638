"""The minutes of a visit: each way of telling them, and sentences drawn at random whose truth is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.domain.transcript import Segment, Transcript
from agent.understanding.phrases import lexicon
from agent.understanding.session.given import Session, session
from agent.understanding.utterances import turns

SESSIONS = sorted(Path(__file__).with_name("sessions").glob("*.yaml"))
CASES = [case for f in SESSIONS for case in yaml.safe_load(f.read_text("utf-8"))]
UNTIMED = frozenset(lexicon("treatment")["untimed"])
SPEAKERS = {"T: ": "THERAPIST", "P: ": "PATIENT"}


def heard(*lines: str) -> Session:
    segments = [
        Segment(text=line[3:], speaker=SPEAKERS[line[:3]])  # type: ignore[arg-type]  # one of the two
        if line[:3] in SPEAKERS
        else Segment(text=line)
        for line in lines
    ]
    return session(turns(Transcript(segments=tuple(segments))), medicare=True)


def minutes(told: Session) -> dict[str, int]:
    out: dict[str, int] = {}
    for g in told.given:
        if g.minutes is not None and g.code not in UNTIMED:
            out[g.code] = out.get(g.code, 0) + g.minutes
    return out


def total(told: Session) -> int | None:
    found = [t.minutes for t in told.totals if t.what == "total"]
    return found[-1] if found else None


@pytest.mark.parametrize("case", CASES, ids=[c["talk"][0][:60] for c in CASES])
def test_each_way_of_telling_minutes(case: dict[str, Any]) -> None:
    told = heard(*case["talk"])
    assert minutes(told) == case["minutes"]
    assert total(told) == case["total"]
    assert sorted({g.code for g in told.given if g.code in UNTIMED}) == sorted(case["untimed"])


ACTIVITIES = {
    "97110": ["therapeutic exercise", "ther ex", "exercise", "strengthening"],
    "97140": ["manual therapy", "manual", "joint mobilization", "soft tissue mobilization"],
    "97112": ["neuro re-ed", "neuromuscular re-education", "balance training"],
    "97116": ["gait training"],
    "97530": ["therapeutic activities", "transfer training"],
    "97535": ["self-care training"],
    "97035": ["ultrasound"],
}
DETAILS = {
    "97110": [
        "",
        ", bridges three sets of ten and clams two sets of fifteen",
        ", leg press at ninety pounds",
    ],
    "97140": ["", ", grade three glides", ", scar and patella"],
    "97112": ["", ", tandem and foam", ", weight shifts on the pad"],
    "97116": ["", ", with the cane on the ramp"],
    "97530": ["", ", lifting ten pounds from the floor"],
    "97535": ["", ", joint protection at the sink"],
    "97035": ["", ", pulsed at one megahertz"],
}
ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spell(n: int) -> str:
    if n >= 100:
        return f"one hundred {spell(n - 100)}" if n > 100 else "one hundred"
    return ONES[n] if n < 20 else TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")


NAME_FIRST = ["{name}, {n} minutes{more}.", "{name} {n} minutes{more}.", "{name} was {n} minutes{more}."]
NAME_FIRST += ["{name} took {n} minutes{more}.", "{name} for {n} minutes{more}."]
MINUTES_FIRST = [
    "{n} minutes of {name}{more}.",
    "I spent {n} minutes on {name}{more}.",
    "We did {n} minutes of {name}{more}.",
]
TOTALS = [
    "Total treatment time {n} minutes.",
    "That's {n} minutes all told.",
    "{n} minutes altogether.",
    "Total {n} minutes.",
]
TOTALS += ["{n} minutes, start to finish.", "So {n} minutes in all."]
BYSTANDERS = [
    "He walks {n} minutes before the leg gets tired.",
    "Stiff for {n} minutes in the morning.",
    "Next visit we will add {n} minutes of gait training.",
    "At home he rides the bike, {n} minutes a day.",
    "Goal is to stand {n} minutes at the sink.",
    "Last visit we did {n} minutes of ultrasound.",
]


Visit = tuple[list[str], dict[str, int], int | None]
"""(sentences, minutes of each code, total)."""


@st.composite
def visits(draw: st.DrawFn) -> Visit:
    """Treatments in any order and phrasing, with bystanders around."""
    codes = draw(st.permutations(sorted(ACTIVITIES)))[: draw(st.integers(2, 4))]
    told = {code: draw(st.integers(5, 39)) for code in codes}
    sentences = []
    for code in codes:
        pattern = draw(st.sampled_from(NAME_FIRST + MINUTES_FIRST))
        text = pattern.format(
            name=draw(st.sampled_from(ACTIVITIES[code])),
            n=spell(told[code]),
            more=draw(st.sampled_from(DETAILS[code])),
        )
        sentences.append(text[0].upper() + text[1:])
    whole = None
    if draw(st.booleans()):
        whole = sum(told.values()) + draw(st.sampled_from([0, 5, 12]))
        text = draw(st.sampled_from(TOTALS)).format(n=spell(whole))
        sentences.append(text[0].upper() + text[1:])
    aside = draw(st.sampled_from(BYSTANDERS)).format(n=spell(draw(st.integers(4, 45))))
    return ([aside, *sentences] if draw(st.booleans()) else [*sentences, aside]), told, whole


@settings(max_examples=150, deadline=None)
@given(visits())
def test_treatments_in_any_order_keep_their_minutes(
    visit: tuple[list[str], dict[str, int], int | None],
) -> None:
    sentences, told, whole = visit
    found = heard(" ".join(sentences))
    assert (minutes(found), total(found)) == (told, whole), " ".join(sentences)


@settings(max_examples=150, deadline=None)
@given(visits())
def test_without_punctuation_no_minute_moves(visit: Visit) -> None:
    sentences, told, whole = visit
    text = " ".join(sentences[:-1] if sentences[-1] == sentences[0] else sentences)
    text = text.lower().replace(".", "").replace(",", "").replace("-", " ")
    found = heard(text)
    assert set(minutes(found).items()) <= set(told.items()), text
    assert total(found) in (whole, None), text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(BYSTANDERS), min_size=1, max_size=4, unique=True), st.integers(3, 60))
def test_minutes_of_other_things_bill_nothing(sentences: list[str], n: int) -> None:
    found = heard(" ".join(s.format(n=spell(n)) for s in sentences))
    assert minutes(found) == {}
    assert total(found) is None


@pytest.mark.parametrize(
    ("talk", "left"),
    [
        ("Manual therapy ten minutes, ther ex fifteen minutes, and nine minutes of the blue sledge.", [9]),
        ("Manual therapy for twelve minutes. Then fourteen minutes in the big wheel. Then exercise for ten "
         "minutes. Total time thirty six minutes.", [14]),
        ("Gait training eleven minutes, then eight minutes with the whatsit, then manual twelve.", [8]),
        ("Manual therapy ten minutes, ther ex fifteen minutes. Total time twenty five minutes.", []),
        ("Manual ten minutes, ther ex twelve minutes, sit to stands three sets of six and boxing on the bag "
         "four minutes.", []),
        ("Manual therapy ten minutes, ther ex fifteen minutes. She walks for twenty minutes at home.", []),
        ("Manual ten minutes, step-ups and bridges for seventeen, gait training eight minutes.", [17]),
        ("Manual ten minutes, then gait training eight minutes. Step-ups and bridges for fifteen.", []),
        ("Ther ex twenty minutes and manual ten minutes, then nine minutes of waiting. Total thirty "
         "minutes.", []),
    ],
)  # fmt: skip
def test_minutes_of_nothing_understood_are_left_over(talk: str, left: list[int]) -> None:
    assert [u.minutes for u in heard(talk).unbilled] == left


@pytest.mark.parametrize(
    ("talk", "codes"),
    [
        ("Manual therapy fifteen minutes, therapeutic massage to the calf and joint glides.", ["97140"]),
        ("Therapeutic massage and stretching as manual therapy for twelve minutes.", ["97140"]),
        ("Manual therapy fifteen minutes, then therapeutic massage eight minutes.", ["97124", "97140"]),
        ("Therapeutic massage was performed today.", ["97124"]),
    ],
)
def test_massage_within_manual_therapy_is_no_service_of_its_own(talk: str, codes: list[str]) -> None:
    assert sorted(g.code for g in heard(talk).given) == codes


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("No drainage massage today. Exercise 14 minutes.", ["97110"]),
        ("No pain with massage. Exercise 14 minutes.", ["97124", "97110"]),
        ("No further massage, gait training 10 minutes. Exercise 14 minutes.", ["97116", "97110"]),
    ],
)
def test_what_kind_was_left_out_may_stand_before_its_name(said: str, codes: list[str]) -> None:
    assert [g.code for g in heard(said).given] == codes
