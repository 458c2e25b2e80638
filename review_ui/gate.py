"""The gate in front of everything: without a session, only sign-in, health and static assets answer.

Streamlit's own `/media/<hash>`, upload and web socket know nothing of our users; so a pure ASGI
middleware asks for the session cookie before they are reached. What each user may do is decided
again by the services, on every call.
"""

from __future__ import annotations

from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from agent.domain.user import Actor
from agent.errors import PtscribeError, Refused
from agent.settings import Settings
from review_ui.auth import CLIENT, LOGIN_PATH, login_url, session_token
from review_ui.serving import serving

OPEN_PATHS: Final = frozenset(
    {LOGIN_PATH, "/healthz", "/_stcore/health", "/_stcore/host-config", "/favicon.png", "/robots.txt"}
)
OPEN_PREFIXES: Final = ("/static/",)
"""Streamlit's scripts, styles and fonts: the same for everybody."""
CLOSED_PREFIXES: Final = (
    "/_stcore/agent",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/auth/login",
    "/oauth2callback",
    "/auth/callback",
)
"""Streamlit's other doors: not served to anybody."""
MEDIA_PREFIX: Final = "/media"


def is_open(path: str) -> bool:
    """Whether `path` answers without a session."""
    return path in OPEN_PATHS or path.startswith(OPEN_PREFIXES)


class Gate:
    """ASGI middleware that lets through who has a living session, and leaves the actor in the scope."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        path = scope["path"]
        if path.startswith(CLOSED_PREFIXES):
            await _answer(Response("Not found\n", 404), scope, receive, send)
            return
        if is_open(path):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        try:
            actor = await self._actor(connection)
        except Refused as refused:
            await _answer(_refuse(connection, refused), scope, receive, send)
            return
        except PtscribeError as error:
            await _answer(JSONResponse({"error": str(error)}, 503), scope, receive, send)
            return
        if path.startswith(MEDIA_PREFIX) and not (actor.may("view") or actor.may("dictate")):
            await _answer(
                JSONResponse({"error": "Your role may not open recordings."}, 403), scope, receive, send
            )
            return
        scope.setdefault("state", {})["actor"] = actor
        await self.app(scope, receive, send)

    async def _actor(self, connection: HTTPConnection) -> Actor:
        token = session_token(connection, self.settings)
        if not token:
            raise Refused("You are not signed in.", mend="Sign in and try again.")
        return await run_in_threadpool(serving().clinic.auth.actor, token, client=CLIENT)


def _refuse(connection: HTTPConnection, refused: Refused) -> Response:
    """A person who opens a page is sent to the login page, everything else gets a plain 401."""
    path, accepts = connection.url.path, connection.headers.get("accept", "")
    opens_a_page = connection.scope.get("method") == "GET" and "text/html" in accepts
    if opens_a_page and not path.startswith((MEDIA_PREFIX, "/audio/", "/export/", "/_stcore/")):
        return RedirectResponse(login_url(path, connection.url.query), 303)
    return JSONResponse({"error": str(refused)}, 401)


async def _answer(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    await response(scope, receive, send)
