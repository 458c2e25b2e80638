"""Reads the note templates of `prompts/templates`; every mistake names its file and its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from pydantic import ValidationError

from agent.data_files import from_yaml
from agent.domain.visit import Encounter, NoteType
from agent.drafting.templates import Group, NoteTemplate, Population, SectionTemplate, Who
from agent.errors import SettingsError


@cache
def template_for(note_type: NoteType) -> NoteTemplate:
    """The shipped template of a note type. Raises `SettingsError` naming the file and field that is wrong."""
    return read_template(files("prompts").joinpath("templates"), note_type)


def read_template(folder: Traversable, note_type: NoteType) -> NoteTemplate:
    """The template of a note type out of a folder that also holds `sorts`, `needs` and `populations`."""
    name = f"{note_type}.yaml"
    made = _mapping(folder, name)
    needs = _by_id(folder, "needs.yaml")
    populations = _by_id(folder, "populations.yaml")
    own = made.get("populations", {})
    if not isinstance(own, dict) or not all(isinstance(changes, dict) for changes in own.values()):
        raise _wrong(name, "populations must map a population to what changes")
    made["needs"] = _named(made.get("needs"), needs, name, "need")
    made["sorts"] = list(_by_id(folder, "sorts.yaml").values())
    made["populations"] = [
        {
            **_named([known], populations, name, "population")[0],
            **changes,
            "needs": _named(changes.get("needs", []), needs, name, "need"),
        }
        for known, changes in own.items()
    ]
    try:
        return NoteTemplate.model_validate(made)
    except ValidationError as error:
        first = error.errors()[0]
        where = list(first["loc"])
        if len(where) > 1 and where[0] in ("sorts", "needs"):
            name, number = f"{where[0]}.yaml", int(where[1])
            where[:2] = [made[where[0]][number]["id"]]
        field = ".".join(map(str, where))
        raise _wrong(name, f"{field}: {_problem(first['type'], first['msg'])}".lstrip(": ")) from None


def for_patient(template: NoteTemplate, encounter: Encounter) -> NoteTemplate:
    """`template` as it is for this patient: the changes of every population that the record puts them in."""
    return _changed_for(template, _populations_of(template, encounter))


def shipped_for(encounter: Encounter) -> tuple[NoteTemplate, str]:
    """The shipped template as it is for this patient, with its digest; each is made once."""
    note_type = encounter.visit.note_type
    return _shipped(note_type, _populations_of(template_for(note_type), encounter))


@cache
def _shipped(note_type: NoteType, populations: tuple[int, ...]) -> tuple[NoteTemplate, str]:
    template = _changed_for(template_for(note_type), populations)
    return template, template.digest()


def _populations_of(template: NoteTemplate, encounter: Encounter) -> tuple[int, ...]:
    return tuple(n for n, known in enumerate(template.populations) if _belongs(known.who, encounter))


def _changed_for(template: NoteTemplate, populations: tuple[int, ...]) -> NoteTemplate:
    for n in populations:
        template = _changed(template, template.populations[n])
    return template


def _changed(template: NoteTemplate, population: Population) -> NoteTemplate:
    sections = {
        letter: _with_first(section, population.first.get(letter, ()))
        for letter, section in template.sections.items()
    }
    asked = {need.id for need in template.needs}
    needs = (*template.needs, *(need for need in population.needs if need.id not in asked))
    return template.model_copy(update={"sections": sections, "needs": needs})


def _with_first(section: SectionTemplate, first: tuple[str, ...]) -> SectionTemplate:
    """The groups that hold a sort of `first` before all others, otherwise in their order."""
    ahead: Callable[[Group], bool] = lambda group: not set(first).intersection(group.sorts)  # noqa: E731
    return section.model_copy(update={"groups": tuple(sorted(section.groups, key=ahead))})


def _belongs(who: Who, encounter: Encounter) -> bool:
    episode = encounter.episode
    age = _years(encounter.patient.date_of_birth, encounter.visit.date)
    codes = [diagnosis.icd10 for diagnosis in episode.diagnoses]
    told = {
        "surgery": who.surgery is None or who.surgery == (episode.surgery is not None),
        "age_from": who.age_from is None or age >= who.age_from,
        "age_below": who.age_below is None or age < who.age_below,
        "regions": not who.regions or any(r in episode.region.casefold() for r in who.regions),
        "diagnoses": not who.diagnoses or any(c.startswith(who.diagnoses) for c in codes),
        "intent": who.intent is None or who.intent == episode.intent,
    }
    return who != Who() and all(told.values())


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _mapping(folder: Traversable, name: str) -> dict[str, Any]:
    source = folder.joinpath(name)
    if not source.is_file():
        raise SettingsError(f"There is no note template {name!r}.", mend="Restore it in prompts/templates.")
    try:
        made = from_yaml(source)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise _wrong(name, f"line {line} is not YAML") from None
    if not isinstance(made, dict):
        raise _wrong(name, "it is no mapping")
    return made


def _by_id(folder: Traversable, name: str) -> dict[str, dict[str, Any]]:
    """The entries of a file that maps an id to what it means."""
    made = _mapping(folder, name)
    for id, entry in made.items():
        if not isinstance(entry, dict):
            raise _wrong(name, f"{id!r} is no mapping")
    return {str(id): {"id": str(id), **entry} for id, entry in made.items()}


def _named(ids: Any, among: dict[str, dict[str, Any]], name: str, what: str) -> list[dict[str, Any]]:
    if not isinstance(ids, list):
        raise _wrong(name, f"the list of {what}s is missing")
    for id in ids:
        if str(id) not in among:
            raise _wrong(name, f"{id!r} is no {what}")
    return [among[str(id)] for id in ids]


def _problem(type: str, message: str) -> str:
    if type == "extra_forbidden":
        return "this key is not known"
    if type == "missing":
        return "it is missing"
    return message.removeprefix("Value error, ")


def _wrong(name: str, problem: str) -> SettingsError:
    return SettingsError(
        f"The note template {name!r} cannot be used: {problem}.", mend="Correct it in prompts/templates."
    )
