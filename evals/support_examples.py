"""What the support check is fitted on: true, changed and foreign statements of visits, as features."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agent.drafting.support.align import align
from agent.drafting.support.claims import claim_of
from agent.drafting.support.denials import is_settled
from agent.drafting.support.lines import statements_of
from agent.drafting.support.results import contradicted
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.telling import other_tellings
from agent.drafting.support.topics import other_topics
from agent.drafting.support.turning import other_turnings
from agent.drafting.support.verdict import features_of
from agent.drafting.support.wordforms import other_rates
from evals import reseeding, seeding
from evals.datasets.aci import AciVisit
from evals.seeding import Seed
from evals.support_rates import count
from evals.support_tellings import pairs_of, without_fold
from evals.support_topics import forms_of, topics_of
from evals.support_turnings import turned_pairs_of

KINDS: tuple[Seed, ...] = ("term", "number", "side", "negation")
CERTAIN = {"number": "unsaid", "negation": "contradicted"}
"""Items that settle a judgement whatever its trees say."""
FOLDS = 5
SMALLEST = 4
"""Words that a statement must have to be seeded or used as a foreign one."""
FOREIGN = 40
"""Statements of other visits tried against each visit."""


@dataclass(frozen=True)
class Example:
    """One statement: `wrong` names its error, empty for a true one. Features of each judgement's items."""

    group: int
    visit: int
    fold: int
    wrong: str
    text: str
    items: dict[str, list[tuple[float, ...]]] = field(default_factory=dict)
    long: bool = False


def examples(groups: Sequence[Sequence[AciVisit]]) -> list[Example]:
    """Examples of every visit; word rates and weights leave out its fold. Foreign ones stay in a group."""
    visits = [v for group in groups for v in group]
    tables = [
        {f: tuple(r) for f, r in count([v for i, v in enumerate(visits) if i % FOLDS != k]).items()}
        for k in range(FOLDS)
    ]
    pairs = pairs_of(groups)
    tellings = [without_fold(pairs, k, FOLDS) for k in range(FOLDS)]
    held = [forms_of(v) for v in visits]
    topics = [topics_of([f for i, f in enumerate(held) if i % FOLDS != k]) for k in range(FOLDS)]
    turned_pairs = turned_pairs_of(groups)
    turnings = [without_fold(turned_pairs, k, FOLDS) for k in range(FOLDS)]
    out: list[Example] = []
    first = 0
    for which, group in enumerate(groups):
        clean = [[text for text, _, _ in statements_of(v.note)] for v in group]
        for k, visit in enumerate(group):
            number = first + k
            others = [t for j, more in enumerate(clean) if j != k for t in more if _long(t)]
            fold = number % FOLDS
            with (
                other_rates(tables[fold]),
                other_tellings(tellings[fold]),
                other_turnings(turnings[fold]),
                other_topics(topics[fold]),
            ):
                out += _of_visit(which, number, visit, clean[k], others)
        first += len(group)
    return out


def _of_visit(
    group: int, number: int, visit: AciVisit, clean: Sequence[str], others: Sequence[str]
) -> Iterator[Example]:
    said = read_said(visit.dialogue)
    rng = random.Random(number)  # noqa: S311  # seeds errors, guards nothing
    for text in clean:
        true = items_of(text, said)
        yield Example(group, number, number % FOLDS, "", text, true, said.is_long)
        for seeders in (seeding.SEEDERS, reseeding.SEEDERS):
            for kind, seeder in seeders.items():
                changed = seeder(text, rng) if _long(text) else None
                if changed is not None:
                    yield Example(
                        group,
                        number,
                        number % FOLDS,
                        kind,
                        changed,
                        _changed_only(kind, items_of(changed, said), true),
                        said.is_long,
                    )
    own = set(clean)
    for text in rng.sample(list(others), min(FOREIGN, len(others))):
        if text not in own:
            yield Example(group, number, number % FOLDS, "term", text, items_of(text, said), said.is_long)


def items_of(text: str, said: Said) -> dict[str, list[tuple[float, ...]]]:
    """The features of each judgement: one row for the statement, or one for each number and side."""
    claim = claim_of(text)
    made = features_of(claim, said, align(claim, said))
    return {
        "term": [made.whole],
        "number": [row for row in made.numbers if row is not None],
        "unsaid": [() for row in made.numbers if row is None],
        "side": list(made.sides),
        "contradicted": [() for r in claim.results if contradicted(r, said.results)],
        "negation": [] if is_settled(claim, said) else [made.negation],
    }


def _changed_only(
    kind: str, changed: dict[str, list[tuple[float, ...]]], true: dict[str, list[tuple[float, ...]]]
) -> dict[str, list[tuple[float, ...]]]:
    """Of a changed statement only the items that the change made teach what is wrong."""
    rows = [row for row in changed[kind] if row not in true[kind]]
    return {**changed, kind: rows or changed[kind]}


def _long(text: str) -> bool:
    return len(text.split()) >= SMALLEST
