"""Where a statement begins in speech without punctuation, by weights and rules together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agent.domain.transcript import Segment, Transcript
from agent.understanding import cuts
from agent.understanding.clauses import clauses
from agent.understanding.cuts import by_rules
from agent.understanding.marks import marks
from agent.understanding.statement_ends import Fitted, begins_by, signs
from agent.understanding.tokens import tokenise
from agent.understanding.utterances import turns


def _cut(spoken: str) -> list[str]:
    return [c.text for c in clauses(turns(Transcript(segments=(Segment(text=spoken),))))]


def test_a_place_that_the_rules_cut_needs_less_to_stand() -> None:
    fitted = Fitted({"for": 1.0, "against": -1.0}, chance=0.5, chance_by_rule=0.2)
    places = [["for"], ["against"], ["unknown"], ["against", "against"]]
    assert begins_by(fitted, places, by_rule=()) == [1]
    assert begins_by(fitted, places, by_rule={2, 3, 4}) == [1, 2, 3]


def test_every_place_but_the_first_has_its_signs_and_knows_the_rules() -> None:
    tokens = tokenise("knee flexion 110 hip flexion 90 no swelling")
    found = marks(tokens)
    places = signs(tokens, found, by_rules(tokens, found))
    assert len(places) == len(tokens) - 1
    assert [i for i, here in enumerate(places, start=1) if "A" in here] == by_rules(tokens, found)


BEFORE = "right knee flexion one hundred five degrees today was ninety eight "
AFTER = " total time forty minutes"


@pytest.mark.parametrize(
    ("spoken", "said"),
    [
        ("wears the brace to work no falls since august", ["no falls since August"]),
        (
            "call the office if the spot ever stays longer than ten minutes",
            ["call the office if the spot ever stays longer than 10 minutes"],
        ),
        (
            "point tender over the left lateral malleolus no swelling",
            ["point tender over the left lateral malleolus"],
        ),
        ("lachman negative pivot shift negative", ["Lachman negative", "pivot shift negative"]),
        (
            "hip abduction four left five right gait speed point nine meters per second was point seven",
            ["gait speed 0.9 m/s was 0.7"],
        ),
        ("manual therapy ten minutes then bridges she plays the cello", ["she plays the cello"]),
        (
            "gait training ten minutes in the hall she was steady on the turns",
            ["she was steady on the turns"],
        ),
        (
            "the stairs are easier she goes up with one hand on the rail",
            ["she goes up with one hand on the rail"],
        ),
    ],
)
def test_a_run_on_dictation_falls_into_its_statements(spoken: str, said: list[str]) -> None:
    found = [text.casefold() for text in _cut(BEFORE + spoken + AFTER)]
    assert {text.casefold() for text in said} <= set(found), found


def _sides() -> Iterator[str]:
    for motion in ("flexion", "extension", "abduction"):
        yield f"shoulder {motion} active one forty left one sixty right"
        yield f"hip {motion} strength four minus left four plus right"


@pytest.mark.parametrize("spoken", list(_sides()))
def test_no_cut_parts_a_value_from_its_side(spoken: str) -> None:
    found = _cut(BEFORE + spoken + AFTER)
    assert any("left" in text and "right" in text for text in found), found


def test_no_single_word_is_cut_off() -> None:
    spoken = "add the stairs next visit if the skin stays good "
    found = _cut(BEFORE + spoken + "keep wear time at four hours till the surgeon clears" + AFTER)
    assert min(len(text.split()) for text in found) > 1, found
    assert any("wear time at 4 hours" in text for text in found)


def test_the_weights_cut_nothing_that_must_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "begins", lambda tokens, found, by_rule: list(range(1, len(tokens))))
    tokens = tokenise(
        "spinning since two days ago each spell with nausea behind the eyes and weak back extensors"
    )
    pieces = [[t.low for t in piece] for piece in cuts.pieces(tokens, True, dictated=True)]
    assert len(pieces) > 2
    assert not {"ago", "each"} & {piece[0] for piece in pieces[1:]}
    assert not {"with", "and", "the"} & {piece[-1] for piece in pieces}, pieces
