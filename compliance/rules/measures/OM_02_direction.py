"""A claim of improvement goes against the score.

Some scores are better high, others low. A change read the wrong way turns decline into progress.

Anti-pattern: "ODI improved from 30 to 44."
Best practice: "ODI 44 percent, was 30: worse."
Source: the instruments' manuals (direction), as named in the table of outcome measures [V, U]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.note import Statement
from agent.domain.transcript import EvidenceSpan
from agent.needles import Rare
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.compare import Score, earlier_value, scores_of_today
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.instruments import Instrument, instruments
from compliance.rules.text import contains

_BETTER = (r"improv\w*", r"better", r"progress\w*", r"gain(?:s|ed)?")
_WORSE = (r"wors\w*", r"declin\w*", r"deteriorat\w*", r"regress\w*")
_DENIED = (r"not (?:improv\w*|better|progress\w*)", r"no (?:improvement|progress|gain)")
_FROM_TO = Rare(r"\bfrom (\d+(?:\.\d+)?)[^\d.;]{0,15}? to (\d+(?:\.\d+)?)")


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    told: set[str] = set()
    for score in scores_of_today(ctx):
        before = earlier_value(ctx, score.known.name)
        if before is None or before == score.value:
            continue
        for statement in _about(ctx, score):
            if _contradicts(statement.text, score.known, before, score.value):
                told.add(statement.id)
                evidence = evidence_of(score.fact) or statement.evidence
                yield _hit(statement, score.known, before, score.value, evidence)
    for statement in ctx.statements:
        change = _FROM_TO.search(statement.text)
        if change is None or statement.id in told:
            continue
        words, before, now = statement.text[: change.end()], float(change[1]), float(change[2])
        known = _only_instrument(words)
        if known and before != now and _contradicts(words, known, before, now):
            yield _hit(statement, known, before, now, statement.evidence)


def _contradicts(text: str, known: Instrument, before: float, now: float) -> bool:
    """Whether the words claim the opposite of what the values show."""
    better = contains(text, _BETTER) and not contains(text, _DENIED)
    worse = contains(text, _WORSE)
    return better != worse and better != known.improved(before, now)


def _hit(
    statement: Statement, known: Instrument, before: float, now: float, evidence: tuple[EvidenceSpan, ...]
) -> Hit:
    return Hit(
        detail=f"{known.name} {before:g} → {now:g} is "
        f"{'better' if known.improved(before, now) else 'worse'}; the statement says otherwise.",
        where=statement.id,
        evidence=evidence,
        suggestion=f"{known.name} is better when {known.better}: correct the word or the values.",
    )


def _only_instrument(text: str) -> Instrument | None:
    """The one instrument that the words name; None where it names several or none."""
    named = [k for k in instruments().values() if contains(text, tuple(map(re.escape, (k.name, *k.names))))]
    return named[0] if len(named) == 1 else None


def _about(ctx: RuleContext, score: Score) -> list[Statement]:
    names = {score.fact.name.casefold(), score.known.name.casefold(), *score.known.names}
    return [
        s for s in ctx.statements if score.fact.id in s.fact_ids or any(n in s.text.casefold() for n in names)
    ]


RULE = Rule(
    id="OM-02",
    severity="block",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a worse score called better",
            "{facts: [{kind: outcome_measure, name: ODI, value: 30, time: before}, {kind: "
            'outcome_measure, name: ODI, value: 44}], note: ["A: ODI improved to 44 percent."]}',
        ),
    ),
    passes=(
        Example(
            "a better score called better",
            "{facts: [{kind: outcome_measure, name: LEFS, value: 52}], encounter: {history: "
            '{last_measures: [{name: LEFS, value: 41, date: 2026-02-24}]}}, note: ["A: LEFS '
            'improved to 52."]}',
        ),
    ),
)
