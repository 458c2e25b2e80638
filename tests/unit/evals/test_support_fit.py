"""What the support check is fitted on is named, and the fit comes out the same each time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from agent.drafting.support.claims import claim_of
from agent.drafting.support.said import read_said
from agent.drafting.support.topics import NAMES as TOPICS
from agent.drafting.support.topics import other_topics, topic_features
from agent.drafting.support.wordforms import form
from agent.errors import InputError
from evals.datasets.aci import AciVisit
from evals.datasets.dialogues import Dialogue, turns
from evals.support import FITTED_ON, run, training_cases
from evals.support_examples import items_of
from evals.support_fit import HASH_SEED, main
from evals.support_tellings import fit, pairs_of, without_fold
from evals.support_topics import topics_of
from evals.support_training import sections_together, training
from evals.support_turnings import turned_pairs_of

CASES = Path(__file__).parents[3] / "evals" / "datasets" / "cases"
_BATCHES = (range(2, 17, 2), range(102, 121, 2), range(202, 213, 2), range(302, 333, 2))
EVEN = [f"case-{n:02d}" for batch in _BATCHES for n in batch]
MTS_ROW = "ID,section_header,section_text,dialogue\n0,CC,Knee pain.,Doctor: what brings you in?\n"
ACI = "dataset,encounter_id,dialogue,note\nx,D2N001,[doctor] hi .,CHIEF COMPLAINT\n"
FILES = (
    ("aci-bench/train.csv", ACI),
    ("aci-bench/valid.csv", ACI.replace("D2N001", "D2N068")),
    ("mts-dialog/MTS-Dialog-TrainingSet.csv", MTS_ROW),
)

FIT = """
import hashlib, json
import numpy as np
from evals.boost import Shape
from evals.support_examples import KINDS, Example
from evals.support_examples import items_of
from evals.support_fit import fit_all
rng = np.random.default_rng(3)
made = []
for n in range(400):
    wrong = ("", *KINDS)[n % 5]
    row = lambda kind: tuple(rng.normal(1.0 if wrong == kind else 0.0, 1.0, 6).round(2).tolist())
    items = {"unsaid": [], "contradicted": [], **{k: [row(k)] for k in KINDS}}
    made.append(Example(n % 2, n // 8, n // 8 % 5, wrong, "", items, n % 2 == 1))
weights = fit_all(made, Shape(trees=6), ["case-02"])
print(json.dumps(weights, separators=(",", ":")))
"""


FEATURES = """
from pathlib import Path
import evals.datasets
from evals.support import case_visits
from evals.support_examples import examples
cases = Path(evals.datasets.__path__[0]) / "cases"
made = examples([[v for v in case_visits(cases) if v.id in ("case-02", "case-104")]])
print([(e.wrong, e.text, e.items) for e in made])
"""


def _printed(code: str, seed: str) -> bytes:
    env = {**os.environ, "PYTHONHASHSEED": seed}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, check=True, env=env).stdout  # our own text


def _folder(tmp_path: Path, *names: str) -> Path:
    folder = tmp_path / "cases"
    folder.mkdir()
    for name in names:
        text = (CASES / f"{name}.json").read_text(encoding="utf-8")
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    for name, text in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return folder


def test_the_named_cases_are_the_even_ones_of_the_eighty_shipped() -> None:
    assert training_cases() == frozenset(EVEN)


def test_a_later_case_does_not_slip_into_the_fitting(tmp_path: Path) -> None:
    folder = _folder(tmp_path, *EVEN, "case-01")
    later = json.loads((folder / "case-302.json").read_text(encoding="utf-8")) | {"id": "case-402"}
    (folder / "case-402.json").write_text(json.dumps(later), encoding="utf-8")
    _, visits, _ = training(tmp_path, folder)
    assert [v.id for v in visits] == sorted(EVEN)


def test_both_given_splits_are_fitted_on(tmp_path: Path) -> None:
    public, _, _ = training(tmp_path, _folder(tmp_path, *EVEN))
    assert [v.id for v in public] == ["D2N001", "D2N068"]


def test_a_named_case_that_is_missing_is_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path, *EVEN[1:])
    with pytest.raises(InputError, match=r"1 cases .*case-02"):
        training(tmp_path, folder)


def test_short_dialogues_make_talks_as_long_as_a_visit() -> None:
    long = [
        Dialogue(id=str(n), transcript=turns("Doctor: " + f"word{n} " * 20), note=f"word{n} was said so.")
        for n in range(17)
    ]
    none = Dialogue(id="short", transcript=long[0].transcript, note="None.")
    visits = sections_together([*long, none])
    assert [v.dialogue.count("\n") for v in visits] == [7, 7]
    for visit in visits:
        assert all(line.split()[0] in visit.dialogue for line in visit.note.splitlines())
        assert "None." not in visit.note


def test_the_row_of_the_fitted_cases_holds_no_other(tmp_path: Path) -> None:
    def fitted_rows(folder: Path) -> list[tuple[str, int]]:
        rows = run(folder).rows
        return [(r.measure, r.count) for r in rows if r.measure == f"{FITTED_ON}: clean, flagged"]

    two = _folder(tmp_path, "case-02", "case-202")
    before = fitted_rows(two)
    later = json.loads((CASES / "case-302.json").read_text("utf-8")) | {"id": "case-402"}
    (two / "case-402.json").write_text(json.dumps(later), encoding="utf-8")
    (two / "case-301.json").write_text((CASES / "case-301.json").read_text("utf-8"), encoding="utf-8")
    assert fitted_rows(two) == before
    assert before[0][1] > 0
    rows = [r for r in run(two).rows if r.measure == "later even cases (held out): clean, flagged"]
    assert rows[0].count > 0


def test_words_said_and_unsaid_are_weighed_by_the_visits_outside_a_fold() -> None:
    hobbies = ["rowing", "chess", "pottery", "archery", "sailing", "fencing"]
    visits = [
        AciVisit(id=str(n), dialogue=f"[patient] i like {hobby} on mondays", note=f"Likes {hobby} and opera.")
        for n, hobby in enumerate(hobbies * 3)
    ]
    pairs = pairs_of([visits])
    weights = fit(pairs, pairs.of >= 0)
    assert weights["* unsaid"] > 0 > weights["* near"]
    assert abs(weights.get("opera unsaid", 0.0)) < weights["* unsaid"]  # unsaid of all visits alike
    assert fit(pairs, pairs.of >= 0) == weights
    assert without_fold(pairs, 0, 5) == fit(pairs, (pairs.of % 5 != 0) & (pairs.talk % 5 != 0)) != weights


def test_a_word_that_notes_always_deny_tells_of_a_negation_turned_round() -> None:
    note = "Reports aching of the knee.\nNo rubs of the heart."
    visits = [AciVisit(id=str(n), dialogue="[patient] my knee is aching", note=note) for n in range(20)]
    pairs = turned_pairs_of([visits])
    weights = fit(pairs, pairs.of >= 0)
    assert pairs.wrong.mean() == 0.5
    assert weights[f"{form('rubs')} +"] > 0 > weights[f"{form('rubs')} -"]
    assert weights["* + so"] < weights["* - otherwise"]


def test_words_of_the_same_visits_lie_in_the_same_direction() -> None:
    themes = [["violin", "cello", "organ"], ["salmon", "trout", "carp"]]
    held = [(frozenset(themes[n % 2]), frozenset(themes[n % 2])) for n in range(12)]
    topics = topics_of(held)
    with other_topics(topics):
        said = read_said("she plays the cello and the violin")
        of_it = dict(zip(TOPICS, topic_features(claim_of("Tuned the organ."), said), strict=True))
        of_another = dict(zip(TOPICS, topic_features(claim_of("Caught a carp."), said), strict=True))
    assert of_it["topic_share"] > 0.5 > -0.5 > of_another["topic_share"]
    assert of_it["topic_least"] == 0 > of_another["topic_least"] == of_another["topic_unsaid"]
    assert topics_of([]).words == {}


def test_the_fit_runs_in_a_process_of_fixed_hash_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    class Left(Exception):
        pass

    def left(_: str, argv: list[str], env: dict[str, str]) -> None:
        assert argv[1:] == ["-m", "evals.support_fit", "data", "cases"]
        raise Left(env["PYTHONHASHSEED"])

    monkeypatch.setattr(os, "execve", left)
    monkeypatch.setattr(sys, "argv", ["x", "data", "cases"])
    monkeypatch.setenv("PYTHONHASHSEED", "random")
    with pytest.raises(Left, match=HASH_SEED):
        main()


def test_features_are_the_same_whatever_the_hash_seed() -> None:
    assert len({_printed(FEATURES, seed) for seed in ("1", "2")}) == 1


def test_a_fit_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    made = {_printed(FIT, seed).splitlines()[-1] for seed in ("1", "2")}
    assert len(made) == 1
    assert json.loads(made.pop())["judgements"].keys() == {"term", "number", "side", "negation"}


def test_the_shipped_weights_say_that_they_were_fitted_on_the_named_cases() -> None:
    shipped = json.loads(files("agent.drafting.support").joinpath("weights.json").read_text("utf-8"))
    assert frozenset(shipped["cases"]) == training_cases()


def test_the_shipped_weights_look_at_no_feature_that_the_check_does_not_have() -> None:
    made = items_of("Left knee pain 3/10, no swelling.", read_said("my left knee is a three , no swelling"))
    shipped = json.loads(files("agent.drafting.support").joinpath("weights.json").read_text("utf-8"))
    for kind, rows in made.items():
        if kind in shipped["judgements"]:
            used = max(_features(tree) for tree in shipped["judgements"][kind]["trees"])
            assert used < len(rows[0]), kind


def _features(tree: Any) -> int:
    """The highest feature number in a tree, -1 in a leaf."""
    return max(tree[0], _features(tree[2]), _features(tree[3])) if isinstance(tree, list) else -1
