"""The gate and the routes behind it, over a real clinic with small engines; no Streamlit in between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from support import graph_clinic

from agent.bootstrap import App
from agent.domain.user import SYSTEM
from review_ui.app import ROUTES
from review_ui.auth import cookie_name, safe_next
from review_ui.gate import Gate
from review_ui.headers import SecurityHeaders, script_hashes
from review_ui.http_errors import Boundary
from review_ui.scratch import MAX_TEXT
from review_ui.serving import Serving, serve_clinic

HERE = {"Origin": "http://testserver"}
SECRET = "Quackenbush"


@dataclass
class Door:
    client: TestClient
    clinic: App
    serving: Serving
    draft: str

    def sign_in(self, login: str) -> None:
        self.client.cookies.clear()
        form = {"login": login, "password": graph_clinic.PASSWORD}
        answer = self.client.post("/login", data=form, headers=HERE, follow_redirects=False)
        assert answer.status_code == 303


async def _page(request: Request) -> Response:
    return PlainTextResponse("page")


async def _broken(request: Request) -> Response:
    raise RuntimeError(f"defect with {SECRET}")


async def _socket(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with graph_clinic.clinic(tmp_path_factory.mktemp("clinic") / "home") as clinic:
        people = graph_clinic.people(clinic)
        draft = graph_clinic.queued(clinic, people)
        pages = [
            Route("/{page:path}", _page),
            WebSocketRoute("/_stcore/stream", _socket),
        ]
        app = Starlette(
            routes=[*ROUTES, Route("/broken", _broken), WebSocketRoute("/_stcore/stream", _socket), *pages],
            middleware=[
                Middleware(Boundary),
                Middleware(SecurityHeaders),
                Middleware(Gate, settings=clinic.settings),
            ],
        )
        yield Door(TestClient(app, raise_server_exceptions=False), clinic, serve_clinic(clinic), draft)


@pytest.fixture(autouse=True)
def nobody_is_signed_in(door: Door) -> None:
    door.client.cookies.clear()


def test_a_page_leads_to_the_login_and_back(door: Door) -> None:
    answer = door.client.get(
        f"/review?draft={door.draft}", headers={"Accept": "text/html"}, follow_redirects=False
    )
    assert answer.status_code == 303
    login = door.client.get(answer.headers["location"])
    assert f'value="/review?draft={door.draft}"' in login.text


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        ("/review?draft=ab12", "/review?draft=ab12"),
        ("/sign", "/sign"),
        ("//evil.example/x", "/"),
        ("https://evil.example", "/"),
        ("/review?draft=a&next=http://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_after_the_login_one_stays_in_the_house(wanted: str, taken: str) -> None:
    assert safe_next(wanted) == taken


def test_a_wrong_password_says_nothing_about_the_user(door: Door) -> None:
    said = set()
    for login in ("therapist", "nobody-of-this-name"):
        form = {"login": login, "password": "wrong wrong wrong"}
        answer = door.client.post("/login", data=form, headers=HERE)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        said.add(answer.text.split('role="alert">')[1].split("<")[0])
    assert len(said) == 1


def test_the_typed_name_comes_back_escaped(door: Door) -> None:
    form = {"login": '"><script>alert(1)</script>', "password": "wrong wrong wrong"}
    answer = door.client.post("/login", data=form, headers=HERE)
    assert "<script>" not in answer.text


def test_the_cookie_is_shut_to_scripts_and_other_sites(door: Door) -> None:
    form = {"login": "therapist", "password": graph_clinic.PASSWORD}
    answer = door.client.post("/login", data=form, headers=HERE, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie
    secure = door.clinic.settings.model_copy(update={"secure_cookies": True})
    assert cookie_name(secure).startswith("__Host-"), "behind TLS the cookie is bound to the host"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_signs_nobody_in(door: Door, headers: dict[str, str]) -> None:
    form = {"login": "therapist", "password": graph_clinic.PASSWORD}
    answer = door.client.post("/login", data=form, headers=headers, follow_redirects=False)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_a_form_under_the_no_referrer_policy_signs_in(door: Door) -> None:
    form = {"login": "therapist", "password": graph_clinic.PASSWORD}
    headers = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    answer = door.client.post("/login", data=form, headers=headers, follow_redirects=False)
    assert answer.status_code == 303


def test_without_a_session_nothing_behind_the_gate_answers(door: Door) -> None:
    for path in (f"/audio/{door.draft}", f"/export/{door.draft}.pdf", "/media/x.wav", "/anything"):
        assert door.client.get(path).status_code == 401, path
    with pytest.raises(WebSocketDisconnect), door.client.websocket_connect("/_stcore/stream"):
        pass


def test_with_a_session_it_does_and_the_playing_is_recorded_once(door: Door) -> None:
    door.sign_in("specialist")
    before = graph_clinic.actions(door.clinic, door.draft).count("audio.played")
    whole = door.client.get(f"/audio/{door.draft}")
    assert whole.content == graph_clinic.tone()
    assert whole.headers["content-type"] == "audio/wav"
    piece = door.client.get(f"/audio/{door.draft}", headers={"Range": "bytes=4-7"})
    assert piece.status_code == 206
    assert piece.content == whole.content[4:8]
    beyond = door.client.get(f"/audio/{door.draft}", headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416
    assert graph_clinic.actions(door.clinic, door.draft).count("audio.played") == before + 1
    with door.client.websocket_connect("/_stcore/stream"):
        pass


def test_what_was_cached_for_one_user_is_not_played_to_another(door: Door) -> None:
    door.sign_in("specialist")
    assert door.client.get(f"/audio/{door.draft}").status_code == 200
    door.sign_in("admin")
    assert door.client.get(f"/audio/{door.draft}").status_code == 403
    assert door.client.get("/media/x.wav").status_code == 403


def test_an_idle_session_is_over_on_the_server(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.sign_in("specialist")
    assert door.client.post("/auth/alive", headers=HERE).status_code == 204
    monkeypatch.setattr(door.clinic.auth, "_idle_minutes", 1e-9)
    assert door.client.post("/auth/alive", headers=HERE).status_code == 401
    assert door.client.get(f"/audio/{door.draft}").status_code == 401


def test_unsaved_text_is_kept_for_who_may_edit(door: Door) -> None:
    door.sign_in("specialist")
    path = f"/unsaved/{door.draft}"
    assert door.client.post(path, json={"s1": "typed"}, headers=HERE).status_code == 204
    user = next(u for u in door.clinic.auth.users(SYSTEM) if u.login == "specialist")
    assert door.serving.scratch.get(user.id, door.draft) == {"s1": "typed"}
    assert door.client.post(path, json={"s1": 7}, headers=HERE).status_code == 422
    assert door.client.post(path, content=b"[", headers=HERE).status_code == 422
    assert door.client.post(path, json={"s1": "x" * (MAX_TEXT + 1)}, headers=HERE).status_code == 413
    assert door.client.post(path, json={"s1": "x"}, headers={"Origin": "http://evil"}).status_code == 403
    door.sign_in("auditor")
    assert door.client.post(path, json={"s1": "typed"}, headers=HERE).status_code == 403


def test_exports_are_named_by_the_id_and_refused_to_who_may_not(door: Door) -> None:
    door.sign_in("therapist")
    note = door.client.get(f"/export/{door.draft}.md")
    assert note.status_code == 200
    assert note.headers["content-disposition"] == f'attachment; filename="note-{door.draft}.md"'
    assert door.client.get(f"/export/{door.draft}.exe").status_code == 404
    door.sign_in("admin")
    assert door.client.get(f"/export/{door.draft}.md").status_code == 403


def test_an_upload_becomes_a_draft_or_a_clear_refusal(door: Door) -> None:
    door.sign_in("therapist")
    visit = graph_clinic.encounter().model_dump_json()
    files = {"audio": ("a.wav", graph_clinic.tone(), "audio/wav")}
    made = door.client.post("/upload", files=files, data={"visit": visit}, headers=HERE)
    assert made.status_code == 201
    assert door.clinic.worker.wait(100)
    assert graph_clinic.record(door.clinic, made.json()["draft_id"]).status == "in_review"
    wrong = door.client.post("/upload", files=files, data={"visit": "{}"}, headers=HERE)
    assert wrong.status_code == 422
    assert "patient is missing" in wrong.json()["error"]
    noise = {"audio": ("a.wav", b"no sound at all", "audio/wav")}
    assert door.client.post("/upload", files=noise, data={"visit": visit}, headers=HERE).status_code == 422
    assert door.client.post("/upload", data={"visit": visit}, headers=HERE).status_code == 422
    door.sign_in("specialist")
    refused = door.client.post("/upload", files=files, data={"visit": visit}, headers=HERE)
    assert refused.status_code == 403


def test_a_defect_reaches_nobody_but_as_an_incident_id(door: Door, capfd: pytest.CaptureFixture[str]) -> None:
    door.sign_in("specialist")
    answer = door.client.get("/broken")
    assert answer.status_code == 500
    assert "inc-" in answer.json()["error"]
    assert SECRET not in answer.text
    logged = capfd.readouterr().err
    assert answer.json()["error"].split()[-1].rstrip(".") in logged
    assert SECRET not in logged
    assert "Traceback" not in logged


def test_signing_out_ends_the_session_and_takes_the_cookie(door: Door) -> None:
    door.sign_in("specialist")
    kept = dict(door.client.cookies)
    answer = door.client.post("/auth/logout", headers=HERE, follow_redirects=False)
    assert answer.headers["location"] == "/login?why=out"
    assert not door.client.cookies
    door.client.cookies.update(kept)
    assert door.client.get("/anything").status_code == 401, "the old token opens nothing any more"


def test_inline_scripts_are_allowed_by_their_hash_only() -> None:
    page = '<script>let a = 1</script><script src="x.js"></script><script type="module">b()</script>'
    assert script_hashes(page) == [
        "'sha256-LAfYd7pbFUgwfQu8b4q135PeTG2z+/coPEUYCd74eCQ='",
        "'sha256-cf242PFc/kb7xD0Qzhsmd9vvRkc+cWFmbi+k+YvtdKc='",
    ]


def test_answers_to_strangers_carry_the_policy(door: Door) -> None:
    answer = door.client.get("/login")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert answer.headers["cache-control"] == "no-store"
