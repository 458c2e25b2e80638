"""Logs that cannot hold PHI: allow-listed keys, values of a known shape, and no free text at all.

Our own events are structlog calls, `log.info("draft.queued", draft_id=…, duration_ms=…)`. A key that is
not listed in `log_keys` is dropped and counted, a value without its key's shape is replaced and counted,
and an exception is its type, where it was raised and an incident id, never its text.

Records of other libraries pass the same fence: their message is shown only when it is a literal of
their own source (`"Started %d workers"`), with numbers filled in and every other argument masked.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import threading
from collections.abc import MutableMapping
from types import CodeType, FrameType, TracebackType
from typing import Any, TextIO

import structlog

from agent.domain.audit import utc_stamp
from compliance.redaction.incidents import describe_exception
from compliance.redaction.log_keys import EVENT, SHAPES, WITHHELD

SUPPRESSED = "message_suppressed"
MASK = "***"


def fence(_logger: Any, _method: str, event_dict: MutableMapping[str, Any]) -> dict[str, Any]:
    """The structlog processor: lets through only listed keys with values of their shape."""
    out: dict[str, Any] = {}
    dropped = withheld = 0
    exc_info = event_dict.pop("exc_info", None)
    event = event_dict.pop("event", "")
    for key, value in event_dict.items():
        shape = SHAPES.get(key)
        if shape is None:
            dropped += 1
        elif shape(value):
            out[key] = value
        else:
            withheld += 1
            out[key] = WITHHELD
    out["event"] = event if isinstance(event, str) and EVENT.match(event) else SUPPRESSED
    out.update(_exception_fields(exc_info, out.get("incident")))
    if dropped:
        out["dropped_keys"] = dropped
    if withheld:
        out["withheld_values"] = withheld
    return out


def _exception_fields(exc_info: object, incident: object) -> dict[str, str]:
    if not exc_info:
        return {}
    error = sys.exc_info()[1] if exc_info is True else exc_info
    if isinstance(error, tuple):
        error = error[1]
    if not isinstance(error, BaseException):
        return {}
    fields = describe_exception(error)
    return fields if incident is None else {**fields, "incident": str(incident)}


def _stamp(_logger: Any, method: str, event_dict: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    event_dict["timestamp"] = utc_stamp()
    event_dict["level"] = method
    return event_dict


def _render(_logger: Any, _method: str, event_dict: MutableMapping[str, Any]) -> str:
    return json.dumps(event_dict, ensure_ascii=True, separators=(", ", ": "))


class LibraryRecords(logging.Handler):
    """Writes other libraries' records as one fenced JSON line each."""

    def emit(self, record: logging.LogRecord) -> None:
        line: dict[str, Any] = {
            "timestamp": utc_stamp(),
            "level": record.levelname.lower(),
            "event": "library.record",
            "logger": record.name if SHAPES["logger"](record.name) else WITHHELD,
            "at": f"{record.module}:{record.lineno}",
            "message": safe_message(record),
        }
        line.update(_exception_fields(record.exc_info, None))
        _write(_render(None, "", line))

    def handleError(self, record: logging.LogRecord) -> None:
        """A defect in here must not print the record, which is what logging does by default."""
        _write('{"event": "log.failed"}')


def safe_message(record: logging.LogRecord) -> str:
    """The record's message if it is a literal of the calling code, arguments masked unless numbers."""
    template = record.msg
    if not isinstance(template, str) or not _is_literal(template, record):
        return SUPPRESSED
    if not record.args:
        return template
    try:
        return str(template % _masked(record.args))
    except (TypeError, ValueError, KeyError):
        return template


def _masked(args: object) -> Any:
    if isinstance(args, dict):
        return {key: _mask(value) for key, value in args.items()}
    return tuple(_mask(value) for value in args) if isinstance(args, tuple) else (_mask(args),)


def _mask(value: object) -> object:
    return value if isinstance(value, (bool, int, float)) or value is None else MASK


def _is_literal(template: str, record: logging.LogRecord) -> bool:
    """Whether `template` is a constant of the function that logged: an f-string's result never is."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename == record.pathname and code.co_name == record.funcName:
            return _holds(code, template)
        frame = frame.f_back
    return False


def _holds(code: CodeType, template: str) -> bool:
    return any(constant == template for constant in code.co_consts if isinstance(constant, str))


_target: TextIO | None = None


def _write(line: str) -> None:
    with contextlib.suppress(ValueError, OSError):
        print(line, file=_target or sys.stderr, flush=True)


class _Lines:
    """The logger at the end of the chain: one line to the log's stream, whatever the level."""

    def msg(self, line: str) -> None:
        _write(line)

    debug = info = warning = warn = error = critical = exception = fatal = log = msg


def configure_logging(level: str = "INFO", *, stream: TextIO | None = None) -> None:
    """Puts the fence before all logging of this process, ours and other libraries'.

    `level` is a name of `logging`; lines go to `stream` (default: standard error, looked up at each
    line). May be called again; the last call holds.
    """
    global _target
    _target = stream
    number = logging.getLevelNamesMapping()[level]
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, _stamp, fence, _render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _Lines(),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers.clear()
    root.addHandler(LibraryRecords(level=max(number, logging.WARNING)))
    root.setLevel(max(number, logging.WARNING))
    logging.captureWarnings(True)
    logging.raiseExceptions = False
    threading.excepthook = _thread_died


def _thread_died(args: threading.ExceptHookArgs) -> None:
    """The default prints the traceback with the exception's text."""
    if args.exc_value is None or isinstance(args.exc_value, SystemExit):
        return
    info: tuple[type[BaseException], BaseException, TracebackType | None]
    info = (args.exc_type, args.exc_value, args.exc_traceback)
    structlog.get_logger().error("thread.died", exc_info=info)
