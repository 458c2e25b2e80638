"""What is looked at once in a reading is what a look of its own finds, and nothing of it is left behind."""

from __future__ import annotations

import re

import pytest

from agent.exercises import library, wishes_listed
from agent.exercises.library import mentions, one_reading
from agent.exercises.wishes_listed import done_items

SAID = "Wall sits 3 x 12, then bridges and a hamstring stretch on the left."


def test_another_region_is_found_with_the_words_of_the_first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = [mentions(SAID, region) for region in ("knee", "shoulder")]
    assert alone[0]
    looks: list[str] = []
    tokens = library.tokens

    def noted(text: str) -> tuple[str, ...]:
        looks.append(text)
        return tokens(text)

    with one_reading():
        first = mentions(SAID, "knee")
        monkeypatch.setattr(library, "_SPOKEN_WORD", None)  # the words cannot be looked for again
        monkeypatch.setattr(library, "tokens", noted)
        assert [first, mentions(SAID, "shoulder")] == alone
    assert SAID not in looks
    with pytest.raises(AttributeError):
        mentions(SAID, "knee")


@pytest.mark.parametrize(
    "said",
    [
        "Hook fists 3 x 12 and towel scrunches two sets of nine.",
        "Marble pick ups four by eight.",
        "Heel slides 10 each leg, twice, and quad sets.",
        "Toe yoga 12 reps, 3 rounds, then calf raises 10.",
        "Bridges 4 minutes, then wall sits 2 minutes.",
        "Dribbling for 4 minutes.",
        "Monster walks three tempo 2 1 2 x 8.",
        "Elbow flexion is 95 degrees and often sore.",
        "Tendon tender at the insertion, extension better.",
    ],
)
def test_a_sentence_that_is_passed_over_lists_nothing(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = list(done_items(said))
    monkeypatch.setattr(wishes_listed, "_MAY_BE_DOSED", re.compile(""))
    assert quick == list(done_items(said))


def test_a_sentence_without_a_dose_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wishes_listed, "_items", lambda *_, **__: pytest.fail("read all the same"))
    assert not list(done_items("Elbow flexion is 95 degrees and often sore."))
