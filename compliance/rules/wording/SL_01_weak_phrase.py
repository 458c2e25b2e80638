"""A phrase says nothing that a reviewer can use.

"Tolerated treatment well" and "continue plan of care" fit every patient of every day. The visit's own
values say more in fewer words.

Anti-pattern: "Tolerated treatment well. Continue plan of care."
Best practice: "Pain 3/10 after treatment, 5/10 before. Next visit step height to 6 inches."
Source: APTA Center for Integrity, common payer complaints; NGS documentation guidance [V]; vendor lists
    [V~]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.domain.finding import Mend
from compliance.rules.base import Example, Hit, Limits, Rule
from compliance.rules.context import RuleContext, evidence_of
from compliance.rules.rewording import weak_phrases, wording
from compliance.rules.text import contains, phrases_in


def check(ctx: RuleContext, limits: Limits) -> Iterator[Hit]:
    seen: set[str] = set()
    for statement in ctx.statements:
        for phrase in weak_phrases():
            match = next(phrases_in(statement.text, (phrase.match,)), None)
            if match is None or (statement.section == "S" and phrase.offer not in ("symptom", "change")):
                continue
            if _says_more(statement.text, match.group(0)) or match.group(0).casefold() in seen:
                continue
            seen.add(match.group(0).casefold())
            better = wording(phrase.offer, ctx)
            yield Hit(
                detail=f"{statement.section}: {match.group(0)!r} needs {phrase.needs}.",
                where=statement.id,
                evidence=statement.evidence,
                suggestion=f"For example: {better}" if better else f"Say {phrase.needs}.",
                mend=Mend(
                    label="Use the visit's values", action="replace", statement_id=statement.id, text=better
                )
                if better and "…" not in better
                else None,
            )
    if seen:
        return
    for fact in ctx.facts.facts:
        if fact.subject != "patient" or fact.kind in ("command", "goal") or ctx.note.statements:
            continue
        said = " ".join(span.quote for span in fact.evidence) or fact.phrase
        weak = next(
            (p for p in weak_phrases() if contains(said, (p.match,)) and not _says_more(said, "")), None
        )
        if weak is not None:
            yield Hit(
                detail=f"{fact.phrase!r} needs {weak.needs}.",
                evidence=evidence_of(fact),
                suggestion=f"For example: {wording(weak.offer, ctx)}"
                if wording(weak.offer, ctx)
                else f"Say {weak.needs}.",
            )


def _says_more(text: str, phrase: str) -> bool:
    """Whether a value or a reason stands in the same statement, so that the phrase does no harm."""
    rest = text.replace(phrase, " ")
    return bool(re.search(r"\d", rest)) or contains(
        rest, (r"because", r"due to", r"so that", r"cue\w*", r"to improve")
    )


RULE = Rule(
    id="SL-01",
    severity="warn",
    check=check,
    doc=__doc__,
    fails=(
        Example(
            "a response that fits everybody",
            '{note: ["A: Tolerated treatment well."]}',
        ),
    ),
    passes=(
        Example(
            "the response in values",
            '{note: ["A: Tolerated treatment well, pain 3/10 after, 5/10 before."]}',
        ),
    ),
)
