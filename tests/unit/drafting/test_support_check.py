"""The support check: true statements pass, changed ones do not, whoever wrote them."""

from __future__ import annotations

import pytest

from agent.domain.note import Note, Statement
from agent.domain.transcript import Segment, Transcript
from agent.drafting.support import check_support, support_lines

SAID = (
    "[therapist] how is the shoulder ?\n"
    "[patient] the left shoulder is about a four , it was a seven last week . i sleep on the recliner .\n"
    "[therapist] any numbness or tingling ?\n"
    "[patient] no .\n"
    "[therapist] okay left flexion is one twenty eight , right is one sixty . hawkins is "
    "positive on the left and "
    "speed's is negative . continue two times a week for six weeks .\n"
)


def verdict(statement: str) -> tuple[str, list[str]]:
    line = support_lines(SAID, statement)[0]
    return line["verdict"], line["reasons"]


@pytest.mark.parametrize(
    "statement",
    [
        "Left shoulder pain 4/10, was 7/10 last week.",
        "Left shoulder flexion 128 degrees, right 160.",
        "Patient denies numbness and tingling.",
        "Hawkins positive on the left.",
        "Continue 2 times a week for 6 weeks.",
        "She sleeps in the recliner.",
    ],
)
def test_a_true_statement_is_supported(statement: str) -> None:
    assert verdict(statement) == ("supported", [])


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("Left shoulder flexion 148 degrees.", "number"),
        ("Right shoulder flexion 128 degrees.", "side"),
        ("Hawkins positive on the right.", "side"),
        ("Patient reports numbness and tingling.", "negation"),
        ("Speed's is positive.", "negation"),
        ("Continue 3 times a week for 6 weeks.", "number"),
        ("Ferritin low, iron infusions were ordered by hematology.", "term"),
    ],
)
def test_a_changed_statement_is_not(statement: str, reason: str) -> None:
    found, reasons = verdict(statement)
    assert found == "unsupported"
    assert reason in reasons


def test_lines_say_where_statements_stand_and_what_they_rest_on() -> None:
    note = "SUBJECTIVE\n\nLeft shoulder pain 4/10. Sleeps in the recliner.\n"
    lines = support_lines(SAID, note)
    assert [note[line["start"] : line["end"]] for line in lines] == [line["text"] for line in lines]
    assert len(lines) == 2
    assert "about a four" in lines[0]["evidence"][0]


def _note(text: str, transcript: Transcript, origin: str = "dictated", basis: str = "") -> Note:
    evidence = (transcript.span(0, len(transcript.text)),) if origin == "dictated" else ()
    return Note(
        statements=(
            Statement(id="O1", section="O", text=text, origin=origin, basis=basis, evidence=evidence),  # type: ignore[arg-type]
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Right knee flexion 105 degrees; left 120.", "supported"),
        ("Right knee flexion 120 degrees; left 105.", "unsupported"),
        ("Right knee flexion 115 degrees; left 120.", "unsupported"),
    ],
)
def test_a_human_edit_is_held_against_the_evidence(text: str, expected: str) -> None:
    transcript = Transcript(segments=(Segment(text="Right knee flexion one oh five, left one twenty."),))
    checked = check_support(_note(text, transcript), transcript, None)
    support = checked.statements[0].support
    assert support is not None
    assert support.verdict == expected


def test_a_dropped_negation_is_caught_against_the_evidence() -> None:
    transcript = Transcript(segments=(Segment(text="Incision is clean and dry, no drainage."),))
    support = check_support(_note("Incision is clean and dry, drainage.", transcript), transcript, None)
    assert support.statements[0].support is not None
    assert support.statements[0].support.reasons == ("negation",)
