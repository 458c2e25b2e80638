"""Names that mean another exercise in another region, or none."""

from __future__ import annotations

import pytest

from agent.exercises.library import catalogue, find, mentions
from agent.exercises.senses import ambiguous_names, is_ambiguous, sense_rows
from agent.exercises.words import tokens


def test_every_meaning_is_an_exercise_of_the_catalogue() -> None:
    wanted = {s.exercise for row in sense_rows() for s in row.senses}
    assert sorted(wanted - set(catalogue().by_name)) == []


def test_every_name_that_a_meaning_is_kept_to_stands_in_its_row() -> None:
    assert [
        (s.of, row.names) for row in sense_rows() for s in row.senses if not set(s.of) <= {*row.names}
    ] == []


def test_an_ambiguous_name_means_nothing_in_a_region_that_no_meaning_is_of() -> None:
    wrong = [
        name
        for row in sense_rows()
        for name in row.names
        if (found := find(name, "jaw"))
        and not any("jaw" in s.regions for s in row.senses if s.exercise == found.name)
    ]
    assert wrong == []


def test_a_name_is_found_in_each_region_of_its_meaning() -> None:
    for row in sense_rows():
        for sense in row.senses:
            for name in sense.of or row.names:
                for region in sense.regions:
                    rival = [s for s in row.senses if s is not sense and (not s.of or name in s.of)]
                    if any(region in s.regions or s.stands_beside(name) for s in rival):
                        continue
                    assert (found := find(name, region)), (name, region)
                    assert found.name == sense.exercise
    assert all(is_ambiguous(" ".join(tokens(name))) for name, _ in ambiguous_names())


@pytest.mark.parametrize(
    ("text", "region", "named"),
    [
        ("ball squeezes 2 x 15", "hip", ["hip adduction squeeze"]),
        ("ball squeezes 2 x 15", "hand", ["grip squeeze"]),
        ("ball squeezes in the sling 2 x 15", "shoulder", ["grip squeeze"]),
        ("ball squeezes between the knees 2 x 15", "shoulder", ["hip adduction squeeze"]),
        ("ball squeezes 2 x 15", "jaw", []),
        ("towel stretch 3 x 30 seconds", "ankle", ["towel calf stretch"]),
        ("towel stretch 3 x 30 seconds", "shoulder", ["wand internal rotation"]),
        ("towel stretch 3 x 30 seconds", "neck", []),
        ("nerve glides 10", "spine", ["sciatic nerve slider"]),
        ("nerve glides 10", "wrist", []),
        ("ulnar nerve glide 10", "wrist", ["ulnar nerve glide"]),
        ("bridges 2 x 10", "hip", ["bridge"]),
        ("the dentist made a bridge last week", "hip", []),
        ("prayer stretch 3 x 20", "wrist", ["wrist flexor stretch"]),
        ("resisted flexion 3 x 10", "knee", []),
        ("resisted external rotation 3 x 10", "hip", ["hip external rotation with band"]),
        ("big steps to the clock, reach and step", "", ["cueing gait drill"]),
        ("sent to Dr. Leocadia Brandt and Mr. Bridges", "spine", []),
        ("wrist curls. Extension is 40", "wrist", ["wrist flexion with weight"]),
    ],
)
def test_the_words_beside_a_name_decide_then_the_region(text: str, region: str, named: list[str]) -> None:
    assert [m.exercise.name for m in mentions(text, region)] == named
