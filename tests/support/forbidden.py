"""The statements of a note that a documentation case forbids, as the cases' own scorer finds them."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import evals.datasets

SCORER = Path(evals.datasets.__path__[0]) / "cases" / "score.py"


@cache
def _scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("case_scorer", SCORER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wrong_statements(case: dict[str, Any], texts: Sequence[str]) -> list[str]:
    """Why and what, for each forbidden statement among `texts`."""
    scorer = _scorer()
    out = []
    for forbidden in case["expected"]["forbidden"]:
        groups = scorer.compiled(forbidden["match"], case["id"])
        hits = [t for t in texts if scorer.found(groups, [scorer.fold(t)])]
        out += [f"{forbidden['why']}: {hits[0]}"] if hits else []
    return out
