"""A new dictation: the recording, the visit it belongs to, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, get_args

import streamlit as st

from agent.domain.base import Side
from agent.domain.visit import Encounter, Patient
from agent.domain.visit_record import visit_from
from agent.errors import PtscribeError
from compliance.profiles.load import payer_names
from review_ui.components.words import NOTE_TYPES
from review_ui.problems import show_problem
from review_ui.room_context import Room
from review_ui.views import processing
from review_ui.visit_json import parse_visit

AUDIO_TYPES: Final = ["wav", "flac", "mp3", "m4a", "aac", "mp4", "ogg", "oga", "opus", "webm"]
_SEXES: Final = {"U": "Not given", "F": "Female", "M": "Male", "X": "X"}
_FIRST_DAY: Final = date(1900, 1, 1)
_USUAL_PAYER: Final = Patient.model_fields["payer"].default


def render(room: Room) -> None:
    st.title("New dictation")
    desk = room.desk
    if desk.dictated:
        _follow(room, desk.dictated)
        return
    round_ = desk.dictations
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.subheader("1. Recording")
        audio = _recording(round_)
    with right:
        st.subheader("2. Visit")
        how = st.segmented_control(
            "Visit record",
            ["Fill in", "From a file"],
            default="Fill in",
            key="visit_how",
            label_visibility="collapsed",
        )
        record = _from_file(round_) if how == "From a file" else _from_form(room, round_)
    st.divider()
    st.button("Send to drafting", type="primary", icon=":material/send:", on_click=desk.asking("submit"))
    with st.spinner("Checking the recording…"):
        desk.carry_out("submit", lambda _asked: _submit(room, audio, record))
    if desk.dictated:
        st.rerun()
    if desk.problem:
        show_problem("error", desk.problem)
        desk.problem = ""


def _recording(round_: int) -> bytes | None:
    """Recorded here or uploaded; what was recorded here wins if both are given."""
    recorded = st.audio_input("Record in the browser", key=f"record-{round_}")
    uploaded = st.file_uploader("Or upload a recording", type=AUDIO_TYPES, key=f"upload-{round_}")
    chosen = recorded or uploaded
    if not chosen:
        return None
    # The uploader names a file as soon as it is chosen, also while it is still on its way.
    size = f"{chosen.size / 1e6:.1f} MB" if chosen.size >= 1e6 else f"{chosen.size / 1e3:.0f} kB"
    st.success(f"The recording is here ({size}).", icon=":material/check_circle:")
    return bytes(chosen.getvalue())


def _from_file(round_: int) -> bytes | None:
    file = st.file_uploader("Visit record (JSON)", type=["json"], key=f"visit-{round_}")
    if file is None:
        return None
    data = bytes(file.getvalue())
    try:
        visit = parse_visit(data)
    except PtscribeError as error:
        show_problem("error", str(error))
        return None
    st.success(
        f"{NOTE_TYPES[visit.visit.note_type]}, visit {visit.visit.number}. All fields are understood.",
        icon=":material/check_circle:",
    )
    return data


def _from_form(room: Room, round_: int) -> dict[str, Any]:
    """The record as typed; checked when it is sent."""
    key = f"{round_}"
    first, second = st.columns(2)
    name = first.text_input("Patient's name", key=f"pname-{key}", autocomplete="off")
    born = second.date_input(
        "Date of birth", value=None, min_value=_FIRST_DAY, max_value="today", key=f"dob-{key}"
    )
    mrn = first.text_input("Record number (MRN)", key=f"mrn-{key}", autocomplete="off")
    payers = sorted(payer_names(), key=lambda payer: payer != _USUAL_PAYER)
    payer = second.selectbox("Payer", payers, key=f"payer-{key}", format_func=_payer)
    day = first.date_input("Date of service", value="today", max_value="today", key=f"dos-{key}")
    number = second.number_input("Visit number", min_value=1, value=1, key=f"number-{key}")
    note_type = first.selectbox(
        "Note type", list(NOTE_TYPES), format_func=NOTE_TYPES.__getitem__, key=f"ntype-{key}"
    )
    sex = second.selectbox("Sex", list(_SEXES), format_func=_SEXES.__getitem__, key=f"sex-{key}")
    therapist = first.text_input("Therapist", value=room.actor.name, key=f"tname-{key}")
    credentials = second.text_input("Credentials", value=room.actor.credentials, key=f"tcred-{key}")
    with st.expander("Episode of care"):
        a, b = st.columns(2)
        codes = a.text_input("ICD-10 codes", placeholder="M17.11, M25.661", key=f"icd-{key}")
        region = b.text_input("Body region", placeholder="knee", key=f"region-{key}")
        side = a.selectbox("Side", get_args(Side), index=get_args(Side).index("none"), key=f"side-{key}")
        since_report = b.number_input("Visits since the last progress report", min_value=0, key=f"vspr-{key}")
        start = a.date_input("Plan of care since", value=None, max_value="today", key=f"poc-{key}")
        certified = b.date_input("Certified on", value=None, max_value="today", key=f"cert-{key}")
    record: dict[str, Any] = {
        "patient": {"name": name, "date_of_birth": born, "mrn": mrn, "sex": sex, "payer": payer},
        "therapist": {"name": therapist, "credentials": credentials},
        "visit": {"date": day, "number": int(number), "note_type": note_type},
        "episode": {
            "diagnoses": [{"icd10": code.strip().upper()} for code in codes.split(",") if code.strip()],
            "region": region,
            "side": side,
        },
        "history": {"visits_since_progress_report": int(since_report)},
    }
    if start:
        record["plan_of_care"] = {"start": start, "certified_on": certified}
    return record


def _payer(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _submit(room: Room, audio: bytes | None, record: bytes | dict[str, Any] | None) -> None:
    """Stores the recording and starts its draft; what is wrong is said beside the button."""
    if audio is None or record is None:
        what = "recording. Record one" if audio is None else "visit record. Fill it in"
        room.desk.problem = (
            f"There is no {what} or upload a file; one on its way must arrive before it is sent."
        )
        return
    try:
        encounter: Encounter = parse_visit(record) if isinstance(record, bytes) else visit_from(record)
        room.desk.dictated = room.clinic.intake.submit(room.actor, audio=audio, encounter=encounter)
        room.desk.dictations += 1
    except PtscribeError as error:
        room.desk.problem = str(error)


def _follow(room: Room, draft_id: str) -> None:
    """What becomes of the dictation that was just sent."""
    status = processing.status_of(room, draft_id)
    if status in processing.MOVING:
        st.success(
            "The recording is stored. You may leave this page: nothing is lost.",
            icon=":material/check_circle:",
        )
        processing.watch(room, draft_id)
    elif status == "failed":
        st.error("The draft could not be made. Open it to see why and to try again.", icon=":material/error:")
    else:
        st.success("The draft is written and waits for review.", icon=":material/check_circle:")
    with st.container(horizontal=True):
        if st.button("Open the draft", type="primary" if status not in processing.MOVING else "secondary"):
            room.desk.dictated = ""
            room.go("review", draft=draft_id)
        if st.button("Another dictation"):
            room.desk.dictated = ""
            st.rerun()
