"""GET /export/<draft id>.pdf and .md: the note as a file, for whoever may export it."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.domain.user import Actor
from agent.errors import PtscribeError
from review_ui.http_errors import http_status
from review_ui.serving import serving


async def download(request: Request) -> Response:
    """The file is named by the draft's opaque id: no patient's name reaches the listing of a folder."""
    actor: Actor = request.state.actor
    draft_id, form = request.path_params["draft_id"], request.path_params["form"]
    export = serving().clinic.export
    try:
        if form == "pdf":
            body, media_type = await run_in_threadpool(export.pdf, actor, draft_id), "application/pdf"
        elif form == "md":
            text = await run_in_threadpool(export.markdown, actor, draft_id)
            body, media_type = text.encode(), "text/markdown; charset=utf-8"
        else:
            return JSONResponse({"error": "A note is exported as pdf or md."}, 404)
    except PtscribeError as error:
        return JSONResponse({"error": str(error)}, http_status(error))
    disposition = f'attachment; filename="note-{draft_id}.{form}"'
    return Response(body, 200, {"Content-Disposition": disposition}, media_type)
