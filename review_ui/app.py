"""The review room as one ASGI application: Streamlit's pages behind our own door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agent.errors import PtscribeError
from review_ui import auth, options
from review_ui.audio import play
from review_ui.exports import download, evidence, home_programme, plan
from review_ui.gate import Gate
from review_ui.headers import SecurityHeaders
from review_ui.http_errors import Boundary
from review_ui.logs import fence_library_logs
from review_ui.scratch_route import keep_unsaved
from review_ui.serving import serve_clinic, serving
from review_ui.uploads import upload
from review_ui.warm import warm_up

if TYPE_CHECKING:
    import streamlit as st

    from agent.bootstrap import App

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="7" fill="#0b4a5b"/>'
    '<path d="M9 8v16M9 8h8a5 5 0 0 1 0 10H9M20 24l4-4" fill="none" stroke="#fff" stroke-width="3"/></svg>'
)
SCRIPT = Path(__file__).with_name("room.py")

ROUTES = [
    Route(auth.LOGIN_PATH, auth.show_login, methods=["GET"]),
    Route(auth.LOGIN_PATH, auth.take_login, methods=["POST"]),
    Route("/auth/logout", auth.logout, methods=["POST"]),
    Route("/auth/alive", auth.alive, methods=["POST"]),
    Route("/audio/{draft_id}", play, methods=["GET"]),
    Route("/export/{draft_id}.{form}", download, methods=["GET"]),
    Route("/export/{draft_id}/home-{language}.{form}", home_programme, methods=["GET"]),
    Route("/export/{draft_id}/plan.json", plan, methods=["GET"]),
    Route("/evidence/{draft_id}.zip", evidence, methods=["GET"]),
    Route("/unsaved/{draft_id}", keep_unsaved, methods=["POST"]),
    Route("/upload", upload, methods=["POST"]),
]


async def icon(_request: Request) -> Response:
    """GET /favicon.png, in place of Streamlit's."""
    return Response(_ICON, media_type="image/svg+xml")


async def health(_request: Request) -> Response:
    """GET /healthz: 200 when the database answers, 503 when it does not; says nothing else to strangers."""
    try:
        await run_in_threadpool(_touch_database)
    except PtscribeError:
        return JSONResponse({"status": "unavailable"}, 503)
    return JSONResponse({"status": "ok"})


def _touch_database() -> None:
    with serving().clinic.store.read() as uow:
        uow.audit.count()


def create_app(clinic: App) -> st.App:
    """The application that serves `clinic`. One a process: Streamlit keeps its runtime in globals."""
    import streamlit as st

    from review_ui.problems import show_script_error

    settings = clinic.settings
    options.apply(max_upload_mb=settings.max_upload_mb)
    serve_clinic(clinic)

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any] | None]:
        fence_library_logs()
        warm_up(clinic)
        yield None

    return st.App(
        SCRIPT,
        lifespan=lifespan,
        routes=[Route("/healthz", health), Route("/favicon.png", icon), *ROUTES],
        middleware=[
            Middleware(Boundary),
            Middleware(SecurityHeaders, secure=settings.secure_cookies),
            Middleware(Gate, settings=settings),
        ],
        on_script_error=show_script_error,
    )
