"""POST /unsaved/<draft id>: what is typed on the review page, kept for this user until it is saved."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from agent.domain.user import Actor
from review_ui.auth import same_origin
from review_ui.scratch import MAX_TEXT
from review_ui.serving import serving

_MAX_BODY = MAX_TEXT * 6
"""JSON may write one character in six bytes."""


async def keep_unsaved(request: Request) -> Response:
    """The body is a JSON object: statement id (or `new:<section>`) to text. 204, or 4xx and nothing kept."""
    length = request.headers.get("content-length", "")
    if not same_origin(request):
        return Response(status_code=403)
    if not length.isdigit() or int(length) > _MAX_BODY:
        return Response(status_code=413)
    actor: Actor = request.state.actor
    if not actor.may("edit"):
        return Response(status_code=403)
    try:
        texts = json.loads(await request.body())
    except ValueError:
        return Response(status_code=422)
    if not isinstance(texts, dict) or not all(isinstance(v, str) for v in texts.values()):
        return Response(status_code=422)
    kept = serving().scratch.put(actor.user_id, request.path_params["draft_id"], texts)
    return Response(status_code=204 if kept else 413)
