"""The shipped weights of doubt are what the fit gives, and no script that measures them is in it."""

from __future__ import annotations

import json

from agent.transcription.doubt import WEIGHTS
from evals.datasets.doubt_training import training
from evals.datasets.spoken import scripts
from evals.doubt_fit import fitted


def test_the_shipped_weights_are_the_fit_byte_for_byte() -> None:
    assert WEIGHTS.read_text(encoding="utf-8") == fitted(), "run: python -m evals.doubt_fit"


def test_the_weights_name_their_scripts_and_none_is_held_out() -> None:
    named = json.loads(WEIGHTS.read_text(encoding="utf-8"))["scripts"]
    assert named == sorted(script.id for script in scripts() if not script.held_out)
    assert {one.script for one in training()} == set(named)


def test_every_script_for_fitting_was_heard_once_and_its_words_are_kept() -> None:
    heard = [one.script for one in training()]
    assert len(heard) == len(set(heard))
    assert all(sum(len(stretch.words) for stretch in one.heard) > 100 for one in training())
