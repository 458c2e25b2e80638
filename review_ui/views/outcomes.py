"""Outcomes over many patients: which exercises went with change that matters, for a specialist to answer."""

from __future__ import annotations

from typing import Final

import streamlit as st

from agent.domain.template_answer import AnswerKind
from agent.services.insight import OutcomeReport, Suggested
from review_ui.components.table import Cell, Row, Tone, table
from review_ui.components.words import moment, plural
from review_ui.room_context import Room

_CHANGES: Final = {"add": "Consider adding to the template", "review": "Look at again in the template"}
_TONES: Final[dict[str, Tone]] = {
    "went with better outcomes": "green",
    "went with worse outcomes": "amber",
    "no clear difference": "",
    "too few patients": "",
}


def render(room: Room) -> None:
    room.desk.carry_out("template_answer", lambda asked: _answer(room, **asked))
    st.title("Outcomes")
    report = room.clinic.insight.report(room.actor)
    st.markdown(
        f"From {plural(report.drafts, 'signed draft')}: {plural(report.episodes, 'episode')} with a "
        "measure at two visits or more. An association is not a cause: who got an exercise differs from "
        "who did not. Of twenty comparisons one is expected to stand out by chance. With fewer than ten "
        "patients on either side nothing is suggested.",
        width=900,
    )
    _suggestions(room, report)
    st.subheader("All comparisons")
    table(
        "outcomes",
        ["Exercise", "Protocol", "Measure", "With it", "Without it", "Difference (95 %)", ""],
        [_row(s) for s in report.suggestions],
        empty="No episode has a measure at two visits yet.",
    )


def _suggestions(room: Room, report: OutcomeReport) -> None:
    changes = [s for s in report.suggestions if s.change]
    if not changes:
        st.info("Nothing is suggested: the figures carry no change of a template.")
        return
    for suggested in changes:
        with st.container(border=True, width=900):
            st.markdown(
                f"**{_CHANGES[suggested.change]}: {suggested.figures.exercise}**, {suggested.protocol_name}"
            )
            st.text(suggested.figures.text)
            if suggested.answer:
                said = suggested.answer
                st.caption(f"{said.kind.capitalize()} on {moment(said.at)}: {said.comment}")
            _buttons(room, suggested)


def _buttons(room: Room, suggested: Suggested) -> None:
    st.text_input("Why", key=f"why-{suggested.id}", max_chars=500)
    with st.container(horizontal=True):
        for kind, label in (("accepted", "Accept"), ("dismissed", "Dismiss")):
            st.button(
                label,
                key=f"{kind}-{suggested.id}",
                type="primary" if kind == "accepted" else "secondary",
                on_click=room.desk.asking("template_answer", suggestion=suggested.id, kind=kind),
            )
        if st.button("Open the protocol", key=f"open-{suggested.id}"):
            room.go("protocols", protocol=suggested.figures.protocol)


def _row(suggested: Suggested) -> Row:
    figures = suggested.figures
    return Row(
        id=suggested.id,
        name=figures.exercise,
        cells=(
            Cell(figures.exercise),
            Cell(suggested.protocol_name),
            Cell(figures.measure),
            Cell(f"{figures.with_responders} of {figures.with_n}"),
            Cell(f"{figures.without_responders} of {figures.without_n}"),
            Cell(f"{figures.difference:+.0%} ({figures.low:+.0%} to {figures.high:+.0%})"),
            Cell(badges=((figures.verdict, _TONES[figures.verdict]),)),
        ),
    )


def _answer(room: Room, *, suggestion: str, kind: AnswerKind) -> None:
    comment = str(st.session_state.get(f"why-{suggestion}", ""))  # a click comes before the page has it
    room.desk.attempt(
        lambda: room.clinic.insight.answer(room.actor, suggestion, kind, comment),
        done="Kept. The template changes only by a version of its own.",
    )
