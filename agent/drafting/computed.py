"""Statements that are computed and say so: change against the record's last measure, and goals reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from agent.domain.facts import BalanceFact, Fact, OutcomeFact, PainFact, RomFact, VisitFacts
from agent.domain.note import Statement
from agent.domain.visit import Encounter, Measure
from agent.drafting.templates import NoteTemplate

Better = Literal["higher", "lower"]


@cache
def _instruments() -> dict[str, dict[str, Any]]:
    text = files("agent.drafting").joinpath("instruments.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)["instruments"])


def computed_statements(facts: VisitFacts, encounter: Encounter, template: NoteTemplate) -> list[Statement]:
    """One statement for each earlier measure of the record that was measured again today."""
    out = []
    for last in encounter.history.last_measures:
        if last.date >= encounter.visit.date or not isinstance(last.value, int | float):
            continue
        found = _today(facts, last)
        if found is None:
            continue
        fact, now = found
        if now == float(last.value):
            continue
        out.append(_change(fact, now, last, template))
    return out


def _today(facts: VisitFacts, last: Measure) -> tuple[Fact, float] | None:
    """Today's value of the record's measure, only where name and side agree without doubt."""
    values = [(f, v) for f, v in _measured_today(facts, last)]
    distinct = {v for _, v in values}
    return values[0] if len(distinct) == 1 else None


def _measured_today(facts: VisitFacts, last: Measure) -> Iterator[tuple[Fact, float]]:
    name = last.name.casefold()
    side = next((s for s in ("left", "right") if re.search(rf"\b{s}\b", name)), "none")
    for f in facts.facts:
        if f.time != "today" or f.subject != "patient" or f.certainty == "doubtful":
            continue
        if isinstance(f, OutcomeFact | BalanceFact) and f.value is not None and _same(f.name, name):
            if f.side == side or (side == "none" and f.side == "none"):
                yield f, f.value
        elif isinstance(f, RomFact) and f.to_value is not None and f.motion and f.joint:
            motion = (
                "er"
                if f.motion == "external rotation"
                else "ir"
                if f.motion == "internal rotation"
                else f.motion
            )
            named = f.joint in name and (f.motion in name or re.search(rf"\b{motion}\b", name) is not None)
            modes = ("passive" if "prom" in name else "active" if "arom" in name else f.mode, f.mode)
            if (
                named
                and f.side == side != "none"
                and modes[0] in (modes[1], "unspecified")
                and not f.when.startswith("after")
            ):
                yield f, f.to_value


def _same(measured: str, recorded: str) -> bool:
    short = re.sub(r"\b(?:left|right)\b", "", recorded).strip()
    return (
        measured.casefold() in (short, recorded)
        or (measured == "single leg stance" and short == "sls")
        or (measured == "30 second chair stand" and "chair stand" in short)
    )


def _change(fact: Fact, now: float, last: Measure, template: NoteTemplate) -> Statement:
    before = float(last.value)
    name = last.name if not isinstance(fact, PainFact) else "Pain"
    info = next((v for k, v in _instruments().items() if k.casefold() in name.casefold()), {})
    direction = "increased" if now > before else "decreased"
    meaning, basis = "", ""
    mdc = info.get("mdc")
    if mdc is not None:
        phrases = template.phrases.meaning
        meaning = (phrases["beyond"] if abs(now - before) > mdc else phrases["within"]).format(
            mdc=f"{mdc:g}{info.get('unit', '')}"
        )
        basis = f"; MDC {mdc:g} ({info['population']}): {info['source']} [{info['certainty']}]"
    unit = {"deg": " degrees", "s": " seconds"}.get(
        last.unit, f" {last.unit}" if last.unit and last.unit != "%" else last.unit
    )
    text = template.phrases.change.format(
        measure=f"{name[0].upper()}{name[1:]}",
        direction=direction,
        before=f"{before:g}{unit}",
        date=last.date.isoformat(),
        now=f"{now:g}{unit}",
        meaning=meaning,
    )
    return Statement(
        id="",
        section="A",
        text=text,
        origin="computed",
        evidence=fact.evidence,
        fact_ids=(fact.id,),
        basis=f"history.last_measures[{last.name}, {last.date.isoformat()}] and fact {fact.id}{basis}",
        group=template.place("A", "computed")[1],
    )
