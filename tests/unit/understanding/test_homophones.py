"""Words heard for others of the same sound, and spelled-out initials."""

from __future__ import annotations

import pytest

from agent.understanding.tokens import join
from agent.understanding.wording import clinical_tokens


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("twice a weak for six weaks", "twice a week for 6 weeks"),
        ("pane was a for last weak", "pain was a 4 last week"),
        ("pain to or less", "pain 2 or less"),
        ("he walks too blocks", "he walks 2 blocks"),
        ("held five breaths was too last visit", "held 5 breaths was 2 last visit"),
        ("for out of ten", "4/10"),
        ("his wife has vertigo two", "his wife has vertigo too"),
        ("ultrasound at three mega hurts", "ultrasound at 3 megahertz"),
        ("stiff in the mourning", "stiff in the morning"),
        ("single leg heal raise", "single leg heel raise"),
        ("write knee flexion", "right knee flexion"),
        ("her ant had rods", "her aunt had rods"),
        ("where the brace at night", "wear the brace at night"),
        ("read band", "red band"),
        ("rotation left fifty for flexion thirty six", "rotation left 54 flexion 36"),
        ("total fifty won", "total 51"),
        ("single leg r d l three by ate", "single leg RDL 3 x 8"),
        ("exercise for teen minutes", "exercise 14 minutes"),
        ("they're x twenty two minutes", "therapeutic exercise 22 minutes"),
        ("they're act ten minutes", "therapeutic activities 10 minutes"),
        ("manual ate teen minutes", "manual 18 minutes"),
        ("pain five at rest ate when she drives", "pain 5 at rest 8 when she drives"),
        ("tender on the rite", "tender on the right"),
        ("cousins test positive right", "Cozen's test positive right"),
    ],
)
def test_a_homophone_is_read_as_what_fits_its_neighbours(heard: str, meant: str) -> None:
    assert join(clinical_tokens(heard)) == meant


@pytest.mark.parametrize(
    "said",
    [
        "his cousins test positive for it",
        "her cousin's test was in May",
        "weak hip abductors",
        "she ate when she got home",
        "exercise for teen athletes",
        "the hip is weak and painful",
        "exercises for weeks",
        "up to weeks",
        "from side to side",
        "the incision will heal well",
        "he read the handout",
        "told her where the pain is",
        "too many cues",
        "she went to physical therapy",
        "sit to stand",
        "walks to the mailbox",
        "for the left knee",
    ],
)
def test_a_word_that_means_itself_stays(said: str) -> None:
    assert join(clinical_tokens(said)) == said


@pytest.mark.parametrize(
    ("spelled", "written"),
    [
        ("a k p s seventy nine", "AKPS 79"),
        ("single leg r d l", "single leg RDL"),
        ("s r s twenty two", "SRS 22"),
        ("i did l five", "i did L5"),
        ("c five c six", "C5 C6"),
        ("spelled q u o r", "spelled q u o r"),
        ("a p glides", "AP glides"),
    ],
)
def test_initials_are_joined_and_a_spelled_name_is_not(spelled: str, written: str) -> None:
    assert join(clinical_tokens(spelled)) == written
