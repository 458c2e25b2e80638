"""Mutation testing of billing and of every rule family: at least nine of ten mutants must be noticed."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.mutation import Mutant, mutants, survives, unchanged

ROOT = Path(__file__).parents[3]
CASES = Path(__file__).parent / "cases"
LIMITS = yaml.safe_load((Path(__file__).parent / "limits.yaml").read_text())
LEAST = 0.90
FAMILIES = (
    "treatment_note", "certification", "diagnosis", "clinical", "billing", "measures", "wording", "progress",
    "plan_of_care", "evaluation", "discharge", "record", "skilled_need", "staff",
)  # fmt: skip
TESTS_OF = {
    "assistant": ("test_assistant.py",),
    "claim": ("test_claim.py",),
    "codes": ("test_figures_and_edits.py", "test_claim.py"),
    "edit_files": ("test_edit_files.py",),
    "edits": ("test_figures_and_edits.py",),
    "figures": ("test_figures_and_edits.py", "test_claim.py"),
    "kx": ("test_figures_and_edits.py",),
    "workbook": ("test_edit_files.py",),
    "units": ("test_units_vectors.py", "test_units_properties.py"),
}
BILLING = ROOT / "tests" / "unit" / "billing"


def rule_cases_hold(rule_id: str) -> bool:
    """Whether a rule still answers all of its cases and examples as it should."""
    from compliance.rules.catalogue import rule
    from compliance.rules.engine import run_rule
    from compliance.rules.examples import build

    known = rule(rule_id)
    if {x.name: [x.default, x.low, x.high] for x in known.limits} != LIMITS.get(rule_id, {}):
        return False
    cases: dict[str, dict[str, Any]] = yaml.safe_load((CASES / f"{rule_id}.yaml").read_text())
    for draft in cases["passes"].values():
        if run_rule(known, *build(draft or {})):
            return False
    for draft in cases["fails"].values():
        expect = (draft or {}).get("expect", {})
        found = run_rule(known, *build({k: v for k, v in (draft or {}).items() if k != "expect"}))
        text = " ".join(f"{f.title} {f.detail} {f.suggestion}" for f in found)
        if (
            not found
            or "could not run" in text
            or {f.severity for f in found} - {expect.get("severity", f.severity) for f in found}
            or len(found) != expect.get("count", len(found))
            or ("mends" in expect and sum(f.mend is not None for f in found) != expect["mends"])
            or ("evidence" in expect and sum(len(f.evidence) for f in found) != expect["evidence"])
            or not all(str(words) in text for words in expect.get("says", ()))
            or any(str(words) in text for words in expect.get("says_not", ()))
        ):
            return False
    return all(run_rule(known, *build(e.draft)) for e in known.fails) and not any(
        run_rule(known, *build(e.draft)) for e in known.passes
    )


def billing_tests_hold(module: str) -> bool:
    """Whether the tests of a billing module pass, the long random ones left out."""
    files = [str(BILLING / name) for name in TESTS_OF[module]]
    options = ["-x", "-q", "-p", "no:cacheprovider", "--timeout=0", "-k"]
    long_ones = "not (sample or order_changes or wrong_allocation or four_codes)"
    return pytest.main([*files, *options, long_ones]) == 0 and rule_cases_hold("CQ-01")


def _report(kind: str, survivors: list[Mutant], total: int) -> str:
    lines = [f"{kind}: {total - len(survivors)} of {total} mutants noticed"]
    lines += [f"  {m.path.relative_to(ROOT)}:{m.line} {m.change}" for m in survivors]
    return "\n".join(lines)


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _hunt(files: list[Path], check_of: Callable[[Path], Callable[[], bool]]) -> tuple[list[Mutant], int]:
    survivors, total = [], 0
    for path in files:
        module = _module(path)
        assert survives(unchanged(path), module, "compliance", check_of(path)), f"the control of {path} fails"
        for mutant in mutants(path):
            total += 1
            gc.collect()
            if survives(mutant, module, "compliance", check_of(path)):
                survivors.append(mutant)
    return survivors, total


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("family", FAMILIES)
def test_mutants_of_a_rule_family_are_noticed(family: str) -> None:
    def check_of(path: Path) -> Callable[[], bool]:
        rule_id: str = importlib.import_module(_module(path)).RULE.id
        return lambda: rule_cases_hold(rule_id)

    files = sorted(
        p for p in (ROOT / "compliance" / "rules" / family).glob("*.py") if p.name != "__init__.py"
    )
    survivors, total = _hunt(files, check_of)
    print(_report(family, survivors, total))
    assert total > 10
    assert len(survivors) <= (1 - LEAST) * total, _report(family, survivors, total)


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_mutants_of_billing_are_noticed() -> None:
    files = sorted(p for p in (ROOT / "compliance" / "billing").glob("*.py") if p.name != "__init__.py")
    survivors, total = _hunt(files, lambda path: lambda: billing_tests_hold(path.stem))
    print(_report("billing", survivors, total))
    assert total > 100
    assert len(survivors) <= (1 - LEAST) * total, _report("billing", survivors, total)
