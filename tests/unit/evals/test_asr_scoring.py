"""What was heard laid beside what was said, and the weights fitted on it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from agent.transcription.signs import NAMES
from evals.asr import as_meant
from evals.datasets.spoken import _SENTENCE, _readable, _times, scripts
from evals.doubt_fit import Marked, fit, shares, threshold_for
from evals.scorers.asr_align import align, blocks
from evals.scorers.asr_tokens import of_text, tokens


def test_tokens_know_the_words_they_are_made_of() -> None:
    found = tokens([("one", False), ("hundred", True), ("five", False), ("degrees,", False), ("left", False)])
    assert [(t.text, t.doubtful, t.places) for t in found] == [
        ("105", True, (0, 1, 2)),
        ("degrees", False, (3,)),
        ("left", False, (4,)),
    ]


def test_a_lost_number_is_marked_by_the_words_beside_it() -> None:
    said = of_text("flexion 105 degrees today")
    heard = tokens([("flexion", False), ("degrees", True), ("today", False)])
    (lost,) = [block for block in blocks(said, heard) if not block.right]
    assert lost.critical == 1
    assert [t.text for t in lost.around] == ["flexion", "degrees"]
    tally = align(said, heard)
    assert (tally.wrong_critical, tally.wrong_critical_marked, tally.right_marked) == (1, 1, 1)


def test_the_counts_of_a_recording_can_be_kept_as_json() -> None:
    kept = json.loads(json.dumps(align(of_text("left knee 12"), of_text("lest knee 12")).counts()))
    assert (kept["errors"], kept["reference"], kept["wrong"]) == (
        1,
        {"side": 1, "word": 1, "number": 1},
        {"side": 1},
    )


def test_what_a_script_takes_back_itself_is_not_lost() -> None:
    said = (
        "Calf raises, three sets of twelve, scratch that, three sets of fifteen. Plan colon more of the same."
    )
    meant = as_meant(said)
    assert meant == "Calf raises, three sets of fifteen. Plan: more of the same."
    assert as_meant(meant) == meant


def test_wrong_and_invented_are_counted_by_kind() -> None:
    tally = align(of_text("left knee 12"), of_text("lest knee 20 6"))
    assert tally.wrong == {"side": 1, "number": 1}
    assert tally.invented == {"number": 1, "word": 1}
    assert tally.wrong_critical == 3


def _marked(script: str, signs: list[list[float]], wrong: list[int]) -> Marked:
    rows = np.zeros((len(signs), len(NAMES)))
    rows[:, 0] = 1.0
    rows[:, 1] = [row[0] for row in signs]
    right = [(i,) for i in range(len(signs)) if i not in wrong]
    return Marked(script, rows, np.zeros(len(signs), bool), [(1, (i,)) for i in wrong], right)


def test_the_fit_finds_the_sign_that_tells() -> None:
    read = [_marked(f"s{k}", [[0.0]] * 20 + [[1.0]] * 5, wrong=[20, 21, 22, 23]) for k in range(4)]
    found = fit(read)
    assert found[1] > 1
    sums = [one.signs @ found for one in read]
    marked, caught, wrong = shares(read, sums, threshold_for(read, sums, 0.10))
    assert marked <= 0.10
    assert (caught, wrong) == (1.0, 16)


def test_scripts_are_parted_in_two_halves_and_read_as_people_do() -> None:
    found = scripts()
    assert len(found) == 32
    assert sum(script.held_out for script in found) == 16
    assert _readable("MMT 4+/5, 105° — 3/5") == "M M T 4 plus out of 5, 105 degrees ,  3 out of 5"
    assert _SENTENCE.split("Pain is 4.5 today. She walked.") == ["Pain is 4.5 today.", "She walked."]


def test_word_times_of_festival_are_read(tmp_path: Path) -> None:
    file = tmp_path / "0.words"
    file.write_text("#\n0.4250 100 AROM\n0.6500 100 right\n0.0000 100 's\n0.8150 100 knee\n")
    assert _times(file) == [("AROM", 0.0, 0.425), ("right", 0.425, 0.65), ("knee", 0.65, 0.815)]
    assert _times(tmp_path / "none") == []
