"""The patient's sheet: plain words in two languages, safe, reviewed, accessible on paper and phone."""

from __future__ import annotations

import io
import re
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from pypdf import PdfReader

from agent.domain.home_programme import Language
from agent.domain.plan import Dose, Plan, Prescription
from agent.domain.visit import Encounter
from agent.errors import InputError
from agent.exercises.home_programme import amount, home_programme, plain_text, when
from agent.exercises.library import catalogue, load_data
from agent.exercises.readability import fernandez_huerta, grade
from agent.export.figures import POSES, figure_svg
from agent.export.home_programme import home_programme_html, home_programme_pdf

MOST_GRADE = 6.0
PLAN = Plan(
    exercises=(
        Prescription(
            exercise="heel slide",
            side="right",
            where="home",
            dose=Dose(sets=2, reps=10, frequency="twice a day"),
        ),
        Prescription(
            exercise="sleeper stretch (the sleeper)", side="left", where="home", dose=Dose(sets=3, hold_s=30)
        ),
        Prescription(exercise="leg press", where="clinic", dose=Dose(sets=3, reps=10)),
        Prescription(exercise="side plank", where="home", origin="protocol", dose=Dose(sets=3, hold_s=20)),
        Prescription(exercise="towel wiggle <b>", where="home", dose=Dose(reps=5)),
    ),
    precautions=("no kneeling for 6 weeks",),
)


@pytest.fixture
def visit() -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {"name": "Quillon Testperson", "date_of_birth": date(1960, 1, 1), "mrn": "0000001"},
            "therapist": {"name": "Ottoline Sample", "credentials": "PT"},
            "visit": {"date": date(2026, 6, 15), "number": 3},
            "episode": {"surgery": {"procedure": "Right TKA", "date": date(2026, 6, 1)}},
        }
    )


EASE = 70.0
"""Fernández-Huerta: read in the sixth grade or below."""
SENTENCE = 4
"""A heading or a month of fewer words is no sentence to be read."""


def fixed_phrases(language: Language) -> list[str]:
    def leaves(value: Any) -> list[str]:
        if isinstance(value, dict | list):
            parts = value.values() if isinstance(value, dict) else value
            return [leaf for part in parts for leaf in leaves(part)]
        return [re.sub(r"\{\w+\}", "", value)]

    return [t for t in leaves(load_data("home_words.yaml")[language]) if len(t.split()) >= SENTENCE]


def catalogue_texts(language: Language) -> dict[str, str]:
    return {
        e.name: f"{e.setup} {e.cue}" if language == "en" else f"{e.es.setup} {e.es.cue}"
        for e in catalogue().exercises
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_exercise_and_every_phrase_read_at_grade_six_or_below(language: Language) -> None:
    texts = [*catalogue_texts(language).values(), *fixed_phrases(language)]
    assert len(texts) > 330
    assert [t for t in texts if grade(t, language) > MOST_GRADE] == []


def test_every_spanish_text_is_easy_by_a_spanish_measure() -> None:
    texts = [*catalogue_texts("es").values(), *fixed_phrases("es")]
    assert [t for t in texts if fernandez_huerta(t) < EASE] == []
    hard = (
        "La rehabilitación posoperatoria necesita reeducación neuromuscular individualizada y "
        "fortalecimiento progresivo de la musculatura periarticular."
    )
    assert fernandez_huerta(hard) < 20


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sheet_of_everything_reads_at_grade_six_or_below(language: Language, visit: Encounter) -> None:
    everything = Plan(
        exercises=tuple(Prescription(exercise=e.name, where="home") for e in catalogue().exercises)
    )
    assert grade(plain_text(home_programme(everything, visit, language=language)), language) <= MOST_GRADE


def test_orders_stand_as_written_with_abbreviations_explained(visit: Encounter) -> None:
    plan = PLAN.model_copy(update={"precautions": ("WBAT", "no kneeling for 6 weeks")})
    english, spanish = (home_programme(plan, visit, language=v).limits for v in ("en", "es"))
    assert english[0].startswith("WBAT (put as much weight")
    assert spanish[0].startswith("Apoye la pierna")
    assert english[1] == "no kneeling for 6 weeks"
    assert spanish[1] == "No se arrodille, por 6 semanas (no kneeling for 6 weeks)"


def test_the_date_cannot_be_read_as_another_one(visit: Encounter) -> None:
    assert "June 15, 2026" in home_programme_html(home_programme(PLAN, visit))
    assert "15 de junio de 2026" in home_programme_html(home_programme(PLAN, visit, language="es"))


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        ("The cat sat. The dog ran.", "en", 0, 1),
        (
            "Postoperative rehabilitation necessitates individualised neuromuscular re-education and "
            "progressive strengthening of periarticular musculature.",
            "en",
            18,
            40,
        ),
        (
            "La rehabilitación posoperatoria necesita reeducación neuromuscular individualizada y "
            "fortalecimiento progresivo de la musculatura periarticular.",
            "es",
            9,
            30,
        ),
    ],
)
def test_the_grade_tells_easy_from_hard(text: str, language: str, low: float, high: float) -> None:
    assert low <= grade(text, language) <= high


def test_only_accepted_home_exercises_are_printed(visit: Encounter) -> None:
    sheet = home_programme(PLAN, visit)
    assert [e.name for e in sheet.exercises] == ["Heel slide", "Sleeper stretch", "Towel wiggle <b>"]
    assert [e.name for e in home_programme(PLAN, visit, with_suggestions=True).exercises][2] == "Side plank"


def test_a_plan_without_home_exercises_makes_no_sheet(visit: Encounter) -> None:
    with pytest.raises(InputError, match="no home exercise"):
        home_programme(Plan(exercises=(Prescription(exercise="leg press"),)), visit)


@pytest.mark.parametrize(
    ("dose", "english", "spanish"),
    [
        (
            Dose(sets=2, reps=10),
            "Do 10 times. Do 2 sets. Rest in between.",
            "Hágalo 10 veces. Haga 2 series. Descanse entre ellas.",
        ),
        (
            Dose(sets=3, hold_s=30),
            "Hold for 30 seconds. Do 3 times.",
            "Siga así por 30 segundos. Hágalo 3 veces.",
        ),
        (Dose(minutes=10), "Do it for 10 minutes.", "Hágalo por 10 minutos."),
        (Dose(reps=8, load="5 lb"), "Do 8 times. Use: 5 lb.", "Hágalo 8 veces. Use: 5 lb."),
        (
            Dose(reps=8, load="70% 1RM"),
            "Do 8 times. As heavy as your therapist set it.",
            "Hágalo 8 veces. Con el peso que le puso su terapeuta.",
        ),
        (Dose(), "Do as many as your therapist told you.", "Haga las veces que le dijo su terapeuta."),
    ],
)
def test_the_amount_says_what_was_prescribed_and_nothing_else(dose: Dose, english: str, spanish: str) -> None:
    assert amount(dose, "en") == english
    assert amount(dose, "es") == spanish


@pytest.mark.parametrize(
    ("frequency", "english", "spanish"),
    [
        ("twice a day", "twice a day", "dos veces al día"),
        ("3 times a day", "3 times a day", "3 veces al día"),
        ("daily", "once a day", "una vez al día"),
        ("every other day", "every other day", "un día sí y un día no"),
        ("every 2 to 3 hours", "every 2 to 3 hours", "cada 2 a 3 horas"),
        ("every two hours", "every 2 hours", "cada 2 horas"),
        ("3-4 days a week", "3-4 days a week", "3-4 días por semana"),
        ("three times a week", "3 days a week", "3 días por semana"),
        ("", "as your therapist told you", "como le dijo su terapeuta"),
        ("whenever", "as your therapist told you", "como le dijo su terapeuta"),
    ],
)
def test_the_schedule_is_said_in_plain_words(frequency: str, english: str, spanish: str) -> None:
    assert when(frequency, "en") == english
    assert when(frequency, "es") == spanish


def test_a_sheet_nobody_reviewed_says_so_and_a_reviewed_one_names_the_reviewer(visit: Encounter) -> None:
    draft, checked = (
        home_programme(PLAN, visit),
        home_programme(PLAN, visit, reviewed_by="Ottoline Sample, PT"),
    )
    assert "not checked" in draft.disclosure
    assert "AI" in draft.disclosure
    assert "AI" in checked.disclosure
    assert "Ottoline Sample, PT, checked it" in checked.disclosure
    assert "DRAFT" in home_programme_html(draft)
    assert "DRAFT" not in home_programme_html(checked)


def test_stop_rules_name_surgery_only_after_surgery(visit: Encounter) -> None:
    after = home_programme(PLAN, visit)
    bare = visit.model_copy(update={"episode": visit.episode.model_copy(update={"surgery": None})})
    assert any("wound" in r for r in after.stop_rules)
    assert not any("wound" in r for r in home_programme(PLAN, bare).stop_rules)
    assert any("chest pain" in r for r in home_programme(PLAN, bare).emergency)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pdf_is_tagged_speaks_its_language_and_describes_its_figures(
    language: Language, visit: Encounter
) -> None:
    sheet = home_programme(PLAN, visit, language=language, reviewed_by="Ottoline Sample, PT")
    made = home_programme_pdf(sheet)
    reader = PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]).lower().startswith(language)
    assert root["/MarkInfo"]["/Marked"]
    tags = re.findall(r"/(H1|H2|H3|Figure|Table|TH)\b", _structure(root["/StructTreeRoot"]))
    assert {"H1", "H2", "H3", "Figure", "Table", "TH"} <= set(tags)
    assert sheet.exercises[0].figure_alt in _alternatives(root["/StructTreeRoot"])
    text = " ".join(page.extract_text() for page in reader.pages)
    assert sheet.headings["diary"] in text
    assert "no kneeling for 6 weeks" in " ".join(text.split())
    assert made == home_programme_pdf(sheet)


def _walk(node: object) -> list[object]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [leaf for child in node for leaf in _walk(child)]
    if isinstance(node, dict):
        return [node, *_walk(node.get("/K", []))]
    return []


def _structure(root: object) -> str:
    return " ".join(str(n.get("/S", "")) for n in _walk(root) if isinstance(n, dict))


def _alternatives(root: object) -> set[str]:
    return {str(n["/Alt"]) for n in _walk(root) if isinstance(n, dict) and "/Alt" in n}


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_the_page_is_self_contained_labelled_and_escaped(visit: Encounter) -> None:
    made = home_programme_html(home_programme(PLAN, visit, language="es"))
    page = _Page()
    page.feed(made)
    names = [t for t, _ in page.tags]
    assert page.tags[0] == ("html", {"lang": "es"})
    assert "script" not in names
    assert "img" not in names
    assert not any(a.get("src") or a.get("href") for _, a in page.tags)
    assert all(a.get("aria-label") for t, a in page.tags if t in ("svg", "input"))
    assert names.count("h1") == 1
    assert names.count("h3") == 3
    assert "<b>" not in made
    assert "&lt;b&gt;" in made
    assert any(t == "meta" and a.get("name") == "viewport" for t, a in page.tags)


def test_every_position_of_the_catalogue_has_a_figure() -> None:
    assert {e.position for e in catalogue().exercises} <= set(POSES)
    for position in POSES:
        drawn = figure_svg(position, "A “person”")
        assert drawn.startswith("<svg")
        assert drawn.endswith("</svg>")
        assert drawn.count("<polyline") >= 3


@pytest.mark.parametrize(
    ("order", "spanish"),
    [
        ("no kneeling until week 6", "No se arrodille, hasta la semana 6 (no kneeling until week 6)"),
        ("no lifting more than 5 pounds", "No levante más de 5 libras (no lifting more than 5 pounds)"),
        ("WBAT", "Apoye la pierna tanto como se sienta seguro (WBAT)"),
        ("no hot tubs", "no hot tubs (pida a su terapeuta que se lo explique)"),
        ("no kneeling on ice", "no kneeling on ice (pida a su terapeuta que se lo explique)"),
    ],
)
def test_an_order_is_said_in_spanish_or_left_to_the_therapist(
    visit: Encounter, order: str, spanish: str
) -> None:
    plan = PLAN.model_copy(update={"precautions": (order,)})
    assert home_programme(plan, visit, language="es").limits == (spanish,)


def test_a_phone_shows_the_pain_of_a_day_before_its_boxes(visit: Encounter) -> None:
    page = home_programme_html(home_programme(PLAN, visit))
    row = re.search(r"<tbody><tr>.*?</tr>", page)
    assert row is not None
    assert row.group().index('type="number"') < row.group().index('type="checkbox"')
