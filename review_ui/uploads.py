"""POST /upload: a recording and its visit record, from a recorder or a script with a session."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.domain.user import Actor
from agent.errors import PtscribeError
from review_ui.auth import same_origin
from review_ui.http_errors import http_status
from review_ui.serving import serving
from review_ui.visit_json import parse_visit

_FORM_OVERHEAD = 1024 * 1024


async def upload(request: Request) -> Response:
    """Fields `audio` (a file) and `visit` (a visit record as JSON, file or text). Answers `{"draft_id"}`."""
    if not same_origin(request):
        return JSONResponse({"error": "Uploads are taken from the review room's own pages."}, 403)
    limit = int(serving().clinic.settings.max_upload_mb * 1024 * 1024)
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > limit + _FORM_OVERHEAD:
        size = serving().clinic.settings.max_upload_mb
        return JSONResponse({"error": f"The recording must be smaller than {size:g} MB."}, 413)
    actor: Actor = request.state.actor
    async with request.form(max_files=2, max_fields=2) as form:
        audio, visit = form.get("audio"), form.get("visit")
        if not isinstance(audio, UploadFile) or visit is None:
            return JSONResponse({"error": "Send a file `audio` and a visit record `visit`."}, 422)
        record = await visit.read() if isinstance(visit, UploadFile) else str(visit).encode()
        data = await audio.read()
    try:
        encounter = parse_visit(record)
        draft_id = await run_in_threadpool(
            lambda: serving().clinic.intake.submit(actor, audio=data, encounter=encounter)
        )
    except PtscribeError as error:
        return JSONResponse({"error": str(error)}, http_status(error))
    return JSONResponse({"draft_id": draft_id}, 201)
