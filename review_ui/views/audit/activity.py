"""Activity review: draw a sample of accesses, judge each, sign it off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from agent.services.activity import Sample, SampledAccess, Verdict
from review_ui.components.table import Action, Cell, Row, Tone, table
from review_ui.components.words import plural
from review_ui.room_context import Room
from review_ui.views.audit.frame import OUTCOMES, answer, head

_VERDICTS: Final[dict[str, Verdict]] = {
    "appropriate": "appropriate",
    "follow_up": "follow_up",
    "violation": "violation",
}
_TONES: Final[dict[Verdict, Tone]] = {"appropriate": "green", "follow_up": "amber", "violation": "red"}


def render(room: Room) -> None:
    room.desk.carry_out("draw", lambda asked: _act(room, lambda: _draw(room, **asked)))
    room.desk.carry_out("judge", lambda asked: _act(room, lambda: _judge(room, **asked)))
    room.desk.carry_out("sign_off", lambda asked: _act(room, lambda: _sign_off(room, **asked)))
    head(room, "Activity review")
    found = answer(room, "activity", lambda: room.clinic.activity.samples(room.actor)) or ()
    if room.actor.may("review_activity"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.number_input("Accesses besides emergency access", 1, 200, 20, width=260, key="sample_size")
            st.button(
                "Draw a sample",
                type="primary",
                icon=":material/casino:",
                on_click=lambda: room.desk.ask("draw", size=int(st.session_state.sample_size)),
            )
    if not found:
        st.info("No sample was drawn yet.")
        return
    names = {one.id: _named(one) for one in found}
    chosen = st.selectbox("Sample", list(names), format_func=lambda key: names[key], width=620)
    _show(room, next(one for one in found if one.id == chosen))


def _named(one: Sample) -> str:
    state = f"signed off {one.signed_off[:10]}" if one.signed_off else f"{one.open_items} to judge"
    return f"{one.at[:16].replace('T', ' ')} UTC, events {one.first} to {one.last}: {state}"


def _show(room: Room, one: Sample) -> None:
    if one.again:
        st.caption(f"Seed {one.seed}. Drawn again from the log: the same {plural(len(one.items), 'access')}.")
    else:
        st.error(f"Seed {one.seed}. Drawn again, it is another sample than was recorded: verify the trail.")
    may = room.actor.may("review_activity") and not one.signed_off
    table(
        f"sample-{one.id}",
        ["No.", "Time (UTC)", "Action", "Who", "Purpose", "Drawn because", "Outcome", "Judged"],
        [_row(item, may=may) for item in one.items],
        empty="",
        on_act=lambda seq, verdict: room.desk.ask("judge", sample=one.id, seq=int(seq), verdict=verdict),
    )
    if may:
        st.button(
            "Sign the sample off",
            type="primary",
            disabled=bool(one.open_items),
            icon=":material/draw:",
            on_click=room.desk.asking("sign_off", sample=one.id),
            help="When every access is judged",
        )
    elif one.signed_off:
        st.success(f"Signed off at {one.signed_off[:19].replace('T', ' ')} UTC.", icon=":material/verified:")


def _row(item: SampledAccess, *, may: bool) -> Row:
    access, judged = item.access, item.judgement
    actions = (
        Action("appropriate", "Appropriate"),
        Action("follow_up", "Follow up"),
        Action("violation", "Violation"),
    )
    return Row(
        id=str(access.seq),
        name=f"event {access.seq}",
        cells=(
            Cell(str(access.seq)),
            Cell(f"{access.at[:10]} {access.at[11:19]}", mono=True),
            Cell(access.action, sub=access.draft_id),
            Cell(access.name or "?", sub=access.role),
            Cell(access.purpose),
            Cell(", ".join(item.why)),
            Cell(badges=((access.outcome, OUTCOMES[access.outcome]),)),
            Cell(badges=((judged.verdict.replace("_", " "), _TONES[judged.verdict]),) if judged else ()),
        ),
        actions=actions if may and judged is None else (),
    )


def _act(room: Room, act: Callable[[], None]) -> None:
    act()
    room.desk.answers.pop("activity", None)


def _draw(room: Room, size: int) -> None:
    room.desk.attempt(lambda: room.clinic.activity.sample(room.actor, size=size), done="A sample was drawn.")


def _judge(room: Room, sample: str, seq: int, verdict: str) -> None:
    room.desk.attempt(
        lambda: room.clinic.activity.judge(room.actor, sample, seq, _VERDICTS[verdict]), done="Judged."
    )


def _sign_off(room: Room, sample: str) -> None:
    room.desk.attempt(lambda: room.clinic.activity.sign_off(room.actor, sample), done="Signed off.")
