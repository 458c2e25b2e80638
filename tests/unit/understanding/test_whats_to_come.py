"""What is put off stands in the plan, and what was done well is said so."""

from __future__ import annotations

import pytest

from agent.understanding.wordsmith import polished
from tests.unit.understanding.conftest import Read  # type: ignore[import-not-found]


@pytest.mark.parametrize(
    "said",
    [
        "I left the Mini-BESTest for next week.",
        "Same plan, he's back Friday.",
        "Back on Monday.",
        "Same again on Thursday.",
        "The same program next visit.",
        "Same stuff next time.",
        "Same routine this Friday.",
        "Same treatment tomorrow.",
    ],
)
def test_what_is_put_off_is_planned(read: Read, said: str) -> None:
    facts = read(f"Right knee pain 2 out of 10. Ther ex 15 minutes, quad sets 3 sets of 10. {said}")
    assert [f.section for f in facts.facts if f.clause == facts.facts[-1].clause] == ["P"]


@pytest.mark.parametrize(
    "said",
    ["Same thing as the other knee.", "The same stuff that hurt on Monday.", "Same treatment as Monday."],
)
def test_what_is_only_like_something_else_is_no_plan(read: Read, said: str) -> None:
    facts = read(f"Right knee pain 2 out of 10. Ther ex 15 minutes, quad sets 3 sets of 10. {said}")
    assert not any(f.section == "P" for f in facts.facts)


def test_doing_well_is_no_empty_opening() -> None:
    assert polished("he did good") == "He did good."
    assert polished("he did 3 x 10 bridges") == "3 x 10 bridges."


def test_an_exercise_of_two_motions_is_one(read: Read) -> None:
    facts = read("Treatment. Therapeutic exercise 13 minutes, hammer pronation and supination 2 sets of 12.")
    assert any("pronation and supination 2 x 12" in (f.clause or "") for f in facts.facts)
