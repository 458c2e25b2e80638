"""Our errors as HTTP answers, and the outer boundary that turns a defect into an incident id."""

from __future__ import annotations

import structlog
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agent.errors import Conflict, InputError, NotFound, PtscribeError, Refused
from compliance.redaction.incidents import new_incident

_STATUS: tuple[tuple[type[PtscribeError], int], ...] = (
    (Refused, 403),
    (NotFound, 404),
    (Conflict, 409),
    (InputError, 422),
)
log = structlog.get_logger()


def http_status(error: PtscribeError) -> int:
    """The HTTP status that says what kind of error it is; 503 for what a later try may mend."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 503)


def report(error: BaseException) -> str:
    """Log a defect without its text, and return the incident id that a user may quote."""
    incident = new_incident()
    log.error("ui.defect", incident=incident, exc_info=error)
    return incident


class Boundary:
    """Outermost ASGI middleware: what nothing else handled becomes a 500 with an incident id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] in ("http.response.start", "websocket.accept")
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:  # noqa: BLE001  # the one outer boundary of the web side
            incident = report(error)
            if scope["type"] == "http" and not started:
                message = f"Something went wrong on our side. Please quote {incident}."
                await JSONResponse({"error": message}, 500)(scope, receive, send)
