"""A table with actions in its rows, as one component of our own: quick, readable, usable by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import streamlit as st

from review_ui.components.assets import asset

Tone = Literal["", "red", "amber", "green", "blue"]
_table = st.components.v2.component(
    "ptscribe_table", css=asset("table/table.css"), js=asset("table/table.js")
)


@dataclass(frozen=True)
class Cell:
    text: str = ""
    sub: str = ""
    badges: tuple[tuple[str, Tone], ...] = ()
    mono: bool = False


@dataclass(frozen=True)
class Action:
    id: str
    label: str
    primary: bool = False


@dataclass(frozen=True)
class Row:
    """`name` is what a screen reader adds to the actions' labels; the first action is the row's click."""

    id: str
    name: str
    cells: tuple[Cell, ...]
    actions: tuple[Action, ...] = ()


def table(
    key: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    empty: str,
    on_act: Callable[[str, str], None] | None = None,
) -> None:
    """Shows `rows`; `on_act(row id, action id)` is called before the page is drawn again."""

    def acted() -> None:
        message = st.session_state[key].get("act")
        if isinstance(message, dict) and on_act:
            on_act(str(message.get("row")), str(message.get("action")))

    data = {"columns": list(columns), "rows": [asdict(row) for row in rows], "empty": empty}
    _table(key=key, data=data, on_act_change=acted)
