from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from agent.domain.billing import Claim, ClaimLine
from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.note import Note, Statement
from agent.domain.plan import Dose, KeptOut, Plan, Prescription
from agent.domain.review import Signature
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.export.markdown import escape, note_markdown
from agent.export.pdf import note_pdf

ENCOUNTER = Encounter.model_validate(
    {
        "patient": {"name": "Xóchitl Testperson", "date_of_birth": "1960-01-02", "mrn": "MRN-0000001"},
        "therapist": {"name": "Ada Sample", "credentials": "PT, DPT"},
        "visit": {"date": "2026-03-04", "number": 5},
        "episode": {"diagnoses": [{"icd10": "M25.561", "label": "Pain in right knee"}]},
    }
)
SPOKEN = Transcript(segments=(Segment(text="Right knee flexion *one oh five*", start=61.0, end=64.0),))


def content(**changes: object) -> DraftContent:
    statements = (
        Statement(
            id="s1",
            section="O",
            group="ROM",
            text="Right knee flexion AROM 105 degrees.",
            evidence=(SPOKEN.span(0, 31),),
        ),
        Statement(id="s2", section="A", text="Flexion gained 10 degrees.", origin="computed", basis="record"),
    )
    made = DraftContent(
        note=Note(statements=statements),
        plan=Plan(
            exercises=(
                Prescription(exercise="straight leg raise", side="right", dose=Dose(sets=2, reps=10)),
            ),
            kept_out=(KeptOut(exercise="deep lunge", why="no kneeling for 6 weeks"),),
        ),
        claim=Claim(
            lines=(ClaimLine(code="97110", units=2, minutes=23, modifiers=("GP",), explanation="23 min → 2"),)
        ),
        provenance=DraftingProvenance(engine="offline"),
    )
    return made.model_copy(update=changes)


def signature(of: DraftContent) -> Signature:
    return Signature(
        id="g1",
        draft_id="d1",
        version=2,
        content_hash=of.digest(),
        by="u1",
        name="Ada Sample",
        credentials="PT, DPT",
        at=datetime(2026, 3, 4, 18, 0, tzinfo=UTC),
        attestation="I reviewed this note.",
    )


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_signed_pdf_holds_the_note_its_evidence_and_the_hash() -> None:
    note = content()
    text = text_of(note_pdf(note, ENCOUNTER, signature=signature(note), draft_id="d1", version=2))
    for expected in (
        "Xóchitl Testperson",
        "Right knee flexion AROM 105 degrees.",
        "1:01 – 1:03",
        "(computed)",
        "straight leg raise, right",
        "2 x 10",
        "97110 GP",
        "deep lunge: no kneeling for 6 weeks",
        "Electronically signed by Ada Sample, PT, DPT",
        note.digest(),
    ):
        assert expected in text
    assert "not signed" not in text


def test_a_draft_says_that_it_is_not_signed() -> None:
    note = content()
    assert "Not signed." in text_of(note_pdf(note, ENCOUNTER, signature=None, draft_id="d1", version=1))
    markdown = note_markdown(note, ENCOUNTER, signature=None, draft_id="d1", version=1)
    assert "Not signed" in markdown
    assert "Electronically signed" not in markdown


def test_pdf_bytes_repeat_and_change_with_the_content() -> None:
    note = content()
    first = note_pdf(note, ENCOUNTER, signature=signature(note), draft_id="d1", version=2)
    assert first == note_pdf(note, ENCOUNTER, signature=signature(note), draft_id="d1", version=2)
    metadata = PdfReader(BytesIO(first)).metadata
    assert metadata is not None
    assert metadata.creation_date == signature(note).at, "the file's time must not be the time of printing"
    other = content(questions=("How many minutes?",))
    assert first != note_pdf(other, ENCOUNTER, signature=signature(other), draft_id="d1", version=2)


def test_pdf_is_tagged_for_screen_readers() -> None:
    reader = PdfReader(BytesIO(note_pdf(content(), ENCOUNTER, signature=None, draft_id="d1", version=1)))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"].startswith("en")
    assert reader.metadata is not None
    assert reader.metadata.title == "Daily treatment note"


@pytest.mark.parametrize("hostile", ["*bold* <script>x</script> | cell", "# heading", "[link](http://x)"])
def test_dictated_words_never_become_markup(hostile: str) -> None:
    statements = (Statement(id="s1", section="S", text=hostile),)
    note = content(note=Note(statements=statements))
    line = next(
        row
        for row in note_markdown(note, ENCOUNTER, signature=None, draft_id="d", version=1).splitlines()
        if row.startswith("- ") and escape(hostile) in row
    )
    assert "<script>" not in line
    typst_text = text_of(note_pdf(note, ENCOUNTER, signature=None, draft_id="d", version=1))
    assert hostile in typst_text


def test_markdown_carries_every_statement_with_its_seconds() -> None:
    note = content()
    markdown = note_markdown(note, ENCOUNTER, signature=signature(note), draft_id="d1", version=2)
    assert "- Right knee flexion AROM 105 degrees. [1]" in markdown
    assert "1:01 – 1:03" in markdown
    assert "| 97110 GP | 23 | 2 | 23 min → 2 |" in markdown
    assert date(2026, 3, 4).isoformat() in markdown
