"""An expression that is compiled late finds what one compiled at once finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from importlib import import_module
from pkgutil import walk_packages

import pytest

import agent.exercises
import agent.understanding
import compliance.rules
from agent import late as lateness
from agent.late import late

TEXT = "Step up, then step down; STEP over."


@pytest.mark.parametrize(
    "use",
    [
        lambda made: [m.span() for m in made.finditer(TEXT)],
        lambda made: made.search(TEXT, 5).span(),
        lambda made: made.match(TEXT) is None,
        lambda made: made.fullmatch("step up").groups(),
        lambda made: made.sub(r"<\1>", TEXT, count=1),
        lambda made: made.split(TEXT),
        lambda made: made.findall(TEXT),
        lambda made: (made.flags, made.groups, made.pattern),
    ],
)
@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_it_finds_what_one_compiled_at_once_finds(
    use: Callable[[re.Pattern[str]], object], flags: int
) -> None:
    says = r"\bstep (\w+)"
    assert use(late(says, flags)) == use(re.compile(says, flags))


def test_it_is_compiled_once_and_not_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile

    def noted(pattern: str, flags: int) -> re.Pattern[str]:
        compiled.append(pattern)
        return compile_now(pattern, flags)

    monkeypatch.setattr(re, "compile", noted)
    made = late(r"heel (\w+)")
    assert (made.pattern, compiled) == (r"heel (\w+)", [])
    assert [bool(made.search("heel raises")), bool(made.match("heel slides"))] == [True, True]
    assert compiled == [r"heel (\w+)"]


def test_an_expression_that_is_wrong_is_refused_at_its_first_use() -> None:
    with pytest.raises(re.error):
        late("(").search("")


def test_every_expression_of_the_product_compiles() -> None:
    """What a wrong one would tell only when it is first used."""
    made = [
        value
        for package in (agent.understanding, agent.exercises, compliance.rules)
        for module in walk_packages(package.__path__, f"{package.__name__}.")
        for value in vars(import_module(module.name)).values()
        if isinstance(value, lateness.Late)
    ]
    assert len(made) > 100
    assert all(isinstance(one.groups, int) for one in made)


def test_a_copy_is_as_good() -> None:
    assert copy(late("a+")).findall("aab") == ["aa"]
