"""The support check on clean reference notes and on the same notes with seeded errors."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from agent.domain.base import Model
from agent.drafting.support import support_lines
from agent.drafting.support.lines import statements_of
from evals.datasets.aci import AciVisit, split
from evals.seeding import SEEDERS, Seed

SEED = 20261123
SMALLEST = 4
"""Words that a statement must have to be seeded or used as a foreign one."""

Check = Callable[[str, Sequence[str]], list[bool]]
"""Transcript and statements in, for each whether it is flagged."""


class SupportRow(Model):
    """One line of the table: of `of` statements, `flagged` were."""

    data: str
    what: str
    flagged: int
    of: int

    @property
    def rate(self) -> float | None:
        return self.flagged / self.of if self.of else None


def ours(transcript: str, statements: Sequence[str]) -> list[bool]:
    """The product's support check: flagged unless supported."""
    from agent.drafting.support.said import read_said
    from agent.drafting.support.verdict import judge

    said = read_said(transcript)
    return [judge(s, said).verdict != "supported" for s in statements]


def naive(transcript: str, statements: Sequence[str]) -> list[bool]:
    """The control: flagged when less than 60 % of a statement's words occur in the transcript."""
    import re

    said = set(re.findall(r"\w+", transcript.casefold()))

    def missing(text: str) -> bool:
        words = [w for w in re.findall(r"\w+", text.casefold()) if len(w) > 2 or w.isdigit()]
        return bool(words) and sum(w in said for w in words) / len(words) < 0.6

    return [missing(s) for s in statements]


def measure(visits: Sequence[AciVisit], name: str, check: Check = ours) -> list[SupportRow]:
    """Clean statements, then each kind of seeded error, over all visits. Same seed, same table."""
    rng = random.Random(SEED)
    clean = [[t for t, _, _ in statements_of(v.note)] for v in visits]
    rows = [_row(name, "clean", visits, clean, check)]
    for kind, seeder in SEEDERS.items():
        seeded = [[s for t in texts if _long(t) and (s := seeder(t, rng)) is not None] for texts in clean]
        rows.append(_row(name, kind, visits, seeded, check))
    rows.append(_row(name, "foreign", visits, _foreign(clean, rng), check))
    return rows


def _foreign(clean: Sequence[Sequence[str]], rng: random.Random) -> list[list[str]]:
    """For each visit, as many statements of other visits as it has itself, at most ten."""
    out = []
    for i, texts in enumerate(clean):
        others = [t for j, more in enumerate(clean) if j != i for t in more if _long(t)]
        own = set(texts)
        chosen = [t for t in rng.sample(others, min(len(others), 10)) if t not in own] if others else []
        out.append(chosen)
    return out


def _long(text: str) -> bool:
    return len(text.split()) >= SMALLEST


def _row(
    name: str, what: str | Seed, visits: Sequence[AciVisit], texts: Sequence[Sequence[str]], check: Check
) -> SupportRow:
    flags = [f for v, t in zip(visits, texts, strict=True) for f in check(v.dialogue, t)]
    return SupportRow(data=name, what=what, flagged=sum(flags), of=len(flags))


def run(data: Path) -> list[SupportRow]:
    """The table for ACI-Bench valid and test1, with the naive control beside it."""
    rows = []
    for name in ("valid", "test1"):
        visits = split(data, name)
        rows += measure(visits, name)
        rows += [r.model_copy(update={"data": f"{name} (naive)"}) for r in measure(visits, name, naive)]
    return rows


def table(rows: Sequence[SupportRow]) -> str:
    """The rows as text."""
    lines = [f"{'data':<16}{'statements':<12}{'flagged':>8}{'of':>8}{'rate':>8}"]
    for r in rows:
        rate = "-" if r.rate is None else f"{r.rate:.3f}"
        lines.append(f"{r.data:<16}{r.what:<12}{r.flagged:>8}{r.of:>8}{rate:>8}")
    return "\n".join(lines)


__all__ = ["SupportRow", "measure", "run", "support_lines", "table"]
