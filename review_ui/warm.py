"""Loads what the first decision and the first edit would else wait for: some five seconds of imports."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.bootstrap import App


def warm_up(clinic: App) -> None:
    """Starts loading in the background; nothing of it is stored, and nothing waits for it."""
    threading.Thread(target=_load, args=(clinic,), name="warm-up", daemon=True).start()


def _load(clinic: App) -> None:
    """LangGraph for decisions; understanding, rules and their lexicons by checking a sentence of our own."""
    from agent.domain.transcript import Segment, Transcript
    from agent.drafting.alone import draft_alone
    from agent.drafting.offline import OfflineDrafter

    clinic.runner.graph  # noqa: B018  # built at its first use
    said = "Pain is three out of ten. Right knee flexion one hundred ten degrees."
    draft_alone(Transcript(segments=(Segment(text=said),)), None, OfflineDrafter())
