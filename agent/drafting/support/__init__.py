"""Is each statement of a note carried by the recording? For engines, human edits and foreign notes."""

from __future__ import annotations

from agent.drafting.support.check import check_support
from agent.drafting.support.lines import SupportLine, support_lines

__all__ = ["SupportLine", "check_support", "support_lines"]
