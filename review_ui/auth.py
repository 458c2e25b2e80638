"""Sign-in without scripts: a plain page, a form that posts to us, and a cookie that no script can read.

A post counts only from our own pages: the cookie is SameSite=Strict, and the browser's own word
(`Sec-Fetch-Site`, `Origin`) must say so.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from agent.errors import PtscribeError, Refused
from agent.settings import Settings
from review_ui.login_page import login_page
from review_ui.serving import serving

CLIENT: Final = "browser"
LOGIN_PATH: Final = "/login"
MAX_FORM_BYTES: Final = 8192
_SAFE_NEXT = re.compile(r"^/[a-z_]{0,40}(\?draft=[A-Za-z0-9_.-]{1,80})?$")
_NOTICES: Final = {
    "idle": "You were signed out after a while without activity. What you typed is kept.",
    "out": "You are signed out.",
    "ended": "Your session has ended. Please sign in again.",
}


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host and to TLS, where there is TLS."""
    return "__Host-ptscribe" if settings.secure_cookies else "ptscribe_session"


def session_token(connection: HTTPConnection, settings: Settings) -> str:
    """The session token a request or web socket carries; empty when it carries none."""
    return connection.cookies.get(cookie_name(settings), "")


def safe_next(value: str) -> str:
    """Where to go after sign-in: one of our own pages, or the start page."""
    return value if _SAFE_NEXT.match(value) else "/"


def login_url(path: str = "", query: str = "", *, why: str = "") -> str:
    """The login page's address that leads back to `path` afterwards."""
    wanted = safe_next(f"{path}?{query}" if query else path)
    parts = [f"next={quote(wanted, safe='')}"] if wanted != "/" else []
    if why:
        parts.append(f"why={why}")
    return LOGIN_PATH + ("?" + "&".join(parts) if parts else "")


def same_origin(request: Request) -> bool:
    """Whether a browser says that this post comes from one of our own pages.

    `Sec-Fetch-Site` cannot be set by a page; where a browser does not send it (no TLS, not this machine),
    `Origin` must name our host.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host", "")


async def show_login(request: Request) -> Response:
    """GET /login"""
    notice = _NOTICES.get(request.query_params.get("why", ""), "")
    return HTMLResponse(login_page(notice=notice, next_path=safe_next(request.query_params.get("next", "/"))))


async def take_login(request: Request) -> Response:
    """POST /login: a cookie and a redirect, or the form again with one sentence that says why."""
    settings = serving().clinic.settings
    if not same_origin(request):
        return HTMLResponse(
            login_page(problem="This form was sent from another site. Please sign in here."), 403
        )
    if int(request.headers.get("content-length") or MAX_FORM_BYTES + 1) > MAX_FORM_BYTES:
        return HTMLResponse(login_page(problem="This form is too large."), 413)
    form = await request.form(max_files=0, max_fields=8)
    login, password = str(form.get("login", "")).strip(), str(form.get("password", ""))
    next_path = safe_next(str(form.get("next", "/")))
    try:
        token = await run_in_threadpool(serving().clinic.auth.login, login, password, client=CLIENT)
    except Refused as refused:
        return HTMLResponse(login_page(problem=str(refused), login=login, next_path=next_path), 401)
    except PtscribeError as error:
        return HTMLResponse(login_page(problem=str(error), login=login, next_path=next_path), 503)
    response = RedirectResponse(next_path, 303)
    response.set_cookie(
        cookie_name(settings),
        token,
        httponly=True,
        secure=settings.secure_cookies,
        samesite="strict",
        path="/",
    )
    return response


async def logout(request: Request) -> Response:
    """POST /auth/logout: ends the session on the server and takes the cookie away."""
    settings = serving().clinic.settings
    if not same_origin(request):
        return Response("Sign out from one of the review room's own pages.\n", 403, media_type="text/plain")
    why = "idle" if request.query_params.get("why") == "idle" else "out"
    token = session_token(request, settings)
    if token:
        await run_in_threadpool(serving().clinic.auth.logout, token)
    response = RedirectResponse(login_url(why=why), 303)
    response.delete_cookie(
        cookie_name(settings), path="/", httponly=True, secure=settings.secure_cookies, samesite="strict"
    )
    return response


async def alive(request: Request) -> Response:
    """POST /auth/alive: the user is reading; the gate has just renewed the session."""
    return Response(status_code=204 if same_origin(request) else 403)
