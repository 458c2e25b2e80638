"""What one browser page has on its desk: the draft it shows, what its user asked for, what it has to say.

Streamlit may end a run of the page script at any call into it, in order to run it anew; a look into its
session state is such a call. So what must not be torn apart is kept here, in a plain object: an act
that was asked for stays until it is done, and act and outcome are never parted by such a call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from agent.domain.amendment import AddendumText
from agent.domain.audit import RecordedEvent
from agent.domain.comparison import Comparison
from agent.domain.note import Note
from agent.errors import Conflict, PtscribeError
from agent.services.review import ReviewPacket
from review_ui.problems import show_problem

T = TypeVar("T")


@dataclass
class Desk:
    packet: ReviewPacket | None = None
    """The draft on the screen. Decisions and signatures are on exactly this, never on what is read anew."""
    notes: dict[tuple[str, int], Note] = field(default_factory=dict)
    """Notes of other versions by draft and version, read for a comparison."""
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    """Passages beside each other by finding, of the draft on the screen; asked for one by one."""
    answered: int = 0
    saved: list[str] = field(default_factory=list)
    """Typed texts that the bench may forget: they are stored now."""
    focus: str = ""
    """The finding that the bench is to show."""
    dictated: str = ""
    dictations: int = 0
    problem: str = ""
    """Why the last dictation was not taken."""
    counts: tuple[int, ...] = ()
    offset: int = 0
    listed: str = ""
    answers: dict[str, tuple[str, Any]] = field(default_factory=dict)
    """Auditors' answers by page, each with what was asked: asking again would be another event."""
    proposal: AddendumText | None = None
    """What is about to be added to a signed note, as it is on the screen."""
    events: tuple[object, tuple[RecordedEvent, ...]] | None = None
    events_until: int = 0
    report: Any = None
    """The last verification of the trail, a `VerifyReport`."""
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    flashes: list[tuple[str, str]] = field(default_factory=list)

    def ask(self, act: str, **values: Any) -> None:
        """Ask for `act`; the page carries it out when it is drawn the next time."""
        self.asked.append((act, values))

    def asking(self, act: str, **values: Any) -> Callable[[], None]:
        """A widget's callback that asks for `act`."""
        return lambda: self.ask(act, **values)

    def carry_out(self, act: str, do: Callable[[dict[str, Any]], None]) -> None:
        """Does what was asked for. `do` may call into Streamlit before its service call, never after."""
        for wanted in [wanted for wanted in self.asked if wanted[0] == act]:
            try:
                do(wanted[1])
            except Exception:
                self.asked.remove(wanted)
                raise
            self.asked.remove(wanted)

    def take(self, act: str) -> dict[str, Any] | None:
        """The last such wish, for what changes nothing and may be asked again; None when there is none."""
        wanted = [values for name, values in self.asked if name == act]
        self.asked = [(name, values) for name, values in self.asked if name != act]
        return wanted[-1] if wanted else None

    def attempt(self, act: Callable[[], T], *, done: str = "") -> T | None:
        """The result of `act`, or None with its error kept as a message.

        After a conflict the page forgets its draft, to show what is current.
        """
        try:
            result = act()
        except Conflict as conflict:
            self.say("warning", f"{conflict.message} What is current is shown now.")
            self.packet = None
            return None
        except PtscribeError as error:
            self.say("error", str(error))
            return None
        if done:
            self.say("success", done)
        return result

    def say(self, kind: str, text: str) -> None:
        """Keep a message for the page; `kind` is `success`, `info`, `warning` or `error`."""
        self.flashes.append((kind, text))

    def show_messages(self) -> None:
        """Show what was kept, once: successes pass by, problems stay on the page."""
        while self.flashes:
            kind, text = self.flashes[0]
            if kind == "success":
                st.toast(text, icon=":material/check_circle:")
            else:
                show_problem(kind, text)
            self.flashes.pop(0)


def own_desk() -> Desk:
    """The desk of this browser page."""
    if "desk" not in st.session_state:
        st.session_state["desk"] = Desk()
    desk: Desk = st.session_state["desk"]
    return desk
