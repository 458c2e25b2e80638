"""Prompts as versioned files: Markdown with YAML front matter, closed to unknown fields, hashed.

A released version never changes: its hash stands in `prompts/released.lock`.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from string import Template

import yaml
from pydantic import Field, ValidationError, model_validator

from agent.domain.base import Model
from agent.errors import PtscribeError

_FILE = re.compile(r"\A---\n(?P<head>.*?)\n---\n# System\n(?P<system>.*?)\n# User\n(?P<user>.*)\Z", re.DOTALL)


class PromptError(PtscribeError):
    """A prompt file is missing or malformed, or was given the wrong inputs."""


class Prompt(Model):
    """One version of a prompt. `inputs` are the `${names}` of its user part, no more and no fewer."""

    id: str = Field(pattern=r"^[a-z]+(\.[a-z_]+)+$")
    version: int = Field(ge=1)
    purpose: str
    inputs: tuple[str, ...]
    output: str
    """Name and version of the schema that answers must have."""
    parameters: dict[str, str | int | float | bool] = {}
    system: str
    user: str
    sha256: str
    """Of the file's bytes, as 64 hex digits."""

    @model_validator(mode="after")
    def _inputs_are_the_places(self) -> Prompt:
        places = set(Template(self.user).get_identifiers())
        if places != set(self.inputs) or not Template(self.user).is_valid():
            raise ValueError("inputs do not match the places of the user part")
        return self

    @property
    def name(self) -> str:
        return f"{self.id}.v{self.version}"

    def render(self, **values: str) -> str:
        """The user part with every input in its place; inserted text is never read as a template.

        Raises `PromptError` naming the inputs that are missing or unknown.
        """
        if missing := sorted(set(self.inputs) - set(values)):
            raise PromptError(f"Prompt {self.name!r} lacks its input {', '.join(missing)}.")
        if unknown := sorted(set(values) - set(self.inputs)):
            raise PromptError(f"Prompt {self.name!r} has no input {', '.join(unknown)}.")
        return Template(self.user).substitute(values)


def parse_prompt(text: str, name: str) -> Prompt:
    """The prompt in `text`. Raises `PromptError` naming `name` and the field that is wrong."""
    match = _FILE.match(text)
    if match is None:
        raise PromptError(
            f"Prompt file {name!r} is not front matter, `# System` and `# User`.",
            mend="Compare it with a released prompt.",
        )
    try:
        head = yaml.safe_load(match["head"])
        return Prompt(
            **head,
            system=match["system"].strip(),
            user=match["user"].strip(),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, e["loc"])) or e["msg"] for e in error.errors())
        raise PromptError(f"Prompt file {name!r} cannot be used: {fields}.") from None
    except (yaml.YAMLError, TypeError):
        raise PromptError(f"Prompt file {name!r} has front matter that cannot be read.") from None


@lru_cache(maxsize=32)
def load_prompt(path: str) -> Prompt:
    """The prompt at `path` below `prompts/`, e.g. `drafting/soap_note.v1.md`."""
    try:
        text = files("prompts").joinpath(path).read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        raise PromptError(f"There is no prompt file {path!r}.", mend="Install ptscribe again.") from None
    return parse_prompt(text, path)


def released() -> dict[str, str]:
    """Path to SHA-256 of every released prompt, from `prompts/released.lock`."""
    lines = files("prompts").joinpath("released.lock").read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {path: digest for digest, path in pairs}
