"""The support check on clean reference notes and on the same notes with seeded errors."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from agent.domain.base import Model
from agent.drafting.support.lines import statements_of
from evals import reseeding, seeding, seeding_whose
from evals.datasets.aci import SPLITS, AciVisit, read_aci
from evals.report import Report, Row

if TYPE_CHECKING:
    from agent.drafting.support.said import Said

SEED = 20261123
TRAINING = Path(__file__).parent / "datasets" / "support_training.yaml"
FITTED_ON = "cases fitted on"
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
    from agent.drafting.support.verdict import judge

    said = _read(transcript)
    return [judge(s, said).verdict != "supported" for s in statements]


@lru_cache(maxsize=100)
def _read(transcript: str) -> Said:
    """A talk is asked about once for each kind of error."""
    from agent.drafting.support.said import read_said

    return read_said(transcript)


def naive(transcript: str, statements: Sequence[str]) -> list[bool]:
    """The control: flagged when less than 60 % of a statement's words occur in the transcript."""
    import re

    said = set(re.findall(r"\w+", transcript.casefold()))

    def missing(text: str) -> bool:
        words = [w for w in re.findall(r"\w+", text.casefold()) if len(w) > 2 or w.isdigit()]
        return bool(words) and sum(w in said for w in words) / len(words) < 0.6

    return [missing(s) for s in statements]


def measure(visits: Sequence[AciVisit], name: str, check: Check = ours) -> list[SupportRow]:
    """True statements, then each kind of seeded error, over all visits. Same seed, same table."""
    clean = [[t for t, _, _ in statements_of(v.note)] for v in visits]
    rows = [_row(name, "clean", visits, clean, check)]
    for way, seeders in (("", seeding.SEEDERS), (" (second seeding)", reseeding.SEEDERS)):
        rng = random.Random(SEED)  # noqa: S311  # seeds errors, guards nothing
        for kind, seeder in seeders.items():
            seeded = [[s for t in texts if _long(t) and (s := seeder(t, rng)) is not None] for texts in clean]
            rows.append(_row(name, f"{kind}{way}", visits, seeded, check))
        rows.append(_row(name, f"foreign{way}", visits, foreign_statements(clean, rng), check))
    return rows


def foreign_statements(clean: Sequence[Sequence[str]], rng: random.Random) -> list[list[str]]:
    """For each visit, as many statements of other visits as it has itself, at most ten."""
    out = []
    for i, texts in enumerate(clean):
        others = [t for j, more in enumerate(clean) if j != i for t in more if _long(t)]
        own = set(texts)
        chosen = [t for t in rng.sample(others, min(len(others), 10)) if t not in own] if others else []
        out.append(chosen)
    return out


def case_visits(folder: Path) -> list[AciVisit]:
    """The PT cases of a folder as dialogues with their reference notes, a statement a line."""
    from evals.cases import load, transcript_of

    out = []
    for path in sorted(folder.glob("case-*.json")):
        case = load(path)
        note = "\n".join(line for lines in case["reference_note"].values() for line in lines)
        out.append(AciVisit(id=case["id"], dialogue=transcript_of(case["transcript"]).text, note=note))
    return out


def _long(text: str) -> bool:
    return len(text.split()) >= SMALLEST


def _row(
    name: str, what: str, visits: Sequence[AciVisit], texts: Sequence[Sequence[str]], check: Check
) -> SupportRow:
    flags = [f for v, t in zip(visits, texts, strict=True) for f in check(v.dialogue, t)]
    return SupportRow(data=name, what=what, flagged=sum(flags), of=len(flags))


def run(folder: Path, out: Path | None = None) -> Report:
    """The table beside the naive control: for ACI-Bench valid and test1, or for a folder of PT cases."""
    if any(folder.glob("case-*.json")):
        visits = case_visits(folder)
        sets = {
            FITTED_ON: [v for v in visits if v.id in training_cases()],
            "odd cases (held out)": [v for v in visits if _is_odd(v.id)],
            "later even cases (held out)": [
                v for v in visits if not _is_odd(v.id) and v.id not in training_cases()
            ],
        }
    else:
        named = {"valid (fitted on)": "valid", "test1": "test1"}
        sets = {name: read_aci(folder / SPLITS[split]) for name, split in named.items()}
    rows: list[Row] = []
    samples = []
    for name, visits in sets.items():
        control = {r.what: r.rate for r in measure(visits, name, naive)}
        for r in measure(visits, name):
            samples.append({"id": f"{name}-{r.what}", **r.model_dump()})
            beside = control.get(r.what)
            note = "" if beside is None else f"naive word overlap: {beside:.3f}"
            aim = "<= 0.10" if r.what == "clean" else ">= 0.95"
            rows.append(Row(f"{name}: {r.what}, flagged", r.rate, "", r.of, aim, note))
    if any(folder.glob("case-*.json")):
        rows += _of_cases(folder, [v for visits in sets.values() for v in visits])
    return Report(task="support", rows=tuple(rows), about="Support check", samples=tuple(samples))


def _of_cases(folder: Path, visits: Sequence[AciVisit]) -> list[Row]:
    """Our own notes, true and changed; goals and former values as today's; relatives' illnesses."""
    from evals.support_own import own_rows

    rng = random.Random(SEED)  # noqa: S311  # seeds errors, guards nothing
    clean = [[t for t, _, _ in statements_of(v.note)] for v in visits]
    timed = [[s for t in texts if (s := seeding_whose.with_time_changed(t, rng))] for texts in clean]
    related = [seeding_whose.of_relatives(v.dialogue) for v in visits]
    made = (_row("cases", "time", visits, timed, ours), _row("cases", "subject", visits, related, ours))
    return [
        *own_rows(folder),
        *(Row(f"all cases: {r.what}, flagged", r.rate, "", r.of, ">= 0.95") for r in made),
    ]


@cache
def training_cases() -> frozenset[str]:
    """The ids of the PT cases that the check's weights and word rates are fitted on, and no others."""
    named = yaml.safe_load(TRAINING.read_text(encoding="utf-8"))["cases"]
    return frozenset(named)


def _is_odd(case_id: str) -> bool:
    return int(case_id.rsplit("-", 1)[1]) % 2 == 1
