"""What every page is given: the clinic, who is looking at it, and where else one can go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import streamlit as st

from agent.domain.user import Actor
from review_ui.desk import Desk
from review_ui.scratch import Scratch

if TYPE_CHECKING:
    from agent.bootstrap import App


@dataclass(frozen=True)
class Room:
    clinic: App
    actor: Actor
    scratch: Scratch
    desk: Desk
    pages: Mapping[str, Any]
    """Page key to `st.Page`, only those that the actor may open."""

    def go(self, page: str, **query: str) -> NoReturn:
        """Leave for another page; the query holds opaque ids only."""
        st.switch_page(self.pages[page], query_params=query)
        raise AssertionError("switch_page does not return")
