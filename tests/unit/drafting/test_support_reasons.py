"""The support check's reasons: number, side, negation, time, subject and term, in talk and dictation."""

from __future__ import annotations

import pytest

from agent.drafting.support import support_lines
from agent.drafting.support.answers import answer_of
from agent.drafting.support.bindings import bound_sides, time_of, unit_of
from agent.drafting.support.polarity import negated
from agent.drafting.support.results import contradicted, results_of
from agent.drafting.support.said import read_said
from agent.drafting.support.wordforms import form
from agent.understanding.wording import clinical_tokens

DICTATED = (
    "Visit eight. Right knee flexion one oh five, goal is one twenty. "
    "Ankle dorsiflexion strength four plus on the right and four minus on the left. "
    "Grip left thirty-two kilos, right twenty-eight. "
    "No swelling, no numbness. Her sister has gout. Sleep is better."
)
TALK = "[doctor] any fever or chills ?\n[patient] no .\n[doctor] any cough ?\n[patient] yes , at night .\n"


def reasons(note: str, said: str = DICTATED) -> list[str]:
    return support_lines(said, note)[0]["reasons"]


@pytest.mark.parametrize(
    "statement",
    [
        "Right knee flexion 105 degrees; goal 120 degrees.",
        "Ankle dorsiflexion strength right 4+/5, left 4-/5.",
        "Grip left 32 kg, right 28 kg.",
        "No swelling or numbness.",
    ],
)
def test_what_was_dictated_passes(statement: str) -> None:
    assert reasons(statement) == []


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("Right knee flexion 106 degrees.", "number"),
        ("Right knee flexion 120 degrees.", "time"),
        ("Ankle dorsiflexion strength right 4-/5, left 4+/5.", "side"),
        ("Grip left 28 kg, right 32 kg.", "side"),
        ("Reports swelling and numbness.", "negation"),
        ("Patient has gout.", "subject"),
        ("Ferritin low, iron infusion ordered by hematology.", "term"),
    ],
)
def test_what_was_changed_is_caught_with_its_reason(statement: str, reason: str) -> None:
    assert reason in reasons(statement)


def test_an_answer_says_how_a_question_was_meant() -> None:
    assert reasons("Denies fever and chills.", TALK) == []
    assert "negation" in reasons("Reports fever and chills.", TALK)
    assert (answer_of("um , no , not really"), answer_of("yeah"), answer_of("it started monday")) == (
        -1,
        1,
        0,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dorsiflexion left eight right twelve", {"8": "left", "12": "right"}),
        ("four plus on the right and four minus on the left", {"4+": "right", "4-": "left"}),
        ("left abduction four minus out of five right five left hip", {"4-/5": "left", "5": "right"}),
        ("turns sixty-two left and seventy-four right", {"62": "left", "74": "right"}),
    ],
)
def test_a_number_goes_with_the_side_of_its_clause(text: str, expected: dict[str, str]) -> None:
    tokens = clinical_tokens(text)
    sides = [i for i, t in enumerate(tokens) if t.low in ("left", "right")]
    found = {tokens[n].text: tokens[s].low for n, s in bound_sides(tokens, sides).items()}
    assert found == expected


def test_units_and_times_are_read_from_the_words_about_a_number() -> None:
    tokens = clinical_tokens("visit 8, pain 4/10, goal is 2, was 6 last week, aged 39-year-old")
    at = {t.text: i for i, t in enumerate(tokens)}
    assert [unit_of(tokens, at[n]) for n in ("8", "4/10", "39")] == ["visit#", "/10", "age"]
    assert [time_of(tokens, at[n]) for n in ("4/10", "2", "6")] == ["", "goal", "past"]


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Denies fever, chills, or weight loss", {"fever", "chills", "weight", "loss"}),
        ("No pain but swelling", {"pain"}),
        ("Lachman, McMurray negative", {"lachman", "mcmurray"}),
        ("negative squeeze test, tender over the ankle", set()),
    ],
)
def test_a_denial_reaches_its_list_and_no_further(text: str, denied: set[str]) -> None:
    tokens = clinical_tokens(text)
    found = {t.low for t, n in zip(tokens, negated(tokens), strict=True) if n and t.low not in ("or", "the")}
    assert denied <= found
    assert "swelling" not in found
    assert "tender" not in found


TESTED = (
    "Thigh thrust is positive on the right and negative on the left. Straight leg raise left positive at "
    "thirty-five, right negative at eighty. Lachman negative, pivot shift positive."
)


@pytest.mark.parametrize(
    ("true", "wrong"),
    [
        ("Thigh thrust positive right, negative left.", "Thigh thrust negative right, negative left."),
        ("Straight leg raise left positive at 35.", "Straight leg raise right positive at 35."),
        ("Thigh thrust negative on the left.", "Thigh thrust positive on the left."),
        ("Lachman negative.", "Lachman positive."),
        ("Lachman negative, pivot shift positive.", "Lachman negative, pivot shift negative."),
    ],
)
def test_a_result_is_held_against_the_same_test_on_the_same_side(true: str, wrong: str) -> None:
    said = list(results_of(clinical_tokens(TESTED)))
    assert not any(contradicted(r, said) for r in results_of(clinical_tokens(true)))
    assert any(contradicted(r, said) for r in results_of(clinical_tokens(wrong)))
    assert "negation" in reasons(wrong, TESTED)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("i'm trying to think , no i don't think so", -1),
        ("absolutely not", -1),
        ("no , nothing like that", -1),
        ("absolutely", 1),
        ("i get some tingling but no mostly just pain", 0),
    ],
)
def test_a_no_that_comes_late_is_an_answer_too(text: str, sign: int) -> None:
    assert answer_of(text) == sign


@pytest.mark.parametrize(
    ("asked", "finding", "sign"),
    [
        ("there is pain to palpation and i'm going to bend your knee does that hurt", "palpation", 1),
        ("now tell me have you noticed any fever", "fever", -1),
        ("Can you tell me if you have any fever , chills ?", "fever", -1),
        ("tell me what makes the pain worse ?", "pain", 1),
    ],
)
def test_only_the_question_is_answered(asked: str, finding: str, sign: int) -> None:
    said = read_said(f"[doctor] {asked}\n[patient] no\n")
    (place,) = said.by_form[form(finding)]
    assert said.words[place].sign == sign


def test_what_is_only_supposed_is_no_finding() -> None:
    said = read_said("No fever today. Call me if you get a fever. Keep off running.")
    no, supposed = (said.words[p] for p in said.by_form["fever"])
    assert (no.sign, no.supposed, supposed.supposed) == (-1, False, True)
    (run,) = said.by_form[form("running")]
    assert said.words[run].sign == -1


@pytest.mark.parametrize("said", ["", "\x00 ...", "hola , me duele la rodilla", "pain"])
def test_little_or_foreign_talk_carries_no_finding(said: str) -> None:
    assert support_lines(said, "") == []
    (line,) = support_lines(said, "Left knee flexion 105 degrees, drainage from the incision.")
    assert line["verdict"] == "unsupported"
