"""GET /export/…: the note, the patient's home programme and the plan as files, for whoever may export them.

Files are named by the draft's opaque id: no patient's name reaches the listing of a folder.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from agent.domain.user import Actor
from agent.errors import PtscribeError
from review_ui.http_errors import http_status
from review_ui.serving import serving

_MEDIA: Final = {
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "json": "application/fhir+json; charset=utf-8",
    "zip": "application/zip",
}


async def download(request: Request) -> Response:
    """`/export/<draft id>.pdf` and `.md`: the note."""
    actor: Actor = request.state.actor
    draft_id, form = request.path_params["draft_id"], request.path_params["form"]
    export = serving().clinic.export
    if form == "pdf":
        return await _file(lambda: export.pdf(actor, draft_id), f"note-{draft_id}", form)
    if form == "md":
        return await _file(lambda: export.markdown(actor, draft_id).encode(), f"note-{draft_id}", form)
    return JSONResponse({"error": "A note is exported as pdf or md."}, 404)


async def home_programme(request: Request) -> Response:
    """`/export/<draft id>/home-en.pdf`, `home-es.html` …: the patient's home exercise sheet."""
    actor: Actor = request.state.actor
    draft_id, form = request.path_params["draft_id"], request.path_params["form"]
    language = request.path_params["language"]
    if form not in ("pdf", "html") or language not in ("en", "es"):
        return JSONResponse({"error": "A home programme is a pdf or html in en or es."}, 404)
    plans = serving().clinic.plan_export
    return await _file(
        lambda: plans.home(actor, draft_id, form=form, language=language),
        f"home-{language}-{draft_id}",
        form,
    )


async def plan(request: Request) -> Response:
    """`/export/<draft id>/plan.json`: the plan as a FHIR bundle."""
    actor: Actor = request.state.actor
    draft_id = request.path_params["draft_id"]
    plans = serving().clinic.plan_export
    return await _file(lambda: plans.fhir(actor, draft_id), f"plan-{draft_id}", "json")


async def evidence(request: Request) -> Response:
    """`/evidence/<draft id>.zip`: the evidence of a draft, with the verifiers."""
    actor: Actor = request.state.actor
    draft_id = request.path_params["draft_id"]
    files = serving().clinic.evidence
    return await _file(lambda: files.bundle(actor, draft_id).archive(), f"evidence-{draft_id}", "zip")


async def _file(make: Callable[[], bytes], name: str, form: str) -> Response:
    try:
        body = await run_in_threadpool(make)
    except PtscribeError as error:
        return JSONResponse({"error": str(error)}, http_status(error))
    disposition = f'attachment; filename="{name}.{form}"'
    return Response(body, 200, {"Content-Disposition": disposition}, _MEDIA[form])
