"""What goes and what stays, over invented people of many kinds. Everyone here is fictitious."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.domain.visit import Encounter, Patient, Therapist, VisitInfo
from compliance.redaction.engine import Redactor


def encounter(
    name: str,
    *,
    therapist: str = "Odalys Brightwater",
    born: str = "1949-10-13",
    mrn: str = "MRN-6041927",
    phone: str = "206-555-0137",
    member: str = "QLT5501928374",
) -> Encounter:
    return Encounter(
        patient=Patient(
            name=name, date_of_birth=date.fromisoformat(born), mrn=mrn, phone=phone, member_id=member
        ),
        therapist=Therapist(name=therapist, credentials="PT, DPT"),
        visit=VisitInfo(date=date(2026, 3, 4), number=5),
    )


KNOWN: list[tuple[str, str, tuple[str, ...]]] = [
    ("Thandiwe Kjellstrom", "Daily note for Thandiwe Kjellstrom, she's fine.", ("Thandiwe", "Kjellstrom")),
    ("Thandiwe Kjellstrom", "Mrs. Kjelstrom's pain is 4.", ("Kjelstrom",)),
    ("Thandiwe Kjellstrom", "kjellstroms knee is better", ("kjellstroms",)),
    ("Thandiwe Kjellstrom", "visit nine thandiwe chell strum low back", ("thandiwe",)),
    ("Thandiwe Kjellstrom", "that's T H A N D I W E", ("T H A N D I W E",)),
    ("Thandiwe Kjellstrom", "last name K-J-E-L-L-S-T-R-O-M", ("K-J-E-L-L-S-T-R-O-M",)),
    ("Ottoline Vandermeer", "new eval otto lean van der mere date of birth pending", ("otto lean", "mere")),
    ("Saoirse Pemberton", "seersha pemberton here for visit two", ("seersha", "pemberton")),
    ("Mireille Osei", "visit six for mirelle osay right shoulder", ("mirelle osay",)),
    ("An Do", "An Do has an ache. Ms. Do tolerated it.", ("An Do", "Ms. Do")),
    ("Wei Li", "wei lee came with his wife", ("wei lee",)),
    ("Hope Rivers", "Hope reports less pain. Mrs. Rivers hopes.", ("Hope", "Rivers")),
    ("Grace Hill", "patient grace hill says the hill by her house is hard", ("grace hill says",)),
    ("Grace Hill", "I told Grace to rest. Grace reports less pain.", ("Grace",)),
    ("Oluwaseun Achterberg", "Close enough, Olu is fine.", ("Olu",)),
    ("Berg Lachmann", "Berg scored 46, and Mr. Lachmann was glad.", ("Lachmann",)),
    (
        "Jean-Luc D'Amboise",
        "Jean-Luc said D'Amboise is spelled with an apostrophe",
        ("Jean", "Luc", "Amboise"),
    ),
    ("Ines Ruiz", "record six oh four one nine two seven", ("six oh four one nine two seven",)),
    ("Ines Ruiz", "medical record 6 0 4 1 9 2 7", ("6 0 4 1 9 2 7",)),
    ("Ines Ruiz", "chart 60 41 927 today", ("60 41 927",)),
    ("Ines Ruiz", "chart 6041937 today", ("6041937",)),
    ("Ines Ruiz", "file sixty forty-one nine thirty-seven", ("sixty", "thirty-seven")),
    (
        "Ines Ruiz",
        "call two oh six, five five five, oh one three seven",
        ("two oh six", "oh one three seven"),
    ),
    ("Ines Ruiz", "call five five five oh one three seven", ("five five five oh one three seven",)),
    (
        "Ines Ruiz",
        "member Q L T five five oh one nine two eight three seven four",
        ("Q L T five five oh one",),
    ),
    ("Ines Ruiz", "born ten thirteen forty nine", ("ten thirteen forty nine",)),
    (
        "Ines Ruiz",
        "born October thirteenth, nineteen forty-nine",
        ("October thirteenth, nineteen forty-nine",),
    ),
    ("Ines Ruiz", "birth date 10/13/49 or 1949-10-13", ("10/13/49", "1949-10-13")),
]


@pytest.mark.parametrize(("name", "text", "gone"), KNOWN)
def test_the_records_people_and_numbers_go(name: str, text: str, gone: tuple[str, ...]) -> None:
    redacted = Redactor.for_visit(encounter(name)).redact(text).text
    for piece in gone:
        assert piece not in redacted


UNKNOWN: list[tuple[str, tuple[str, ...]]] = [
    ("My wife Rosalind drove me.", ("Rosalind",)),
    ("He came with his daughter, Nkechinyere, who helped.", ("Nkechinyere",)),
    ("Then our PTA, Fennimore, did the exercise.", ("Fennimore",)),
    ("Gait was done by Joel, our PTA, on his own.", ("Joel",)),
    ("I'll send it to Dr. Anand Mirchandani.", ("Anand", "Mirchandani")),
    ("dr patel wants an x ray", ("patel",)),
    ("sees doctor nakagawa at saint brendan's next week", ("nakagawa", "brendan")),
    ("she lives on cottonwood drive near the school", ("cottonwood",)),
    ("Onset 12/27, follow up 1/30.", ("12/27", "1/30")),
    ("reference number four four seven one two", ("four four seven one two",)),
    ("Mom Beatrix said it hurts. Tell Ravindra I said hi.", ("Beatrix", "Ravindra")),
    ("husband tobias is driving", ("tobias",)),
    ("her son mark drove", ("mark",)),
    ("Good morning, it's Temperance, right?", ("Temperance",)),
    ("Seen with Quillon Abernathy, DPT, today.", ("Quillon", "Abernathy")),
    ("I'm an electrician at Halvorsen Power.", ("Halvorsen", "Power")),
    ("she works the front desk at dorrance dental", ("dorrance dental",)),
    ("he works at fenwick logistics nights", ("fenwick",)),
    ("lives at fourteen kestrel lane nine days of spinning", ("fourteen kestrel lane",)),
    ("I went to the market on Butler Street with her.", ("Butler",)),
    ("2208 Old Mill Road, Apt 4", ("2208 Old Mill Road",)),
    ("email is annie dot k ruiz at fastpost dot example thanks", ("annie", "ruiz", "fastpost dot example")),
    ("write to dana.w+pt@clinic.example", ("dana.w+pt@clinic.example",)),
    ("reach him at 503-555-0142 please", ("503-555-0142",)),
    ("number is five oh three five five five oh one four two", ("five oh three five five five",)),
    ("surgery on June 3rd, 2025 and again 7/14/2025", ("June 3rd", "7/14/2025")),
    ("the third week of April", ("April",)),
    ("sixty one percent in march", ("march",)),
    ("one fall into the dresser on the eighteenth bruised forearm", ("eighteenth",)),
    ("she is a ninety-three year old widow", ("ninety-three",)),
    ("He is 94 years old.", ("94",)),
    ("SSN 219-09-9999 on file", ("219-09-9999",)),
    ("medicare number 1EG4-TE5-MK72", ("1EG4-TE5-MK72",)),
    ("card 4111 1111 1111 1111 was declined", ("4111 1111 1111 1111",)),
    ("that's spelled R U I Z", ("R U I Z",)),
    ("R as in Robert, U as in uncle, I as in igloo", ("Robert", "igloo")),
]


@pytest.mark.parametrize(("text", "gone"), UNKNOWN)
def test_people_and_places_without_a_record_go(text: str, gone: tuple[str, ...]) -> None:
    redacted = Redactor.for_visit(None).redact(text).text
    for piece in gone:
        assert piece not in redacted


CLINICAL = [
    "Mark the step. May continue exercises. She may march. I hope so. An ache. Do exercises.",
    "Patient Right knee pain. Pain two, then six. NPRS 3/10, visit 4/10, eval 4/5.",
    "Lachman is negative, Thompson's negative, Apley positive, Thomas test positive bilaterally.",
    "Berg is forty-six out of fifty-six and effort was thirteen on the Borg.",
    "Hawkins is positive on the left, Neer positive on the left, Speed's negative.",
    "Epley for the left ear times two, Dix-Hallpike left was negative afterwards.",
    "The Oswestry came to forty-two percent and the QuickDASH to 43.",
    "Ober and Ely tests were negative, Craig's test fifteen degrees, Patrick's test positive.",
    "Modified Ashworth one plus, Trendelenburg mild on the left, Tinetti 21 of 28.",
    "right knee a rom is zero to one thirty one girth forty five point five",
    "dix hallpike left positive up beating nystagmus about fifteen seconds latency three seconds",
    "Blood pressure one thirty-two over seventy-four, heart rate ninety-eight.",
    "therapeutic exercise 23 minutes 97110, manual therapy 97140 10 minutes, G0283, M54.50",
    "three sets of ten at ninety pounds, flexion 92, goal 120, it was 95 last visit",
    "He took Tylenol and lisinopril, and stopped the ibuprofen two weeks ago, last Friday.",
    "She came two times a week for six weeks and may march in place for one minute.",
    "Seen for the Schmorldinger test, which was positive.",
    "count one two three four five six",
    "Squat to ninety degrees, the first set was easy, the eighth step hurt.",
    "strength 4/5 on the left and 3/10 pain, CKC drills on the BOSU with the TheraBand",
]


@pytest.mark.parametrize("text", CLINICAL)
def test_clinical_words_and_numbers_stay(text: str) -> None:
    assert Redactor.for_visit(None).redact(text).text == text
    assert Redactor.for_visit(encounter("Thandiwe Kjellstrom")).redact(text).text == text


def test_spans_count_in_the_original_and_say_who_found_them() -> None:
    text = "My wife Rosalind, 503-555-0142."
    redacted = Redactor.for_visit(None).redact(text)
    assert redacted.text == "My wife [NAME], [PHONE]."
    assert [text[s.start : s.end] for s in redacted.spans] == ["Rosalind", "503-555-0142"]
    assert all(s.by for s in redacted.spans)


def test_an_encounter_record_as_json_keeps_nothing() -> None:
    record = encounter("Thandiwe Kjellstrom")
    redacted = Redactor.for_visit(record).redact(record.model_dump_json()).text
    for value in (
        "Thandiwe",
        "Kjellstrom",
        "Odalys",
        "1949",
        "6041927",
        "555-0137",
        "5501928374",
        "2026-03-04",
    ):
        assert value not in redacted


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_survives_and_spans_fit(text: str) -> None:
    redacted = Redactor.for_visit(encounter("Thandiwe Kjellstrom")).redact(text)
    assert all(0 <= s.start < s.end <= len(text) for s in redacted.spans)


@settings(max_examples=60, deadline=None)
@given(digits=st.from_regex(r"[1-9]\d{6}", fullmatch=True), at=st.integers(0, 6))
def test_a_record_number_read_digit_by_digit_goes(digits: str, at: int) -> None:
    words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    spoken = " ".join(words[int(d)] if i != at else d for i, d in enumerate(digits))
    redactor = Redactor.for_visit(encounter("Thandiwe Kjellstrom", mrn=f"MRN-{digits}"))
    assert spoken not in redactor.redact(f"flexion ninety and {spoken} then rest").text
