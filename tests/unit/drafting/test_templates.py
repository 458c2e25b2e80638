"""Templates are data: what a specialist changes in the files changes the note, and a mistake is named."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

import prompts
from agent.domain.note import Note
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting import offline
from agent.drafting.base import DraftedNote, DraftRequest
from agent.drafting.offline import OfflineDrafter
from agent.drafting.template_files import for_patient, read_template, template_for
from agent.drafting.templates import NoteTemplate
from agent.errors import SettingsError
from agent.understanding import understand

SHIPPED = Path(prompts.__path__[0]) / "templates"
TYPES = ("daily", "evaluation", "progress", "discharge")
SAID = (
    "Subjective. Left knee pain 3 out of 10. Lives alone. Objective. LEFS 48 out of 80. Therapeutic exercise "
    "20 minutes. Assessment. Quadriceps weakness limits stairs. Prognosis is good. Plan. Continue twice a "
    "week for 4 weeks. Target LEFS 60 in 6 weeks. No kneeling for 2 weeks."
)


def record(note_type: str = "daily", **changes: Any) -> Encounter:
    return Encounter.model_validate(
        {
            "patient": {"name": "Zelda Quorvath", "date_of_birth": "1980-01-01", "mrn": "MRN-000001"},
            "therapist": {"name": "Pat Example", "credentials": "PT"},
            "visit": {"date": "2026-09-10", "number": 4, "note_type": note_type},
            "episode": {"region": "knee", "side": "left"},
            **changes,
        }
    )


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped templates that the drafter reads."""
    copied = tmp_path / "templates"
    shutil.copytree(SHIPPED, copied)

    def read_anew(encounter: Encounter) -> tuple[NoteTemplate, str]:
        template = for_patient(read_template(copied, encounter.visit.note_type), encounter)
        return template, template.digest()

    monkeypatch.setattr(offline, "shipped_for", read_anew)
    return copied


def drafted(encounter: Encounter, said: str = SAID) -> DraftedNote:
    transcript = Transcript(segments=(Segment(text=said),))
    facts = understand(transcript, encounter)
    return OfflineDrafter().draft(DraftRequest(transcript=transcript, facts=facts, encounter=encounter))


def changed(folder: Path, name: str, change: Any) -> None:
    path = folder / name
    made = yaml.safe_load(path.read_text("utf-8"))
    change(made)
    path.write_text(yaml.safe_dump(made, sort_keys=False), encoding="utf-8")


def headings(note: Note, section: str) -> list[str]:
    return list(dict.fromkeys(s.group for s in note.statements if s.section == section))


def test_each_note_type_has_sections_of_its_own() -> None:
    made = {t: headings(drafted(record(t)).note, "S") + headings(drafted(record(t)).note, "A") for t in TYPES}
    assert len({tuple(h) for h in made.values()}) == len(TYPES)
    assert "Prognosis" in made["evaluation"]
    assert "Home and work" in made["evaluation"]


def test_no_dictated_statement_is_lost_or_doubled_between_types() -> None:
    texts = [
        sorted(s.text for s in drafted(record(t)).note.statements if s.origin == "dictated") for t in TYPES
    ]
    assert texts[0] == texts[1] == texts[2] == texts[3]


def test_a_heading_and_its_place_follow_the_file(folder: Path) -> None:
    def change(made: dict[str, Any]) -> None:
        groups = made["sections"]["O"]["groups"]
        next(g for g in groups if "intervention" in g["sorts"])["heading"] = "Skilled interventions"
        groups.reverse()

    before = headings(drafted(record()).note, "O")
    changed(folder, "daily.yaml", change)
    assert before == ["Outcome measures", "Treatment"]
    assert headings(drafted(record()).note, "O") == ["Skilled interventions", "Outcome measures"]


def test_a_new_sort_gets_its_own_heading(folder: Path) -> None:
    changed(
        folder, "sorts.yaml", lambda made: made.update(stairs={"kinds": ["assessment"], "words": ["stair"]})
    )
    changed(
        folder,
        "daily.yaml",
        lambda made: made["sections"]["A"]["groups"].insert(0, {"heading": "Stairs", "sorts": ["stairs"]}),
    )
    stairs = [s.text for s in drafted(record()).note.statements if s.group == "Stairs"]
    assert stairs == []  # the first sort that fits counts, and `limitation` stands before
    changed(folder, "sorts.yaml", lambda made: made.pop("limitation"))
    note = drafted(record()).note
    assert [s.text for s in note.statements if s.group == "Stairs"] == ["Quadriceps weakness limits stairs."]


def test_phrasing_follows_the_file(folder: Path) -> None:
    changed(folder, "daily.yaml", lambda made: made["phrases"].update(goal="Long-term goal: {text}"))
    note = drafted(record()).note
    assert "Long-term goal: Target LEFS 60 in 6 weeks." in [s.text for s in note.statements]


def test_a_need_follows_the_file(folder: Path) -> None:
    changed(
        folder,
        "needs.yaml",
        lambda made: made.update(footwear={"words": ["shoe"], "ask": "Which shoes does the patient wear?"}),
    )
    changed(folder, "daily.yaml", lambda made: made["needs"].append("footwear"))
    assert "Which shoes does the patient wear?" in drafted(record()).questions
    assert "Which shoes does the patient wear?" not in drafted(record(), f"{SAID} New shoes.").questions


SURGERY = {
    "surgery": {"procedure": "meniscus repair", "date": "2026-08-20"},
    "region": "knee",
    "side": "left",
}


def test_a_population_changes_order_and_questions() -> None:
    plain, operated = (drafted(record("evaluation", episode=e)) for e in ({"region": "knee"}, SURGERY))
    assert headings(plain.note, "P")[0] == "Goals"
    assert headings(operated.note, "P")[0] == "Precautions"
    asked = "Which precautions hold after the surgery?"
    assert asked in operated.questions
    assert asked not in plain.questions


@pytest.mark.parametrize(
    ("born", "asked"), [("1950-01-01", True), ("1961-09-10", True), ("1961-09-11", False)]
)
def test_an_age_is_that_of_the_visit(born: str, asked: bool) -> None:
    patient = {"name": "Zelda Quorvath", "date_of_birth": born, "mrn": "MRN-000001"}
    questions = drafted(record("evaluation", patient=patient)).questions
    assert ("Has the patient fallen in the last 12 months?" in questions) is asked


def test_a_population_without_a_condition_holds_no_one(folder: Path) -> None:
    changed(folder, "populations.yaml", lambda made: made["after_surgery"].update(who={}))
    template = read_template(folder, "evaluation")
    assert for_patient(template, record("evaluation", episode=SURGERY)) == template


def _without(section: str) -> Any:
    return lambda made: made["sections"].pop(section)


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (
            "daily.yaml",
            lambda made: made.update(colour="red"),
            r"'daily.yaml'.*colour: this key is not known",
        ),
        ("daily.yaml", _without("A"), r"'daily.yaml'.*section 'A' is missing"),
        ("daily.yaml", lambda made: made.pop("sections"), r"'daily.yaml'.*sections: it is missing"),
        ("daily.yaml", lambda made: made["needs"].append("shoes"), r"'daily.yaml'.*'shoes' is no need"),
        ("daily.yaml", lambda made: made.pop("needs"), r"'daily.yaml'.*list of needs is missing"),
        (
            "daily.yaml",
            lambda made: made["sections"]["S"]["groups"].append({"sorts": ["shoes"]}),
            r"'daily.yaml'.*'shoes' is no sort",
        ),
        (
            "daily.yaml",
            lambda made: made["sections"]["S"]["groups"].append({"sorts": ["pain"]}),
            r"'daily.yaml'.*'pain' stands under two headings",
        ),
        (
            "daily.yaml",
            lambda made: made["phrases"].update(change="{measure} is {now}."),
            r"'daily.yaml'.*'change' lacks {before}",
        ),
        (
            "daily.yaml",
            lambda made: made["phrases"].update(goal="{text} {mood}"),
            r"'daily.yaml'.*'goal' has an unknown {mood}",
        ),
        (
            "daily.yaml",
            lambda made: made.update(populations={"giants": {}}),
            r"'daily.yaml'.*'giants' is no population",
        ),
        ("sorts.yaml", lambda made: made["home"].update(kinds=["shoes"]), r"'sorts.yaml'.*home.*'shoes'"),
        ("needs.yaml", lambda made: made["pain"].pop("ask"), r"'needs.yaml'.*pain.ask: it is missing"),
        ("needs.yaml", lambda made: made.update(pain=3), r"'needs.yaml'.*'pain' is no mapping"),
    ],
)
def test_a_mistake_names_its_file_and_field(folder: Path, name: str, change: Any, says: str) -> None:
    changed(folder, name, change)
    with pytest.raises(SettingsError, match=re.compile(says)) as wrong:
        read_template(folder, "daily")
    assert wrong.value.mend


def test_a_file_that_is_no_yaml_or_gone_is_named(folder: Path) -> None:
    (folder / "daily.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"'daily.yaml'.*line \d+ is not YAML"):
        read_template(folder, "daily")
    (folder / "daily.yaml").unlink()
    with pytest.raises(SettingsError, match=r"no note template 'daily.yaml'"):
        read_template(folder, "daily")


@pytest.mark.parametrize("note_type", TYPES)
def test_a_template_is_read_once_and_has_a_place_for_whatever_comes(note_type: Any) -> None:
    template = template_for(note_type)
    assert template is template_for(note_type)
    for section in template.sections.values():
        assert sum("other" in group.sorts for group in section.groups) == 1
