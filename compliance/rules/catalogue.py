"""All rules, found by walking the family folders: a new rule is one new file."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from functools import cache

import compliance.rules as package
from agent.errors import NotFound
from compliance.rules.base import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by family and id. Two rules with one id are a defect and raise `ValueError`."""
    rules: list[Rule] = []
    for family in pkgutil.iter_modules(package.__path__, prefix=f"{package.__name__}."):
        if not family.ispkg:
            continue
        folder = importlib.import_module(family.name)
        for module in pkgutil.iter_modules(folder.__path__, prefix=f"{family.name}."):
            found = getattr(importlib.import_module(module.name), "RULE", None)
            if found is None:
                raise ValueError(f"{module.name} defines no RULE")
            rules.append(dataclasses.replace(found, family=family.name.rsplit(".", 1)[1]))
    rules.sort(key=lambda r: (r.family, r.id))
    ids = [r.id for r in rules]
    if doubled := {i for i in ids if ids.count(i) > 1}:
        raise ValueError(f"rule ids used twice: {sorted(doubled)}")
    return tuple(rules)


def rule(rule_id: str) -> Rule:
    """The rule with this id. Raises `NotFound`."""
    for candidate in all_rules():
        if candidate.id.casefold() == rule_id.casefold():
            return candidate
    raise NotFound(f"There is no rule {rule_id!r}.", mend="`ptscribe rules list` shows all ids.")


@cache
def ruleset_version() -> str:
    """A short digest of all rules' ids, texts and limits, for the provenance of a draft."""
    import hashlib

    text = "\n".join(f"{r.id}|{r.severity}|{r.doc}|{r.limits}" for r in all_rules())
    return hashlib.sha256(text.encode()).hexdigest()[:12]
