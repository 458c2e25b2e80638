"""Today's exercises meant again by a word of their own: `for home the same two`, `home band and wand`."""

from __future__ import annotations

import re

from agent.domain.facts import BaseFact
from agent.domain.plan import Dose
from agent.exercises.library import Mention
from agent.exercises.scope import conditional, negated
from agent.exercises.spoken_dose import dose_after, frequency_of
from agent.exercises.wish import Wish
from agent.exercises.words import tokens

_SAME = re.compile(
    r"\b(?:same(?!\s+(?:side|leg|arm|time|day))|those|these|all(?: of)?(?: the)? above)\b(?:\s+(\w+))?"
)
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}
_EVERYDAY = frozenset(
    tokens(
        "home program exercise exercises daily twice times time with leg knee left right shoulder "
        "ankle side single double raise raises stretch continue week every other same each hold "
        "work plan keep standing three training foot hand back neck heel body range motion active "
        "press short long until visit hours hour minutes pain first before after foam step steps "
        "chair high quad from this that then "
    )
)


def again_at_home(fact: BaseFact, text: str, named: tuple[Mention, ...], wanted: list[Wish]) -> list[Wish]:
    """Home wishes for those of `wanted` that a home sentence means without naming them fully."""
    today = [w for w in wanted if w.where == "clinic" and w.name]
    meant: list[tuple[Wish, Dose]]
    if match := _SAME.search(text.lower()):
        count = _COUNTS.get(match.group(1) or "")
        frequency = frequency_of(text, match.end())
        meant = (
            [(w, Dose(frequency=frequency)) for w in today] if count is None or count == len(today) else []
        )
    else:
        meant = _by_a_word(text, named, today)
    return [
        w.model_copy(
            update={
                "where": "home",
                "dose": said.model_copy(update={"load": said.load or w.dose.load})
                if _has_numbers(said)
                else w.dose.model_copy(update={"frequency": said.frequency or w.dose.frequency}),
                "evidence": tuple(dict.fromkeys((*fact.evidence, *w.evidence))),
            }
        )
        for w, said in dict(meant).items()
    ]


def _has_numbers(dose: Dose) -> bool:
    return any((dose.sets, dose.reps, dose.hold_s, dose.minutes))


def _by_a_word(text: str, named: tuple[Mention, ...], today: list[Wish]) -> list[tuple[Wish, Dose]]:
    """Each of `today` that a word of its own means, with the dose said right behind that word."""
    taken = [(m.start, m.end) for m in named]
    meant: list[tuple[Wish, Dose]] = []
    for word in re.finditer(r"[a-z]{4,}", text.lower()):
        if any(a <= word.start() < b for a, b in taken) or tokens(word.group())[0] in _EVERYDAY:
            continue
        token = tokens(word.group())[0]
        owners = [w for w in today if token in tokens(w.spoken) or token in tokens(w.name)]
        if len({w.name for w in owners}) == 1 and not (
            negated(text, *word.span()) or conditional(text, word.start())
        ):
            said = dose_after(re.split(r"[.;]|\b(?:and|then)\b", text[word.end() :])[0])
            meant.append((owners[0], said.model_copy(update={"frequency": frequency_of(text, word.end())})))
    return meant
