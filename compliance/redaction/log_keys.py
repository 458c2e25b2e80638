"""The keys a log line may have, each with the shape its values must have.

Shapes are narrow on purpose. Where the values are known they are listed; an id must hold a digit and
must not look like a record number, a phone number or a date, so that a name or an MRN handed to an id
key by mistake is withheld.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, get_args

from agent.domain.audit import Outcome
from agent.domain.draft import DraftStatus
from agent.domain.finding import Severity
from agent.domain.user import Role

WITHHELD = "[withheld]"
EVENT = re.compile(r"^[a-z][a-z0-9]*(?:[._][a-z0-9]+)+$")
"""`draft.queued`, `graph_resumed`: at least two words, so that no lone name passes."""

Shape = Callable[[Any], bool]

_ID = re.compile(r"^(?=.{1,80}$)(?=[^\d]*\d)[A-Za-z0-9]+(?:[-_.:#][A-Za-z0-9]+)*$")
_NOT_AN_ID = re.compile(
    r"(?i)\bmrn|^\d{3}-?\d{2}-?\d{4}$|^\+?1?[-.]?\d{3}[-.]?\d{3}[-.]?\d{4}$|^\d{4}-\d{2}-\d{2}$"
    r"|^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$|^[1-9][A-Z][A-Z0-9]\d-?[A-Z][A-Z0-9]\d-?[A-Z]{2}\d{2}$"
)
_MODULE = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$")
_PLACE = re.compile(r"^[A-Za-z0-9_./<>-]{1,120}:\d+$")
_VERSION = re.compile(r"^(?=[^\d]*\d)[a-z0-9]+(?:[-_.+:/][a-z0-9]+)*$", re.IGNORECASE)
_STAMP = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$")
_HEX = re.compile(r"^[0-9a-f]{8,128}$")
_RULE = re.compile(r"^[A-Z]{2,8}(?:-[A-Z0-9]{1,10}){1,3}(?:#\d+)?$")

NODES = frozenset(
    {
        "transcribe",
        "understand",
        "draft_note",
        "draft_plan",
        "check",
        "revise",
        "redact",
        "queue",
        "review",
        "finalise",
        "resume",
        "reconcile",
        "migrate",
    }
)
ENGINES = frozenset(
    {
        "offline",
        "llm",
        "human",
        "moonshine",
        "faster_whisper",
        "typed",
        "sqlite",
        "postgresql",
        "local",
        "procrastinate",
    }
)
REASONS = frozenset(
    {
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
    }
)
DECISIONS = frozenset(
    {
        "approve",
        "request_changes",
        "reject",
        "sign",
    }
)
ACTS = frozenset(
    {
        "view",
        "edit",
        "regenerate",
        "mend",
        "resolve",
        "decide",
        "sign",
        "export",
        "dictate",
        "submit",
        "retry",
        "start",
        "stop",
        "open",
        "close",
        "login",
        "logout",
        "verify",
        "checkpoint",
        "shred",
        "delete",
        "reap",
        "migrate",
        "download",
    }
)


def _matches(pattern: re.Pattern[str]) -> Shape:
    return lambda value: isinstance(value, str) and pattern.match(value) is not None


def _one_of(*values: str) -> Shape:
    allowed = frozenset(values)
    return lambda value: isinstance(value, str) and value in allowed


def _is_id(value: Any) -> bool:
    if isinstance(value, int):
        return abs(value) < 10**9
    return isinstance(value, str) and _ID.match(value) is not None and _NOT_AN_ID.search(value) is None


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 10**12


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool)


_known_errors: set[str] = set()


def _is_error(value: Any) -> bool:
    """Whether `value` is the name of an exception class that this process has loaded."""
    if isinstance(value, str) and value not in _known_errors:
        _known_errors.update(_loaded_errors())
    return isinstance(value, str) and value in _known_errors


def _loaded_errors() -> set[str]:
    names, waiting = set(), [BaseException]
    while waiting:
        error = waiting.pop()
        names.add(error.__name__)
        waiting += type.__subclasses__(error)
    return names


SHAPES: dict[str, Shape] = {
    "timestamp": _matches(_STAMP),
    "level": _one_of("debug", "info", "warning", "warn", "error", "critical", "exception", "fatal"),
    "logger": _matches(_MODULE),
    "at": _matches(_PLACE),
    "incident": _is_id,
    "exc_type": _is_error,
    "error": _is_error,
    **dict.fromkeys(
        (
            "draft_id",
            "recording_id",
            "decision_id",
            "user_id",
            "actor_id",
            "request_id",
            "thread_id",
            "finding_id",
            "job_id",
            "event_id",
            "session_id",
        ),
        _is_id,
    ),
    **dict.fromkeys(
        ("duration_ms", "seconds", "audio_seconds", "retry_after_s", "confidence", "ratio", "megabytes"),
        _is_number,
    ),
    **dict.fromkeys(
        (
            "run",
            "version",
            "seq",
            "count",
            "attempt",
            "attempts",
            "bytes",
            "words",
            "segments",
            "facts",
            "statements",
            "findings",
            "blocking",
            "warnings",
            "questions",
            "spans",
            "drafts",
            "events",
            "resumed",
            "requeued",
            "failed",
            "skipped",
            "deleted",
            "workers",
            "port",
            "pid",
            "http_status",
            "exit_code",
            "input_tokens",
            "output_tokens",
            "size",
            "checked",
            "problems",
        ),
        _is_count,
    ),
    **dict.fromkeys(("fell_back", "ok", "resumable", "dry_run"), _is_bool),
    "node": _one_of(*NODES),
    "engine": _one_of(*ENGINES),
    "database": _one_of("sqlite", "postgresql"),
    **dict.fromkeys(("status", "from_status", "to_status"), _one_of(*get_args(DraftStatus))),
    "outcome": _one_of(*get_args(Outcome)),
    "severity": _one_of(*get_args(Severity)),
    "role": _one_of(*get_args(Role), "system"),
    "kind": _one_of(*DECISIONS, *ACTS),
    "act": _one_of(*ACTS, *DECISIONS),
    "action": _matches(EVENT),
    "reason": _one_of(*REASONS),
    "section": _one_of("S", "O", "A", "P"),
    "rule_id": _matches(_RULE),
    "rule": _matches(_RULE),
    "content_hash": _matches(_HEX),
    "prompt_hash": _matches(_HEX),
    "code_version": _matches(_VERSION),
    "model": _matches(_VERSION),
    "prompt_id": _matches(EVENT),
    "revision": _matches(_HEX),
}
"""Key to the test its values must pass. To log something new, add it here, as narrowly as it can be."""
