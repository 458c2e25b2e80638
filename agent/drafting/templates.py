"""Note templates as data: sections, order, headings, phrasing, patient population, and what a note needs."""

from __future__ import annotations

from string import Formatter
from typing import Literal, get_args

from pydantic import field_validator, model_validator

from agent.domain.base import Model
from agent.domain.facts import Fact
from agent.domain.note import SECTION_NAMES, Section
from agent.domain.visit import NoteType

FACT_KINDS = frozenset(str(t.model_fields["kind"].default) for t in get_args(get_args(Fact)[0]))
WRITTEN_SORTS = frozenset({"change", "goal_progress", "course", "other"})
"""Sorts of statements that no dictated fact makes: computed, from the record, and whatever has no place."""


class Sort(Model):
    """A sort of statement that is finer than the kind of its facts. All that is given must hold."""

    id: str
    kinds: tuple[str, ...]
    words: tuple[str, ...] = ()
    """Beginnings of words or phrases, one of which the clause holds."""
    about: str = ""
    subject: Literal["", "relative", "other"] = ""
    polarity: Literal["", "denied", "negative"] = ""
    fields: tuple[str, ...] = ()
    """Fields, one of which a fact of the clause has filled."""

    @field_validator("kinds")
    @classmethod
    def _known_kinds(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        return known(kinds, FACT_KINDS, "kind of fact")


class Group(Model):
    """A heading within a section and the sorts of statements that stand under it."""

    heading: str = ""
    sorts: tuple[str, ...]


class SectionTemplate(Model):
    groups: tuple[Group, ...]

    @model_validator(mode="after")
    def _a_sort_stands_once(self) -> SectionTemplate:
        sorts = [sort for group in self.groups for sort in group.sorts]
        for sort in sorts:
            if sorts.count(sort) > 1:
                raise ValueError(f"the sort {sort!r} stands under two headings")
        return self


_PLACEHOLDERS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "goal": (frozenset({"text"}), frozenset()),
    "change": (frozenset({"measure", "before", "now"}), frozenset({"direction", "date", "meaning"})),
    "unchanged": (frozenset({"measure", "now"}), frozenset({"date"})),
    "beyond": (frozenset({"mdc"}), frozenset()),
    "within": (frozenset({"mdc"}), frozenset()),
    "goal_progress": (frozenset({"goal", "status", "now"}), frozenset()),
    "course": (frozenset({"number"}), frozenset({"start"})),
}
"""What each phrase must hold and what else it may hold, in braces."""


class Phrases(Model):
    """How statements that the software words are worded. An empty phrase: no such statement is written."""

    goal: str
    change: str
    unchanged: str = ""
    beyond: str
    within: str
    goal_progress: str = ""
    met: str = "met"
    not_met: str = "not met"
    course: str = ""

    @model_validator(mode="after")
    def _placeholders(self) -> Phrases:
        for name, (needed, allowed) in _PLACEHOLDERS.items():
            phrase = getattr(self, name)
            held = {field for _, field, _, _ in Formatter().parse(phrase) if field is not None}
            if phrase and needed - held:
                raise ValueError(f"the phrase {name!r} lacks {{{min(needed - held)}}}")
            if held - needed - allowed:
                raise ValueError(f"the phrase {name!r} has an unknown {{{min(held - needed - allowed)}}}")
        return self


class Need(Model):
    """What a good note has; filled by a fact of `kinds`, by one of `words`, by a code, or as `rule` says."""

    id: str
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    """Kinds of facts that `words` are looked for in; empty for all."""
    codes: tuple[str, ...] = ()
    rule: Literal["", "minutes", "remeasured"] = ""
    ask: str

    @field_validator("kinds", "among")
    @classmethod
    def _known_kinds(cls, kinds: tuple[str, ...]) -> tuple[str, ...]:
        return known(kinds, FACT_KINDS, "kind of fact")


class Who(Model):
    """Which patients a population holds, by the record. All that is given must hold; nothing given: none."""

    surgery: bool | None = None
    age_from: int | None = None
    age_below: int | None = None
    """Years at the visit."""
    regions: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    """Beginnings of ICD-10-CM codes."""
    intent: Literal["rehabilitation", "maintenance"] | None = None


class Population(Model):
    """What changes in a note of these patients: sorts that come first, and what is asked beside."""

    id: str
    who: Who
    first: dict[Section, tuple[str, ...]] = {}
    needs: tuple[Need, ...] = ()


class NoteTemplate(Model):
    """One file of `prompts/templates`, with the sorts, needs and populations that it names."""

    id: str
    version: int
    note_type: NoteType
    compare: Literal["latest", "earliest"]
    """Which of the record's measurements today's is held against."""
    sections: dict[Section, SectionTemplate]
    phrases: Phrases
    needs: tuple[Need, ...]
    sorts: tuple[Sort, ...]
    populations: tuple[Population, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> NoteTemplate:
        for letter in SECTION_NAMES:
            if letter not in self.sections:
                raise ValueError(f"section {letter!r} is missing")
        sorts = FACT_KINDS | WRITTEN_SORTS | {sort.id for sort in self.sorts}
        for section in self.sections.values():
            for group in section.groups:
                known(group.sorts, sorts, "sort")
        for population in self.populations:
            for first in population.first.values():
                known(first, sorts, "sort")
        return self

    def place(self, section: Section, sort: str, kind: str = "") -> tuple[int, str]:
        """Rank and heading of a sort within a section; a sort without a place goes with its kind, or last."""
        groups = self.sections[section].groups
        for wanted in (sort, kind, "other"):
            for rank, group in enumerate(groups):
                if wanted in group.sorts:
                    return rank, group.heading
        return len(groups), ""


def known(names: tuple[str, ...], among: frozenset[str] | set[str], what: str) -> tuple[str, ...]:
    """`names`, when all are `among`; else `ValueError` naming the first that is not."""
    for name in names:
        if name not in among:
            raise ValueError(f"{name!r} is no {what}")
    return names
