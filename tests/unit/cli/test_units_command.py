from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from agent.cli.app import app
from agent.errors import InputError


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_cms_units_of_the_manuals_first_example() -> None:
    made = json.loads(run("units", "97112=24", "97110=23", "--json").stdout)
    assert made["units"] == {"97112": 2, "97110": 1}
    assert made["total"] == 3
    assert "47 timed minutes → 3 units" in made["explanation"]


def test_the_methods_differ() -> None:
    ama = json.loads(run("units", "97112=24", "97110=23", "--method", "ama", "--json").stdout)
    assert ama["total"] == 4


def test_a_tie_is_said() -> None:
    assert "2 allocations are accepted" in run("units", "97110=20", "97112=20").stdout


@pytest.mark.parametrize("bad", [["97110"], ["97110=x"], ["97110=-3"], ["97110=5", "97110=6"], ["=5"]])
def test_bad_minutes_are_refused(bad: list[str]) -> None:
    assert isinstance(run("units", *bad).exception, InputError)


def test_an_unknown_method_is_refused() -> None:
    assert isinstance(run("units", "97110=5", "--method", "best").exception, InputError)


def test_the_schema_of_a_visit_is_json() -> None:
    schema = json.loads(run("visit-schema").stdout)
    assert {"patient", "therapist", "visit"} <= set(schema["required"])


def test_negative_minutes_are_refused_by_what_they_are() -> None:
    refused = run("units", "97110=-3").exception
    assert isinstance(refused, InputError)
    assert "The minutes of code '97110' are -3" in refused.message
