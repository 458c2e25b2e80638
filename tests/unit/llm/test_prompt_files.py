from __future__ import annotations

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from agent.llm.prompt_files import PromptError, load_prompt, parse_prompt, released

TEXT = """---
id: drafting.example
version: 1
purpose: An example.
inputs: [facts, wish]
output: drafting.answer.v1
parameters:
  temperature: 0
---
# System

Be brief.

# User

Facts: ${facts}
Wish: ${wish}
"""


def test_a_prompt_knows_its_parts_and_its_hash() -> None:
    prompt = parse_prompt(TEXT, "example.md")
    assert prompt.name == "drafting.example.v1"
    assert prompt.system == "Be brief."
    assert prompt.parameters == {"temperature": 0}
    assert prompt.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_inputs_go_in_as_they_are() -> None:
    assert parse_prompt(TEXT, "x").render(facts="costs $5 ${wish}", wish="short") == (
        "Facts: costs $5 ${wish}\nWish: short"
    )


def test_a_missing_input_is_named() -> None:
    with pytest.raises(PromptError, match="wish"):
        parse_prompt(TEXT, "x").render(facts="f1")


def test_an_unknown_input_is_named() -> None:
    with pytest.raises(PromptError, match="mood"):
        parse_prompt(TEXT, "x").render(facts="f1", wish="", mood="sunny")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("version: 1", "version: 0", "version"),
        ("purpose: An example.", "purpose: An example.\nstatus: approved", "status"),
        ("inputs: [facts, wish]", "inputs: [facts]", "inputs do not match"),
        ("Wish: ${wish}", "Wish: ${wish", "inputs do not match"),
        ("# User", "# Uzer", "front matter"),
    ],
)
def test_a_malformed_file_is_refused_by_name(old: str, new: str, named: str) -> None:
    with pytest.raises(PromptError, match=named):
        parse_prompt(TEXT.replace(old, new), "example.md")


def test_a_prompt_that_is_not_there_is_named() -> None:
    with pytest.raises(PromptError, match="no_such"):
        load_prompt("drafting/no_such.v1.md")


def prompt_paths() -> set[str]:
    root = Path(str(files("prompts")))
    return {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.v*.md")
        if path.relative_to(root).parts[0] != "templates"
    }


def test_released_prompts_never_change_and_all_are_released() -> None:
    locked = released()
    assert set(locked) >= prompt_paths()
    for path in prompt_paths():
        prompt = load_prompt(path)
        assert prompt.sha256 == locked[path], f"{path} was changed after its release: write the next version"
        assert path.endswith(f".v{prompt.version}.md")
