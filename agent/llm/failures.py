"""How a language model can fail, in words that hold neither PHI nor keys."""

from __future__ import annotations

from typing import Literal

from agent.errors import EngineUnavailable

Reason = Literal[
    "unreachable",
    "timeout",
    "rate_limited",
    "server_error",
    "key_refused",
    "not_found",
    "rejected",
    "malformed",
    "cut_off",
    "refused",
    "leftover_identifier",
]

_WHAT: dict[Reason, tuple[str, str]] = {
    "unreachable": ("could not be reached", "Check that it runs and that PTSCRIBE_LLM_BASE_URL is right."),
    "timeout": ("did not answer in time", "Raise PTSCRIBE_LLM_TIMEOUT_S or use a faster model."),
    "rate_limited": ("is over its rate limit", "Try again later or raise the account's limit."),
    "server_error": ("answered with a server error", "Try again later."),
    "key_refused": ("refused the key", "Check PTSCRIBE_LLM_API_KEY."),
    "not_found": ("does not know the model", "Check PTSCRIBE_LLM_MODEL and PTSCRIBE_LLM_BASE_URL."),
    "rejected": ("rejected the request", "Use a model with structured output and room for a whole visit."),
    "malformed": ("gave an answer that is not in the agreed form", "Use a model with structured output."),
    "cut_off": ("stopped before its answer was whole", "Use a model with a larger output limit."),
    "refused": ("refused to answer", "Write the note from the offline draft."),
    "leftover_identifier": (
        "was not asked: an identifier could not be taken out of the text",
        "Write the note from the offline draft.",
    ),
}


class ModelFailed(EngineUnavailable):
    """The model gave no usable answer. `reason` says why; the message names the server's host only."""

    def __init__(self, reason: Reason, host: str) -> None:
        what, mend = _WHAT[reason]
        super().__init__(f"The language model at {host!r} {what}.", mend=mend)
        self.reason = reason
