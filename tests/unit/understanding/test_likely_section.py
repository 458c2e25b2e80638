"""Where a clause stands in the note, by the weights of its words and of those beside it."""

from __future__ import annotations

import pytest

from agent.domain.note import Section
from agent.domain.transcript import Segment, Speaker, Transcript
from agent.drafting.alone import unrecorded_visit
from agent.understanding.clauses import clauses
from agent.understanding.likely_section import Fitted, all_signs
from agent.understanding.reader import Read, read, read_by_rules
from agent.understanding.sections import Sorted, where_else
from agent.understanding.utterances import turns

FITTED = Fitted(
    {
        "word": {"judged": (0.0, 0.0, 3.0, 0.0), "felt": (2.0, 0.0, 0.0, 0.0)},
        "word before": {"asked": (2.0, 0.0, 0.0, 0.0)},
    },
    clearly=1.5,
)


@pytest.mark.parametrize(
    ("words", "before", "by_rules", "section"),
    [
        (("judged",), (), "O", "A"),
        (("judged", "felt"), (), "O", "A"),
        (("judged", "felt"), (), "S", "S"),
        (("judged", "felt"), ("asked",), "S", "S"),
        (("judged", "felt"), ("asked",), "O", "S"),
        (("unknown",), (), "P", "P"),
    ],
)
def test_another_section_must_lead_clearly(
    words: tuple[str, ...], before: tuple[str, ...], by_rules: Section, section: Section
) -> None:
    assert FITTED.section([("word", words), ("word before", before)], by_rules) == section


def _read(*said: tuple[Speaker | None, str], weighed: bool = True) -> list[Read]:
    spoken = turns(Transcript(segments=tuple(Segment(speaker=who, text=text) for who, text in said)))
    return read(spoken, unrecorded_visit()) if weighed else read_by_rules(spoken, unrecorded_visit())[0]


BEFORE = (
    "Right hip, visit four. Pain is two out of ten on the stairs, he slept through. Right hip flexion one "
    "ten, abduction four minus. Bridges three sets of ten, side steps with the red band, twenty minutes of "
    "exercise. "
)
JUDGED = "Loading works and the pain is easing, but he can't do the ladder at work. "
BEHIND = "Keep on with one visit a week."


def _sections(who: Speaker | None, *, weighed: bool) -> list[str]:
    reads = _read((who, BEFORE + JUDGED + BEHIND), weighed=weighed)
    return [r.section for r in reads if "Loading" in r.text]


@pytest.mark.parametrize("who", [None, "THERAPIST"])
def test_a_judgement_in_words_of_its_own_is_no_finding_of_the_examination(who: Speaker | None) -> None:
    assert _sections(who, weighed=False) == ["O"]
    assert _sections(who, weighed=True) == ["A"]


def test_a_heading_and_the_patient_are_not_doubted() -> None:
    headed = _read((None, "Heading subjective. " + JUDGED + "Heading plan. Once a week."))
    assert [r.section for r in headed if "Loading" in r.text] == ["S"]
    told = _read(("PATIENT", JUDGED))
    assert {r.section for r in told} == {"S"}


def test_an_order_stays_in_the_plan_whatever_stands_beside_it() -> None:
    reads = _read((None, BEFORE + "Hold off on the bike till the wound is closed."))
    assert reads[-1].section == "P"


def test_what_is_still_to_come_was_not_found_today() -> None:
    found = Sorted("history", "S")
    (clause,) = clauses(turns(Transcript(segments=(Segment(text="He may row five minutes easy."),))))
    assert "O" in where_else(clause, "He may row 5 minutes easy.", found)
    assert "O" not in where_else(clause, "He may row 5 minutes easy, tomorrow and Friday.", found)


def test_signs_are_of_the_clause_and_those_beside_it() -> None:
    _, said = read_by_rules(
        turns(Transcript(segments=(Segment(text="Knee flexion 110. Gait is even."),))), unrecorded_visit()
    )
    first, second = (dict(signs) for signs in all_signs(said))
    assert first["word"] == ["knee", "flexion", "#"]
    assert first["word behind"] == ["gait", "is", "even"] == second["word"]
    assert "word before" not in first
    assert second["kind before"] == first["kind"]
