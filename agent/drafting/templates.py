"""Note templates as data: sections, order, headings, phrasing and what a note of each type needs."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml
from pydantic import ValidationError

from agent.domain.base import Model
from agent.domain.note import Section
from agent.domain.visit import NoteType
from agent.errors import SettingsError


class Group(Model):
    """A heading within a section and the sorts of facts that stand under it."""

    heading: str = ""
    sorts: tuple[str, ...]


class SectionTemplate(Model):
    groups: tuple[Group, ...]


class Phrases(Model):
    goal: str
    change: str
    goal_met: str
    meaning: dict[str, str]


class Need(Model):
    """What a good note has. `kinds`: any fact of these fills it; `rule`: a check by name."""

    id: str
    kinds: tuple[str, ...] = ()
    rule: str = ""
    ask: str


class NoteTemplate(Model):
    """One file of `prompts/templates`."""

    id: str
    version: int
    note_type: NoteType
    sections: dict[Section, SectionTemplate]
    phrases: Phrases
    needs: tuple[Need, ...]

    def place(self, section: Section, sort: str) -> tuple[int, str]:
        """Rank and heading of a sort within a section; unknown sorts go with `other`, else last."""
        groups = self.sections[section].groups
        for wanted in (sort, "other"):
            for rank, group in enumerate(groups):
                if wanted in group.sorts:
                    return rank, group.heading
        return len(groups), ""


@cache
def template_for(note_type: NoteType) -> NoteTemplate:
    """The template of a note type. Raises `SettingsError` naming the file and field that is wrong."""
    name = f"{note_type}.yaml"
    source = files("prompts").joinpath("templates", name)
    if not source.is_file():
        raise SettingsError(f"There is no note template {name!r}.", mend="Restore it in prompts/templates.")
    try:
        return NoteTemplate.model_validate(yaml.safe_load(source.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValidationError) as error:
        field = (
            ".".join(str(p) for p in error.errors()[0]["loc"])
            if isinstance(error, ValidationError)
            else "YAML"
        )
        raise SettingsError(
            f"The note template {name!r} cannot be used: {field}.", mend="Correct it in prompts/templates."
        ) from None
