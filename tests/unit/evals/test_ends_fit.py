"""The texts and the fit by which unpunctuated dictation is cut."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from agent.understanding.statement_ends import WEIGHTS
from evals.ends_fit import CHANCE, CHANCE_BY_RULE, RUN_ON, Places, fit, unpointed
from evals.lbfgs import least

DATASETS = RUN_ON.parent


def test_the_least_value_of_a_bent_valley_is_found() -> None:
    bend = np.array([[40.0, 3.0], [3.0, 0.5]])
    wanted = np.array([2.0, -7.0])

    def valley(at: np.ndarray) -> tuple[float, np.ndarray]:
        off = at - wanted
        return float(off @ bend @ off) / 2, bend @ off

    assert least(valley, np.zeros(2)) == pytest.approx(wanted, abs=0.05)


def test_the_texts_cut_by_hand_are_the_words_of_the_noisy_dictations() -> None:
    said: dict[str, list[str]] = {}
    for folder in ("cases", "later"):
        for path in (DATASETS / folder).glob("case-*.json"):
            case = json.loads(path.read_text(encoding="utf-8"))
            if case["style"] == "noisy":
                said[case["id"]] = [w for t in case["transcript"] for w in t["text"].split()]
    cut: dict[str, list[str]] = {}
    for paragraph in RUN_ON.read_text(encoding="utf-8").split("\n\n"):
        lines = paragraph.split("\n")
        if lines[0].startswith("# "):
            case_id, lines = lines[0][2:], lines[1:]
        cut.setdefault(case_id, []).extend(w for line in lines for w in line.split())
    assert len(cut) > 60
    assert cut == {case_id: said[case_id] for case_id in cut}


def test_signs_taken_off_leave_where_a_sentence_began(tmp_path: Path) -> None:
    case = {
        "id": "case-001",
        "style": "structured",
        "encounter": {},
        "transcript": [{"speaker": None, "text": "Pain is 3/10, better. Dr. Vo called; gait is even."}],
    }
    (tmp_path / "case-001.json").write_text(json.dumps(case), encoding="utf-8")
    (text,) = unpointed(tmp_path)
    word = {i: next(s[1:] for s in here if s[0] == "b") for i, here in enumerate(text.signs, start=1)}
    assert [word[i] for i in sorted(text.begins)] == ["dr", "gait"]
    assert [word[i] for i in sorted(text.unasked)] == ["better"]


def test_a_sign_of_beginnings_weighs_for_them_and_another_against() -> None:
    signs = [["x", "starts"], ["x", "goes on"], ["x", "goes on"]]
    texts = [Places("c", signs, frozenset([1]), frozenset(), frozenset(), 1.0)] * 20
    weights = fit(texts)
    assert weights["starts"] > 1 > 0 > weights["goes on"]


def test_the_weights_in_use_are_those_of_the_fit_with_its_chances() -> None:
    fitted = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert (fitted["chance"], fitted["chance_by_rule"]) == (CHANCE, CHANCE_BY_RULE)
    assert fitted["made_by"].startswith("python -m evals.ends_fit ")
