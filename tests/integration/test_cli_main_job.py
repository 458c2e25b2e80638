"""The main job from a terminal: real speech engine, real store, one process a command, as a user runs it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from support.terminal import Clinic

pytestmark = pytest.mark.timeout(300)

SAMPLES = Path(__file__).parents[2] / "audio_samples"
SAMPLE = "neck-discharge"


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    made = Clinic(tmp_path_factory.mktemp("clinic"))
    made.run("users", "add", "ada", "--role", "admin", "--name", "Ada Adminson")
    people = (("tess", "therapist", "PT, DPT"), ("sam", "specialist", ""), ("aud", "auditor", ""))
    for login, role, credentials in people:
        made.run(
            "users",
            "add",
            login,
            "--role",
            role,
            "--name",
            f"{login.title()} Testperson",
            "--credentials",
            credentials,
            user="ada",
        )
    return made


@pytest.fixture(scope="module")
def draft(clinic: Clinic) -> str:
    audio = next(SAMPLES.glob(f"{SAMPLE}.[of]*"))
    visit = SAMPLES / f"{SAMPLE}.visit.json"
    made = clinic.json("dictate", str(audio), "--visit", str(visit), user="tess")
    assert made["status"] == "in_review"
    identity: str = made["draft"]
    return identity


def test_what_was_heard_is_set_right_on_the_terminal(clinic: Clinic, draft: str) -> None:
    heard = clinic.json("heard", draft, user="sam")["segments"]
    number, segment = next((n, s) for n, s in enumerate(heard, 1) if s["corrections"])
    assert (
        f"{number}.1  “{segment['corrections'][0]['before']}”"
        in clinic.run("heard", draft, user="sam").stdout
    )
    for wrong in (("undo-correction", draft, "one"), ("undo-correction", draft, f"{number}.99")):
        assert clinic.run(*wrong, user="sam", ok=False).returncode == 2
    assert clinic.run("swap-speakers", draft, user="sam", ok=False).returncode == 2, "one voice only"
    assert clinic.run("undo-correction", draft, f"{number}.1", user="tess", ok=False).returncode == 6
    clinic.run("undo-correction", draft, f"{number}.1", user="sam")
    now = clinic.json("heard", draft, user="sam")["segments"][number - 1]
    assert len(now["corrections"]) == len(segment["corrections"]) - 1
    assert segment["corrections"][0]["before"] in now["text"]


def test_a_dictation_is_approved_signed_printed_and_proved(
    clinic: Clinic, draft: str, tmp_path: Path
) -> None:
    assert [item["id"] for item in clinic.json("queue", user="sam")] == [draft]
    shown = clinic.json("show", draft, user="sam")
    statements = shown["content"]["note"]["statements"]
    dictated = [s for s in statements if s["origin"] == "dictated"]
    assert dictated
    assert all(s["evidence"] and s["evidence"][0]["t0"] is not None for s in dictated)

    for finding in shown["content"]["findings"]:
        if finding["severity"] == "block":
            clinic.run("resolve", draft, finding["id"], "--as", "accepted", "--reason", "a test", user="sam")
    seen = shown["draft"]["displayed_hash"]
    assert clinic.run("sign", draft, user="tess", ok=False).returncode in (6, 7)
    assert clinic.run("approve", draft, "--hash", "0000", user="sam", ok=False).returncode == 7
    assert clinic.run("approve", draft, user="tess", ok=False).returncode == 6
    clinic.run("approve", draft, "--hash", seen, user="sam")
    assert clinic.run("approve", draft, user="sam", ok=False).returncode == 7
    assert seen in clinic.run("sign", draft, "--hash", seen, user="tess").stdout
    assert clinic.run("sign", draft, user="tess", ok=False).returncode in (6, 7)

    target = tmp_path / "note.pdf"
    clinic.run("export", draft, "--out", str(target), user="tess")
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(target.read_bytes())).pages)
    assert "Electronically signed by Tess Testperson" in text
    assert seen in text.replace("\n", "")

    actions = [e["action"] for e in clinic.json("audit", "show", draft, user="aud")]
    for action in ("draft.dictated", "draft.viewed", "draft.approved", "draft.signed", "draft.exported"):
        assert action in actions
    assert actions.count("draft.signed") == 1
    assert clinic.json("audit", "verify", user="aud")["ok"] is True


def test_nothing_of_the_patient_lies_in_clear_in_the_clinics_folder(clinic: Clinic, draft: str) -> None:
    visit = json.loads((SAMPLES / f"{SAMPLE}.visit.json").read_text())
    record = visit.get("encounter", visit)
    name, mrn = record["patient"]["name"], record["patient"]["mrn"]
    for path in clinic.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert name.encode() not in content, path
            assert mrn.encode() not in content, path


def test_roles_are_checked_on_the_terminal_too(clinic: Clinic, draft: str) -> None:
    assert clinic.run("queue", user="ada", ok=False).returncode == 6
    assert clinic.run("audit", "verify", user="tess", ok=False).returncode == 6
    assert clinic.run("users", "list", user="sam", ok=False).returncode == 6
    assert clinic.run("queue", ok=False).returncode == 6


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.wav", b"", "empty"),
        ("page.wav", b"<html><body>not sound</body></html>", ""),
        ("zeros.mp3", bytes(4096), ""),
    ],
)
def test_bad_recordings_end_in_one_sentence_and_store_nothing(
    clinic: Clinic, tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    audio = tmp_path / name
    audio.write_bytes(content)
    visit = SAMPLES / f"{SAMPLE}.visit.json"
    before = len(clinic.json("queue", "--all", user="sam"))
    made = clinic.run("dictate", str(audio), "--visit", str(visit), user="tess", ok=False)
    assert made.returncode == 2
    assert made.stderr.startswith("ptscribe: ")
    assert expected in made.stderr.lower()
    assert len(clinic.json("queue", "--all", user="sam")) == before


def test_a_bad_visit_file_names_the_field_and_stores_nothing(clinic: Clinic, tmp_path: Path) -> None:
    record = json.loads((SAMPLES / f"{SAMPLE}.visit.json").read_text())
    record = record.get("encounter", record)
    del record["patient"]["mrn"]
    record["shoe"] = 44
    visit = tmp_path / "visit.json"
    visit.write_text(json.dumps(record))
    audio = next(SAMPLES.glob(f"{SAMPLE}.[of]*"))
    made = clinic.run("dictate", str(audio), "--visit", str(visit), user="tess", ok=False)
    assert made.returncode == 2
    assert "patient.mrn is missing" in made.stderr
    assert "shoe is not a known field" in made.stderr
    assert record["patient"]["name"] not in made.stderr
