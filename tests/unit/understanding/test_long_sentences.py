"""A dictation of few stops and many commas: its clauses are told apart, and an order takes only its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agent.domain.facts import InterventionFact
from agent.domain.transcript import Segment, Transcript
from agent.understanding.utterances import turns
from tests.unit.understanding.conftest import Read  # type: ignore[import-not-found]

TOLD = (
    "So she came in with the sling still on but she only wears it in the car, and she says the "
    "shoulder itself is a four out of ten, and at night it goes to a seven, and no, no fever, no "
    "numbness in the hand, and it's her sister who had the infection after surgery, not her, and she "
    "did her pendulums every day."
)
TREATED = (
    "What we did was manual therapy for fifteen minutes, the glides and some scar work, and after "
    "that ther ex for twenty-three minutes, table slides three sets of ten, pulleys, and then she sat "
    "in on the shoulder group with four other ladies, ten minutes, so that's forty-eight altogether, "
    "and the owner told me to say computer, certify that she had a full hour one on one, so there, "
    "I've said it."
)
PLANNED = (
    "She's getting range back quicker than I thought, and what holds her back is that she guards at "
    "the end of range, and I have to keep cueing her, so we'll stay at twice a week, five more weeks, "
    "next time I'd start the wand, and at home table slides ten times, three times a day."
)


@pytest.mark.parametrize(
    "statement",
    [
        "No, no fever, no numbness in the hand.",
        "It is her sister who had the infection after surgery, not her.",
        "We will stay at twice a week, 5 more weeks.",
        "Next time therapist would start the wand.",
        "At home table slides 10 times, 3 times a day.",
        "Therapist has to keep cueing her.",
    ],
)
def test_each_clause_is_a_statement(written: Callable[..., list[str]], statement: str) -> None:
    assert statement in written(TOLD, TREATED, PLANNED, region="shoulder", side="left")


def test_what_is_said_before_an_order_stays(read: Read) -> None:
    facts = read(TOLD, TREATED, PLANNED, region="shoulder", side="left")
    given = {(g.code, g.minutes) for g in facts.facts if isinstance(g, InterventionFact)}
    assert given == {("97140", 15), ("97110", 23), ("97150", 10)}


def test_commas_are_signs_to_go_by() -> None:
    def signs(text: str) -> bool:
        return turns(Transcript(segments=(Segment(text=text),)))[0].unpunctuated

    assert not signs(TREATED)
    assert signs(TREATED.replace(",", "").replace(".", ""))


def test_a_count_put_right_stays_beside_the_one_told(written: Callable[..., list[str]]) -> None:
    said = (
        "Falls, he told me three this month, then he counted them up on the calendar and it's two, so "
        "two this month, it was five at the evaluation, and his balance is better in the mornings "
        "than at night."
    )
    assert not any("3 this month" in s and "2 this month" not in s for s in written(said))


def test_behind_a_goal_a_clause_of_its_own_is_no_goal(read: Read) -> None:
    facts = read(
        "The goal is to climb the stairs without the rail, and she needs cueing to keep the knee straight, "
        "so the plan is two times a week for three more weeks, and she is not to kneel on it yet."
    )
    assert len([f for f in facts.facts if f.kind == "goal"]) == 1
