"""The clinic that the review room's tests look at: a user of each role, samples through the graph."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from agent.bootstrap import App, build
from agent.domain.user import SYSTEM, Actor, Role, User
from agent.domain.visit import Encounter
from agent.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Page

PASSWORD = "a long enough passphrase"
SAMPLES = ("ankle-sprain-daily", "knee-replacement-daily", "stroke-gait-dialogue")
PEOPLE: dict[str, tuple[str, tuple[Role, ...]]] = {
    "root": ("Rita Examplesen", ("admin",)),
    "sofia": ("Sofia Examplesen", ("specialist",)),
    "theo": ("Theo Examplesen", ("therapist",)),
    "ada": ("Ada Examplesen", ("auditor",)),
}


@dataclass(frozen=True)
class RoomServer:
    """The address of the served clinic, its folder, and the drafts that were in review at the start."""

    url: str
    home: Path
    drafts: tuple[str, ...]
    log: Path


class SignIn(Protocol):
    """Opens the room in a browser of its own and signs a user in."""

    def __call__(self, login: str) -> Page: ...


def fill(home: Path) -> tuple[str, ...]:
    """Users, and the samples through the whole graph into the review queue."""
    with build(Settings(home=home)) as clinic:
        actors = {login: _user(clinic, login) for login in PEOPLE}
        drafts = [_dictated(clinic, actors["theo"], name) for name in SAMPLES]
        assert clinic.worker.wait(600), "the samples were not drafted in time"
        failures = [item.failure for item in clinic.review.queue(actors["sofia"], ("failed",))]
        assert clinic.review.count(actors["sofia"]) == len(SAMPLES), failures
        return tuple(drafts)


def fill_with_words(home: Path, name: str, words: str) -> tuple[str, ...]:
    """The same users, and one draft of `words` for the visit of a sample, without recognising any speech."""
    with build(Settings(home=home)) as clinic:
        for login in PEOPLE:
            _user(clinic, login)
    return (draft_words(home, name, words),)


def draft_words(home: Path, name: str, words: str) -> str:
    """One more draft of `words` into the review queue of the clinic in `home`."""
    from support.graph_clinic import Speech, tone

    with build(Settings(home=home), speech=lambda: Speech(words)) as clinic:
        before = clinic.review.count(signed_in(clinic, "sofia"))
        record = json.loads(sample_files(name)[1].read_text(encoding="utf-8"))
        encounter = Encounter.model_validate(record.get("encounter", record))
        draft = clinic.intake.submit(signed_in(clinic, "theo"), audio=tone(), encounter=encounter)
        assert clinic.worker.wait(100), "the words were not drafted in time"
        assert clinic.review.count(signed_in(clinic, "sofia")) == before + 1
        return draft


def signed_in(clinic: App, login: str) -> Actor:
    """A user of this clinic, logged in."""
    return clinic.auth.actor(clinic.auth.login(login, PASSWORD, client="test"), client="test")


def _user(clinic: App, login: str) -> Actor:
    name, roles = PEOPLE[login]
    user = User(
        id="", login=login, name=name, credentials="PT, DPT" if "therapist" in roles else "", roles=roles
    )
    first = not clinic.auth.users(SYSTEM)
    clinic.auth.create_user(SYSTEM if first else signed_in(clinic, "root"), user, PASSWORD)
    return signed_in(clinic, login)


def _dictated(clinic: App, therapist: Actor, name: str) -> str:
    audio, visit = sample_files(name)
    record = json.loads(visit.read_text(encoding="utf-8"))
    encounter = Encounter.model_validate(record.get("encounter", record))
    return clinic.intake.submit(therapist, audio=audio.read_bytes(), encounter=encounter)


def sample_files(name: str) -> tuple[Path, Path]:
    """The recording and the visit record of one of the project's samples."""
    folder = Path(__file__).parents[2] / "audio_samples"
    audio = next(p for p in folder.glob(f"{name}.*") if p.suffix in (".flac", ".opus"))
    return audio, folder / f"{name}.visit.json"
