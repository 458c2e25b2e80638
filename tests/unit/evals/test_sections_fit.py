"""The fit by which clauses are placed in the sections of a note."""

from __future__ import annotations

import json
from pathlib import Path

from agent.domain.note import Section
from agent.understanding.likely_section import WEIGHTS, Fitted
from evals.sections_fit import CLEARLY, Placed, fit, placed


def _placed(words: tuple[str, ...], *belongs: Section, known: bool = True) -> Placed:
    return Placed("c", [("word", words)], frozenset(belongs), "O", frozenset(), known)


def test_a_word_weighs_for_the_sections_in_which_it_belongs() -> None:
    clauses = [_placed(("always", "weak"), "A"), _placed(("always", "bends"), "O")] * 20
    weak = fit(clauses)["word"]["weak"]
    assert weak[2] == max(weak) > 0.5
    assert weak[1] == min(weak) < 0


def test_where_two_sections_are_right_neither_is_held_against_the_other() -> None:
    clauses = [_placed(("always", "open"), "A", "P"), _placed(("always", "bends"), "O")] * 20
    model = Fitted(fit(clauses), CLEARLY)
    assert model.section([("word", ("open",))], "A") == "A"
    assert model.section([("word", ("open",))], "P") == "P"
    assert model.section([("word", ("open",))], "O") in ("A", "P")


def test_clauses_that_tell_a_fact_belong_where_the_case_expects_it(tmp_path: Path) -> None:
    case = json.loads((Path(__file__).parents[3] / "evals/datasets/cases/case-01.json").read_text())
    case["transcript"] = [
        {"speaker": None, "text": "Heading objective. Knee flexion 110. Tolerated it well."}
    ]
    case["expected"]["facts"] = [
        {"section": "O", "sections": ["O", "A"], "match": [["flexion"], ["110"]]},
        {"section": "A", "match": [["toler"]]},
    ]
    (tmp_path / "case-1.json").write_text(json.dumps(case), encoding="utf-8")
    found = list(placed(tmp_path))
    assert [(c.belongs, c.known) for c in found] == [({"O", "A"}, True), ({"A"}, True)]


def test_the_weights_in_use_are_those_of_the_fit() -> None:
    fitted = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert fitted["clearly"] == CLEARLY
    assert fitted["made_by"].startswith("python -m evals.sections_fit ")
