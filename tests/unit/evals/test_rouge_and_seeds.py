"""The scorers and seeders that the evaluations rest on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agent.errors import InputError
from evals.datasets.aci import read_aci
from evals.datasets.dialogues import turns
from evals.scorers.rouge import rouge1
from evals.seeding import with_negation_flipped, with_number_changed, with_side_swapped


def test_rouge_is_one_for_the_same_words_and_unscored_without_a_reference() -> None:
    assert rouge1("Left knee, pain!", "pain left knee") == 1.0
    assert rouge1("something", "") is None
    assert rouge1("", "pain") == 0.0


def test_rouge_counts_shared_words_once_each() -> None:
    assert rouge1("pain pain pain", "pain in the knee") == pytest.approx(
        2 * (1 / 3) * (1 / 4) / (1 / 3 + 1 / 4)
    )


def test_seeds_change_what_they_say() -> None:
    rng = random.Random(1)
    assert with_side_swapped("Left knee pain on the left.", rng) == "Right knee pain on the right."
    assert with_side_swapped("Left 5, right 4.", rng) is None
    assert with_negation_flipped("She denies fever.", rng) == "She reports fever."
    assert with_number_changed("2. Knee pain", rng) is None
    changed = with_number_changed("Flexion 105 degrees", rng)
    assert changed is not None
    assert "105" not in changed


def test_dialogues_keep_who_spoke() -> None:
    transcript = turns("D: How is it?\n\nP: Better,\nmuch better.\n[doctor] Good.")
    assert [(s.speaker, s.text) for s in transcript.segments] == [
        ("THERAPIST", "How is it?"),
        ("PATIENT", "Better, much better."),
        ("THERAPIST", "Good."),
    ]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.csv"):
        read_aci(path)
