"""What is only asked is no finding, with a question mark or without."""

from __future__ import annotations

import pytest

from tests.unit.understanding.conftest import Read, talk  # type: ignore[import-not-found]


@pytest.mark.parametrize(
    "asked",
    [
        "do you have any pain when I press here",
        "okay and have you ever had a tick bite before",
        "how about your bowel movements",
        "any numbness in the foot",
    ],
)
def test_an_unmarked_question_is_no_statement(read: Read, asked: str) -> None:
    facts = read(talk(("T", f"{asked}."), ("P", "My knee is stiff in the morning.")))
    words = asked.split()[-1]
    assert not any(words in (f.clause or "") and "Denies" not in (f.clause or "") for f in facts.facts)


def test_its_plain_no_is_a_denial(read: Read) -> None:
    facts = read(talk(("T", "Have you had any chest pain."), ("P", "No.")))
    assert any("Denies" in (f.clause or "") and "chest pain" in (f.clause or "") for f in facts.facts)


def test_what_the_therapist_tells_stays(read: Read) -> None:
    facts = read(talk(("T", "How about we leave the brace off, I want you to walk without it at home.")))
    assert any("brace" in (f.clause or "") for f in facts.facts)
