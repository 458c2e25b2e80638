"""No figure of the data sets that ship with the project falls back."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals import support
from evals.cases import run
from evals.thresholds import fallen

DATASETS = Path(__file__).parents[2] / "evals" / "datasets"


def test_the_documentation_cases_keep_their_figures() -> None:
    assert fallen(run(DATASETS / "cases")) == {}


@pytest.mark.timeout(600)
def test_the_support_check_keeps_its_figures_on_the_cases() -> None:
    assert fallen(support.run(DATASETS / "cases")) == {}
