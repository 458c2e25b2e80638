"""What is kept of single words while a draft is made is what a look of its own tells, and is soon gone."""

from __future__ import annotations

from typing import Any

import pytest

from agent.drafting.support import restated
from agent.drafting.support.restated import items
from agent.drafting.support.worded import as_meant
from agent.exercises import wishes_listed
from agent.memory import forgetting
from agent.understanding import wordsmith


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("left knee 4+/5 with one rail", ["@left", "knee", "#4+", "/5", "with", "#1", "rail"]),
        ("no, never at night", ["not", "at", "night"]),  # the first only opens the answer
        ("no swelling at night, no", ["not", "swelling", "at", "night", "not"]),
        ("won't kneel", ["will", "not", "kneel"]),
        ("…", []),
    ],
)
def test_a_word_tells_the_same_wherever_it_stands_but_for_an_opening_no(said: str, told: list[str]) -> None:
    for _ in range(2):
        assert list(items(as_meant(said))) == told


@pytest.mark.parametrize(
    ("keeps", "said"),
    [
        (wordsmith.expanded, ("he can't kneel and won't squat",)),
        (wishes_listed._name, ("then towel scrunches 3 x 12 with a verbal cue",)),
        (restated._items_of, ("kneels", "Kneels")),
    ],
)
def test_little_is_kept_and_soon_forgotten(keeps: Any, said: tuple[str, ...]) -> None:
    with forgetting():
        keeps.cache_clear()
        first = keeps(*said)
        assert keeps(*said) == first == keeps.__wrapped__(*said)
        info = keeps.cache_info()
        assert (info.hits, info.currsize) == (1, 1)
        assert 0 < info.maxsize <= 1024
    assert keeps.cache_info().currsize == 0
