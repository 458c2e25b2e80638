"""Names that mean another exercise in another region: `ball squeezes` of a hand and of the knees.

The words beside a name decide, then the region of the visit. Where neither fits, the name means no
exercise of the catalogue: unknown rather than wrong.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from pydantic import Field

from agent.data_files import from_yaml
from agent.domain.base import Model
from agent.exercises.words import tokens


class Sense(Model):
    """One meaning. `of`: the names of its row that can have it, empty for all; `near`, `never`: patterns."""

    exercise: str
    of: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    near: str = ""
    never: str = ""

    def stands_beside(self, words: str) -> bool:
        return bool(self._near and self._near.search(words))

    def is_ruled_out(self, words: str) -> bool:
        return bool(self._never and self._never.search(words))

    @cached_property
    def _near(self) -> re.Pattern[str] | None:
        return _either(self.near)

    @cached_property
    def _never(self) -> re.Pattern[str] | None:
        return _either(self.never)


class Row(Model):
    names: tuple[str, ...] = Field(min_length=1)
    senses: tuple[Sense, ...] = Field(min_length=1)


def _either(words: str) -> re.Pattern[str] | None:
    return re.compile(rf"\b(?:{'|'.join(words.split(' | '))})\b") if words else None


@cache
def sense_rows() -> tuple[Row, ...]:
    """The rows of `senses.yaml`. Raises ValueError for a row that is not of the schema."""
    rows: list[Any] = from_yaml(files("agent.exercises").joinpath("senses.yaml"))
    return tuple(Row.model_validate(row) for row in rows)


@cache
def _by_key() -> dict[str, tuple[Sense, ...]]:
    found: dict[str, tuple[Sense, ...]] = {}
    for row in sense_rows():
        for name in row.names:
            senses = tuple(s for s in row.senses if not s.of or name in s.of)
            for key in {" ".join(tokens(name)), "".join(tokens(name))}:
                found[key] = senses
    return found


def ambiguous_names() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each ambiguous name with the exercises that it can mean."""
    return tuple(
        (name, tuple(s.exercise for s in row.senses if not s.of or name in s.of))
        for row in sense_rows()
        for name in row.names
    )


def is_ambiguous(key: str) -> bool:
    """Whether the words of `key` (`words.tokens`, joined by spaces or by nothing) need a region."""
    return key in _by_key()


def meant(key: str, region: str, beside: str) -> str:
    """The exercise that an ambiguous name means in a visit of `region`; empty for none or for several.

    `beside`: the words that stand with the name, in lower case.
    """
    able = [s for s in _by_key()[key] if not s.is_ruled_out(beside)]
    said = [s for s in able if s.stands_beside(beside)]
    for choice in (said, [s for s in said or able if region in s.regions]):
        if len(choice) == 1:
            return choice[0].exercise
    return ""
