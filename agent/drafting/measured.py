"""Today's value of a measure that the record names: only where name and side agree without doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.facts import BalanceFact, Fact, OutcomeFact, RomFact, VisitFacts
from compliance.rules.instruments import instrument

_MOTIONS = {"external rotation": "er", "internal rotation": "ir"}


def today(facts: VisitFacts, measure: str) -> tuple[Fact, float] | None:
    """The fact that measured `measure` today, and its value; None where there is none or two differ."""
    values = list(_measured(facts, measure.casefold()))
    distinct = {value for _, value in values}
    return values[0] if len(distinct) == 1 else None


def _measured(facts: VisitFacts, name: str) -> Iterator[tuple[Fact, float]]:
    side = next((s for s in ("left", "right") if re.search(rf"\b{s}\b", name)), "none")
    for f in facts.facts:
        if f.time != "today" or f.subject != "patient" or f.certainty == "doubtful" or f.side != side:
            continue
        if isinstance(f, OutcomeFact | BalanceFact) and f.value is not None:
            if _same(f.name, name):
                yield f, f.value
        elif isinstance(f, RomFact) and f.to_value is not None and side != "none" and _same_motion(f, name):
            yield f, f.to_value


def _same_motion(fact: RomFact, name: str) -> bool:
    if not fact.motion or fact.joint not in name or fact.when.startswith("after"):
        return False
    short = _MOTIONS.get(fact.motion, fact.motion)
    if fact.motion not in name and re.search(rf"\b{short}\b", name) is None:
        return False
    mode = "passive" if "prom" in name else "active" if "arom" in name else fact.mode
    return mode in (fact.mode, "unspecified")


def _same(measured: str, recorded: str) -> bool:
    """`gait speed` and `10MWT` are one instrument; `TUG dual task` is no `TUG`."""
    short = re.sub(r"\b(?:left|right)\b", "", recorded).strip()
    if measured.casefold() in (short, recorded):
        return True
    if (measured, short) == ("single leg stance", "sls"):
        return True
    if measured == "30 second chair stand" and "chair stand" in short:
        return True
    one, other = instrument(measured), instrument(short)
    return one is not None and one == other
