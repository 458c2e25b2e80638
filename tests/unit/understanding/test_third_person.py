"""First and second person to third: whatever the verb, the sentence stays English."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.understanding.persons import third_person
from agent.understanding.phrases import words

# Reference by hand, so that the code is not held to itself.
IRREGULAR = {"have": "has", "do": "does", "go": "goes"}
PAST_ALIKE = {"put", "hit", "cut", "hurt", "let", "set", "quit", "read"}
REGULAR = {
    "press": "presses", "cross": "crosses", "guess": "guesses", "focus": "focuses", "pass": "passes",
    "carry": "carries", "worry": "worries", "try": "tries", "stay": "stays", "play": "plays",
    "wash": "washes", "catch": "catches", "fix": "fixes", "walk": "walks", "lift": "lifts", "use": "uses",
    "squeeze": "squeezes", "reach": "reaches", "sleep": "sleeps", "drive": "drives", "undo": "undoes",
    "twist": "twists", "misstep": "missteps", "overreach": "overreaches", "tape": "tapes", "enjoy": "enjoys",
    "chew": "chews", "yawn": "yawns", "kneel": "kneels",
    "wring": "wrings", "bring": "brings", "sit": "sits", "stand": "stands", **IRREGULAR,
}  # fmt: skip
VERBS = st.sampled_from(sorted(REGULAR))
COMMON = st.sampled_from(sorted(set(REGULAR) & words("wordsmith_base_verbs")))
WHO = [("I", "PATIENT"), ("you", "THERAPIST")]


@pytest.mark.parametrize(("who", "speaker"), WHO)
@given(verb=VERBS)
def test_a_finite_verb_agrees(who: str, speaker: str, verb: str) -> None:
    assert third_person(f"{who} {verb} it", speaker, "F") == f"patient {REGULAR[verb]} it"
    assert third_person(f"{who} still {verb} it", speaker, "M") == f"patient still {REGULAR[verb]} it"
    assert (
        third_person(f"when {who} {verb} it, it hurts", speaker, "F")
        == f"when patient {REGULAR[verb]} it, it hurts"
    )


@pytest.mark.parametrize(("who", "speaker"), WHO)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("can", "patient can"), ("could", "patient could"), ("will", "patient will"),
        ("might", "patient might"),
        ("do not", "patient does not"), ("don't", "patient does not"), ("did not", "patient did not"),
        ("have to", "patient has to"), ("used to", "patient used to"), ("am able to", "patient is able to"),
        ("able to", "patient able to"), ("need to", "patient needs to"),
    ],
)  # fmt: skip
@given(verb=VERBS)
def test_a_verb_behind_an_auxiliary_stays_bare(
    who: str, speaker: str, before: str, after: str, verb: str
) -> None:
    aux = before.replace("am ", "are ") if who == "you" else before
    assert third_person(f"{who} {aux} {verb} it", speaker, "F") == f"{after} {verb} it"


@pytest.mark.parametrize(("who", "speaker"), WHO)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("do", "does patient"), ("how do", "how does patient"), ("so do", "so does patient"),
        ("what exercises do", "what exercises does patient"), ("can", "can patient"),
        ("did", "did patient"), ("should", "should patient"),
    ],
)  # fmt: skip
@given(verb=VERBS)
def test_a_question_puts_the_auxiliary_in_the_third_person(
    who: str, speaker: str, before: str, after: str, verb: str
) -> None:
    assert third_person(f"{before} {who} {verb} it", speaker, "F") == f"{after} {verb} it"


@given(first=COMMON, second=COMMON)
def test_verbs_joined_to_the_first_agree_too(first: str, second: str) -> None:
    joined = third_person(f"I {first} it and {second} it", "PATIENT", "F")
    assert joined == f"patient {REGULAR[first]} it and {REGULAR[second]} it"
    assert third_person(f"I need to {first} and {second}", "PATIENT", "F").endswith(f"{first} and {second}")
    told = third_person(f"if you {first} it, stop and {second}", "THERAPIST", "F")
    assert told == f"if patient {REGULAR[first]} it, stop and {second}"


@given(verb=st.sampled_from(sorted(words("wordsmith_base_verbs") - words("wordsmith_adverbs") - {"can't"})))
def test_every_verb_we_know_agrees(verb: str) -> None:
    said = third_person(f"I {verb} it", "PATIENT", "F")
    if verb in PAST_ALIKE:
        assert said == f"patient {verb} it"
    else:
        assert re.fullmatch(r"patient [a-z]+s it", said), said


@pytest.mark.parametrize(
    "word", ["able", "unable", "sore", "better", "fine", "afraid", "due", "aware", "pain", "dizzy"]
)
def test_what_is_no_verb_gets_no_ending(word: str) -> None:
    assert third_person(f"I {word} when walking", "PATIENT", "F").startswith(f"patient {word} ")


def test_two_who_act_have_a_plural_verb() -> None:
    assert third_person("my wife and I walk daily", "PATIENT", "M") == "patient's wife and patient walk daily"
