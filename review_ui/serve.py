"""Starts the review room's server and the clinic's worker, and stops both in order."""

from __future__ import annotations

import socket
import sys
import threading
import webbrowser

from agent.errors import PtscribeError
from agent.settings import Settings


def serve(settings: Settings, *, open_browser: bool = False) -> None:
    """Serves until interrupted. Raises `PtscribeError` when the address cannot be listened on."""
    import uvicorn

    from agent.bootstrap import build
    from compliance.redaction.log_filter import configure_logging

    configure_logging(settings.log_level)
    listening = _listen(settings.host, settings.port)
    with listening, build(settings) as clinic:
        from review_ui.app import create_app
        from review_ui.logs import fence_library_logs

        clinic.start()
        config = uvicorn.Config(
            create_app(clinic),
            log_config=None,
            access_log=False,
            server_header=False,
            ws="websockets-sansio",
            ws_max_size=32 * 1024 * 1024,
            timeout_graceful_shutdown=3,
        )
        fence_library_logs()
        server = uvicorn.Server(config)
        url = f"http://{_shown_host(settings.host)}:{listening.getsockname()[1]}/"
        print(f"The review room is open at {url} (stop with Ctrl-C).", file=sys.stderr, flush=True)  # noqa: T201
        if open_browser:
            threading.Timer(1.0, webbrowser.open, (url,)).start()
        server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket, made before anything else: a port in use is said at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise PtscribeError(
            f"The review room cannot listen on {host} port {port}: {error.strerror or error}.",
            mend="Stop what uses the port, or choose another one with --port or PTSCRIBE_PORT.",
        ) from None


def _shown_host(host: str) -> str:
    if host in ("0.0.0.0", "::"):  # noqa: S104  # compared, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
