"""`ptscribe plan accept|dose|remove` on a terminal: what is done, what is refused, with which exit code."""

from __future__ import annotations

from typing import Any

import pytest
from support.review_room import PASSWORD, fill_with_words
from support.terminal import Clinic

pytestmark = pytest.mark.timeout(300)
WORDS = (
    "Subjective. Right knee pain is three out of ten. Objective. Right knee flexion is ninety five degrees. "
    "Therapeutic exercise fifteen minutes, quad sets two sets of ten. Total treatment time fifteen minutes. "
    "Home exercise program: heel slides two sets of ten daily and quad sets two sets of ten daily."
)
UNFIT, MISSING, REFUSED, CHANGED = 2, 5, 6, 7


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Clinic, str]:
    home = tmp_path_factory.mktemp("terminal") / "home"
    (draft,) = fill_with_words(home, "knee-replacement-daily", WORDS)
    return Clinic(home, PASSWORD), draft


def plan(clinic: Clinic, draft: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = clinic.json("show", draft, user="sofia")["content"]["plan"]["exercises"]
    return found


def refused(clinic: Clinic, *arguments: str, code: int, says: str, user: str = "sofia") -> None:
    made = clinic.run("plan", *arguments, user=user, ok=False)
    assert (made.returncode, made.stdout) == (code, ""), made.stderr
    assert says in made.stderr


def test_a_suggestion_is_accepted_at_a_dose(drafted: tuple[Clinic, str]) -> None:
    clinic, draft = drafted
    suggested = next(p for p in plan(clinic, draft) if p["origin"] == "protocol" and p["dose"]["sets"])
    name = suggested["exercise"]
    made = clinic.run("plan", "accept", draft, name, "--sets", "1", user="theo")
    assert f"{name}: accepted. Draft {draft} is at version 2." in made.stderr + made.stdout
    line = next(p for p in plan(clinic, draft) if p["exercise"] == name)
    assert (line["origin"], line["dose"]["sets"]) == ("human", 1)
    assert line["dose"]["reps"] == suggested["dose"]["reps"], "what is not given stays"
    refused(clinic, "accept", draft, name, code=UNFIT, says="not a suggestion")


def test_a_dose_is_set_by_a_spoken_name(drafted: tuple[Clinic, str]) -> None:
    clinic, draft = drafted
    made = clinic.run(
        "plan", "dose", draft, "heel slides", "--reps", "12", "--frequency", "daily", user="sofia"
    )
    assert "heel slide: at its new dose. Draft" in made.stderr + made.stdout
    line = next(p for p in plan(clinic, draft) if p["exercise"] == "heel slide")
    assert (line["dose"]["sets"], line["dose"]["reps"], line["origin"]) == (2, 12, "human")


def test_what_stands_twice_needs_its_place(drafted: tuple[Clinic, str]) -> None:
    clinic, draft = drafted
    refused(clinic, "remove", draft, "quad set", code=UNFIT, says="more than once")
    made = clinic.run("plan", "remove", draft, "quad set", "--where", "home", user="sofia")
    assert "quad set: taken out." in made.stderr + made.stdout
    assert [p["where"] for p in plan(clinic, draft) if p["exercise"] == "quad set"] == ["clinic"]


@pytest.mark.parametrize(
    ("command", "exercise", "options", "code", "says"),
    [
        ("dose", "heel slide", (), UNFIT, "No dose was given"),
        ("dose", "heel slide", ("--reps", "500"), UNFIT, "out of range"),
        ("dose", "heel slide", ("--reps", "-1"), UNFIT, "from 1 to"),
        ("dose", "heel slide", ("--reps", "many"), UNFIT, "--reps"),
        ("accept", "leg press", (), UNFIT, "no such exercise"),
        ("remove", "heel slide", ("--hash", "0000"), CHANGED, "changed since"),
    ],
)
def test_what_does_not_fit_changes_nothing(
    drafted: tuple[Clinic, str], command: str, exercise: str, options: tuple[str, ...], code: int, says: str
) -> None:
    clinic, draft = drafted
    refused(clinic, command, draft, exercise, *options, code=code, says=says)


def test_who_may_not_is_refused_and_what_is_not_there_is_said(drafted: tuple[Clinic, str]) -> None:
    clinic, draft = drafted
    before = plan(clinic, draft)
    refused(clinic, "remove", draft, "heel slide", code=REFUSED, says="", user="ada")
    refused(clinic, "remove", "0" * 16, "heel slide", code=MISSING, says="")
    assert plan(clinic, draft) == before
