"""Statements of dictations without punctuation: whose, which side, how much, and what is a goal."""

from __future__ import annotations

import re

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.statements import statements
from agent.drafting.template_files import template_for
from agent.understanding import understand


def _note(said: str, region: str = "hand", side: str = "right") -> list[str]:
    encounter = Encounter.model_validate(
        {
            "patient": {
                "name": "Zelda Quorvath",
                "date_of_birth": "1960-01-01",
                "mrn": "MRN-000001",
                "sex": "F",
            },
            "therapist": {"name": "Pat Example", "credentials": "PT"},
            "visit": {"date": "2026-09-10", "number": 4, "note_type": "daily"},
            "episode": {"region": region, "side": side},
        }
    )
    facts = understand(Transcript(segments=(Segment(text=said),)), encounter)
    return [f"{s.section}: {s.text}" for s in statements(facts, template_for("daily"))]


BEFORE = "grip right forty pounds left sixty pounds "
AFTER = " pain two out of ten after total time forty minutes"


@pytest.mark.parametrize(
    ("said", "wanted", "never"),
    [
        (
            "she wears the leg eight hours was five no open areas",
            ["wears the leg 8 hours was 5"],
            [r"5/10"],
        ),
        (
            "he can take twelve steps with no hands was six he fell once",
            ["12 steps with no hands was 6"],
            [r"6/10"],
        ),
        (
            "her sister has the same thing and never had surgery thumb palmar abduction thirty eight degrees "
            "was thirty",
            ["thumb palmar abduction 38 degrees"],
            ["sister.*38"],
        ),
        (
            "she wears the splint only at night now surgeon told her no pinch over five pounds "
            "until november",
            ["surgeon told her no pinch over 5 lb until November"],
            ["^. no pinch"],
        ),
        (
            "step length fifty four centimeters right fifty left blood pressure lying "
            "one thirty two over eighty",
            ["54 cm right; 50 left"],
            ["left blood pressure"],
        ),
        (
            "functional gait assessment twenty three out of thirty was nineteen five times sit to stand "
            "fourteen seconds",
            ["O: functional gait assessment 23/30"],
            ["A: 23"],
        ),
        (
            "tender left obturator internus right not tender cough test negative",
            ["tender left obturator", "right not tender"],
            [r": right\.$"],
        ),
        (
            "she is doing the holds five days of seven goal no leaks with running in eight weeks",
            ["holds 5 days of 7", "P: goal no leaks with running in 8 weeks"],
            ["O: no leaks"],
        ),
        (
            "his father died of a heart attack at sixty goal four hundred fifty meters in six weeks",
            ["father died of a heart attack at 60", "P: goal 450"],
            ["father.*450"],
        ),
        (
            "gait training eighteen minutes with the hemi walker forty feet times four min assist "
            "with cues for the knee",
            ["40 feet x 4 min assist"],
            ["4 minutes assist"],
        ),
        (
            "right elbow zero to one forty five supination eighty five strength not tested yet",
            ["right elbow 0 to 145", "supination 85"],
            ["left.*supination 85"],
        ),
        ("he did catch a falling box on sunday with the good arm", ["he did catch"], [r"\. catch a"]),
        (
            "wife was shown the stand pivot she did it once with cues",
            ["did it once with cues"],
            [": it once"],
        ),
        (
            "no fever no cellulitis since march left wrist sixteen point eight right sixteen point two",
            ["left wrist 16.8; right 16.2"],
            ["cellulitis.*16"],
        ),
        (
            "t u g eleven point two t u g manual fourteen point five t u g cognitive seventeen",
            ["TUG manual 14.5", "TUG cognitive 17"],
            ["^. manual"],
        ),
        (
            "she is gaining pinch but still weak next visit try the jar opener",
            ["gaining pinch but still weak", "P: next visit try the jar opener"],
            [],
        ),
        (
            "her mother had vertigo two dix hallpike right negative left negative",
            ["vertigo too"],
            ["vertigo 2"],
        ),
    ],
)
def test_what_is_told_stays_with_its_owner(said: str, wanted: list[str], never: list[str]) -> None:
    note = _note(BEFORE + said + AFTER, side="left" if "elbow" in said else "right")
    told = "\n".join(note)
    for pattern in wanted:
        assert any(re.search(pattern, s, re.IGNORECASE) for s in note), f"{pattern}\n{told}"
    for pattern in never:
        assert not any(re.search(pattern, s, re.IGNORECASE) for s in note), f"{pattern}\n{told}"


@pytest.mark.parametrize(
    ("said", "forbidden"),
    [
        (
            "no resisted flexion past sixty until week eight",
            "P: No resisted hip flexion past 60 until week 8.",
        ),
        ("no deep flexion past seventy for now", "P: No deep hip flexion past 70 for now."),
    ],
)
def test_what_is_forbidden_keeps_its_no(said: str, forbidden: str) -> None:
    told = f"left hip feels fine plan twice a week for three weeks step downs next visit {said} no jogging"
    note = _note(told, "hip", "left")
    assert forbidden in note
    assert not any(re.match(r".: (?:hip )?flexion past", line, re.IGNORECASE) for line in note)


def test_a_scale_said_half_as_a_word_is_no_person() -> None:
    said = (
        "patient says the left hip feels fine walking the dog left hip flexion active one oh six i hot "
        "twelve fifty eight was forty goal seventy trendelenburg negative plan twice a week for three weeks"
    )
    note = _note(said, "hip", "left")
    assert any(re.match(r"O: iHOT 12 58, was 40", line, re.IGNORECASE) for line in note), note
    assert not any("herapist" in line for line in note)
