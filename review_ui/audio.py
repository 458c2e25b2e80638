"""GET /audio/<draft id>: the recording, for whoever may hear it, in pieces as a player asks for them.

Players ask for a recording in many ranges. The service is asked once a minute (it decrypts, checks the
role and writes the trail's event); in between, the same session is answered from memory.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.domain.user import Actor
from agent.errors import PtscribeError
from review_ui.auth import session_token
from review_ui.http_errors import http_status
from review_ui.serving import serving

KEEP_SECONDS = 60.0
KEEP_BYTES = 256 * 1024 * 1024
_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")

Recording = tuple[bytes, str]


class RecordingCache:
    """The last opened recordings by session, draft and roles, for a minute and up to a size."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[object, ...], tuple[float, Recording]] = OrderedDict()

    def get(self, key: tuple[object, ...], load: Callable[[], Recording]) -> Recording:
        now = self._clock()
        with self._lock:
            for old in [k for k, (at, _) in self._kept.items() if now - at > KEEP_SECONDS]:
                del self._kept[old]
            if key in self._kept:
                return self._kept[key][1]
        recording = load()
        with self._lock:
            self._kept[key] = (now, recording)
            while len(self._kept) > 1 and sum(len(r[0]) for _, r in self._kept.values()) > KEEP_BYTES:
                self._kept.popitem(last=False)
        return recording


_cache = RecordingCache()


def byte_range(header: str, size: int) -> tuple[int, int] | None:
    """The first and last byte a single `Range` header asks for (RFC 9110); None: the whole.

    Raises ValueError when the range lies outside of `size` bytes.
    """
    match = _RANGE.match(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        if int(last) == 0 or size == 0:
            raise ValueError("empty suffix range")
        return max(0, size - int(last)), size - 1
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if start >= size or (last and int(last) < start):
        raise ValueError("range outside of the recording")
    return start, end


async def play(request: Request) -> Response:
    """200 or 206 with the recording's bytes; 401 without a session (the gate), 403, 404 or 416 otherwise."""
    actor: Actor = request.state.actor
    draft_id = request.path_params["draft_id"]
    token = session_token(request, serving().clinic.settings)
    key = (token, actor.roles, draft_id)
    try:
        data, media_type = await run_in_threadpool(
            _cache.get, key, lambda: serving().clinic.review.audio(actor, draft_id)
        )
    except PtscribeError as error:
        return JSONResponse({"error": str(error)}, http_status(error))
    headers = {"Accept-Ranges": "bytes", "Cache-Control": "no-store", "Content-Disposition": "inline"}
    try:
        wanted = byte_range(request.headers.get("range", ""), len(data))
    except ValueError:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(data)}"})
    body, status = data, 200
    if wanted:
        start, end = wanted
        body, status = data[start : end + 1], 206
        headers["Content-Range"] = f"bytes {start}-{end}/{len(data)}"
    return Response(b"" if request.method == "HEAD" else body, status, headers, media_type)
