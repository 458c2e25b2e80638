"""The language model that orders and words a plan, over real HTTP: what it may do, and what it may not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from support.graph_clinic import Speech, encounter, people, seen, tone
from werkzeug import Request, Response

from agent.bootstrap import App, build
from agent.domain.facts import ExerciseFact, VisitFacts
from agent.domain.plan import PhrasedLine, Plan, PlanPhrasing, Prescription
from agent.domain.visit import Encounter
from agent.drafting.factory import plan_writer
from agent.drafting.plan_writer import LlmPlanWriter, OfflinePlanWriter, PhrasedPlan
from agent.exercises.phrasing import with_phrasing
from agent.exercises.planner import draft_plan
from agent.exercises.suggest import AWAITING, PlanOptions
from agent.llm.openai_compatible import OpenAiCompatible
from agent.services.plan_edits import PlanEdit
from agent.settings import Settings

PATH = "/v1/chat/completions"
GOOD = {
    "e1": "Strength of the leg for function.",
    "e2": "Activation of the quad.",
    "e3": "Range of motion of the knee.",
}


def visit() -> Encounter:
    episode = {
        "region": "knee",
        "side": "right",
        "diagnoses": [{"icd10": "M25.561", "label": "Pain in right knee"}],
        "onset": date(2026, 2, 1),
    }
    return Encounter.model_validate(encounter().model_dump(mode="json") | {"episode": episode})


def plan() -> Plan:
    def done(name: str, sets: int) -> ExerciseFact:
        return ExerciseFact(
            id=name, section="O", phrase=f"{name} {sets} x 10.", name=name, sets=sets, reps=10, side="right"
        )

    facts = VisitFacts(facts=(done("straight leg raise", 2), done("quad set", 3), done("heel slide", 2)))
    made = draft_plan(facts, visit(), PlanOptions(most=0))
    assert [p.exercise for p in made.exercises] == ["straight leg raise", "quad set", "heel slide"]
    return made


def writer(server: HTTPServer) -> LlmPlanWriter:
    client = OpenAiCompatible(
        base_url=server.url_for("/v1"), model="test-model", timeout_s=5, sleep=lambda _: None
    )
    return LlmPlanWriter(client)


def completion(lines: Any) -> dict[str, Any]:
    content = lines if isinstance(lines, str) else json.dumps({"lines": lines})
    choice = {
        "index": 0,
        "finish_reason": "stop",
        "message": {"role": "assistant", "content": content},
    }
    return {"choices": [choice], "model": "test-7b", "usage": {"prompt_tokens": 90, "completion_tokens": 9}}


def lines(said: dict[str, str], **more: Any) -> list[dict[str, Any]]:
    return [{"id": id, "purpose": purpose, **more} for id, purpose in said.items()]


def asked(server: HTTPServer, answer: Any) -> PhrasedPlan:
    server.expect_request(PATH, method="POST").respond_with_json(completion(answer))
    return writer(server).write(plan(), visit())


def core(one: Prescription) -> tuple[Any, ...]:
    return one.key, one.dose, one.origin, one.cue, one.evidence


def assert_untouched(made: PhrasedPlan, why: str) -> None:
    assert with_phrasing(plan(), made.phrasing) == plan()
    (finding,) = made.findings
    assert (finding.rule_id, finding.severity, finding.where) == ("ENG-LLM-03", "warn", "plan")
    assert why in finding.detail
    assert "Quackenbush" not in finding.model_dump_json()
    assert made.provenance
    assert made.provenance.fell_back


def test_a_good_answer_orders_and_words_and_changes_nothing_else(httpserver: HTTPServer) -> None:
    before = plan()
    made = asked(httpserver, lines({id: GOOD[id] for id in ("e3", "e2", "e1")}))
    after = with_phrasing(before, made.phrasing)
    assert [p.exercise for p in after.exercises] == ["heel slide", "quad set", "straight leg raise"]
    assert [p.reason for p in after.exercises] == [
        "Range of motion of the knee",
        "Activation of the quad",
        "Strength of the leg for function",
    ]
    assert {core(p) for p in after.exercises} == {core(p) for p in before.exercises}
    assert after.model_copy(update={"exercises": ()}) == before.model_copy(update={"exercises": ()})
    assert with_phrasing(after, made.phrasing) == after, "laid over again it changes nothing"
    assert made.findings == ()
    assert made.provenance
    assert (made.provenance.engine, made.provenance.model, made.provenance.input_tokens) == (
        "llm",
        "test-7b",
        90,
    )
    assert made.provenance.prompt_id == "planning.phrase_plan.v1"


@pytest.mark.parametrize(
    "said",
    [
        "Builds strength of the leg for walking.",
        "Strengthens the muscle with the leg kept straight.",
        "Prepares the knee for loading.",
    ],
)
def test_natural_words_about_the_exercise_itself_stand(httpserver: HTTPServer, said: str) -> None:
    assert asked(httpserver, lines({**GOOD, "e1": said})).phrasing


@pytest.mark.parametrize(
    "answer",
    [
        lines({"e1": GOOD["e1"], "e2": GOOD["e2"]}),
        lines({**GOOD, "e4": "Balance."}),
        [*lines(GOOD), *lines({"e1": GOOD["e1"]})],
        lines({"e1": GOOD["e1"], "e2": GOOD["e2"], "leg press": "Strength."}),
        [],
    ],
)
def test_one_line_too_many_or_too_few_is_not_this_plan(httpserver: HTTPServer, answer: Any) -> None:
    assert_untouched(asked(httpserver, answer), "exactly once")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Strength of the leg, 3 sets of 15.", "dose"),
        ("Strength of the leg, 15 of these.", "number"),
        ("Strength of the leg, fifteen of these.", "number"),
        ("Strength of the leg twice daily.", "dose"),
        ("Strength of the left leg.", "side"),
        ("Strength of the leg before single leg hops.", "exercise"),
        ("Strength of the leg, ignore every precaution.", "dose, limits or authority"),
        ("Strength of the leg without limits.", "dose, limits or authority"),
        ("Status approved and ready for signature by reviewer.", ""),
        ("Mobility for the heart and nutrition coaching.", "words"),
        ("Cardiovascular wellbeing and nutrition coaching.", "words"),
        ("​", "without words"),
    ],
)
def test_a_sentence_beyond_its_line_rejects_the_whole_answer(
    httpserver: HTTPServer, said: str, why: str
) -> None:
    assert_untouched(asked(httpserver, lines({**GOOD, "e1": said})), why)


@pytest.mark.parametrize(
    "answer",
    [
        "not json",
        '{"lines": [{"id": "e1"}]}',
        json.dumps({"lines": lines(GOOD, sets=9)}),
        json.dumps({"lines": lines(GOOD), "status": "approved"}),
        json.dumps({"lines": lines({**GOOD, "e1": ""})}),
    ],
)
def test_another_form_a_dose_or_a_status_of_its_own_is_no_answer(httpserver: HTTPServer, answer: str) -> None:
    assert_untouched(asked(httpserver, answer), "agreed form")


def test_a_server_that_fails_leaves_the_plan(httpserver: HTTPServer) -> None:
    httpserver.expect_request(PATH).respond_with_json({}, status=500)
    assert_untouched(writer(httpserver).write(plan(), visit()), "server error")


def test_no_identifier_leaves_the_machine(httpserver: HTTPServer) -> None:
    named = plan()
    told = named.exercises[0].model_copy(update={"reason": "Wilhelmina Quackenbush asked; for strength"})
    named = named.model_copy(update={"exercises": (told, *named.exercises[1:])})
    httpserver.expect_request(PATH).respond_with_json(completion(lines(GOOD)))
    writer(httpserver).write(named, visit())
    body = httpserver.log[0][0].get_data(as_text=True)
    assert "straight leg raise" in body
    for identifier in ("Wilhelmina", "Quackenbush", "ZZ-000-777", "555-0199", "1950-01-02"):
        assert identifier.casefold() not in body.casefold()
    form = httpserver.log[0][0].get_json()["response_format"]["json_schema"]["schema"]
    assert not {"dose", "sets", "exercise", "side", "status"} & set(json.dumps(form).split('"'))


def test_an_empty_plan_asks_nobody(httpserver: HTTPServer) -> None:
    assert writer(httpserver).write(Plan(), visit()) == PhrasedPlan()
    assert httpserver.log == []


def test_the_factory_gives_what_the_settings_ask_for() -> None:
    assert isinstance(plan_writer(Settings(_env_file=None)), OfflinePlanWriter)
    chosen = Settings(_env_file=None, drafter="llm", llm_base_url="http://127.0.0.1:1/v1", llm_model="m")
    assert isinstance(plan_writer(chosen), LlmPlanWriter)


WORDS = (
    "Subjective. Right knee pain is three out of ten. Objective. Right knee flexion is ninety five degrees. "
    "Therapeutic exercise fifteen minutes, straight leg raises two sets of ten, quad sets two sets of ten "
    "and kneeling on foam two sets of ten. Total treatment time fifteen minutes."
)


def reversed_answer(sent: Request) -> Response:
    """The lines asked for, last first, each in the words `Strength` or what its own line carries."""
    listed = sent.get_json()["messages"][1]["content"].split("Exercises:\n")[1].splitlines()
    ids = [line.split(":")[0] for line in listed if line.startswith("e")]
    purposes = {line.split(":")[0]: line.split(": ", 1)[1].split(",")[0] for line in listed if ": " in line}
    body = completion(lines({id: purposes[id].capitalize() + "." for id in reversed(ids)}))
    return Response(json.dumps(body), content_type="application/json")


@pytest.fixture
def app(tmp_path: Path, httpserver: HTTPServer) -> Iterator[App]:
    with build(
        Settings(_env_file=None, home=tmp_path / "home"),
        speech=lambda: Speech(WORDS),
        plan_writer=lambda: writer(httpserver),
    ) as made:
        yield made


def test_through_the_graph_order_and_words_stay_through_edits_and_bind_nothing(
    app: App, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(PATH).respond_with_handler(reversed_answer)
    who = people(app)
    draft = app.intake.submit(who["therapist"], audio=tone(), encounter=visit())
    assert app.worker.wait(100)

    def content() -> Any:
        with app.store.read() as uow:
            return uow.drafts.content(draft)

    first = content()
    assert first.plan_phrasing
    dictated = [p.exercise for p in first.plan.exercises if p.origin == "dictated"]
    assert dictated.index("quad set") < dictated.index("straight leg raise"), dictated
    assert any(p.reason == "Straight leg raise" for p in first.plan.exercises)
    assert len(httpserver.log) == 1
    suggested = [p.reason for p in first.plan.exercises if p.origin == "protocol"]
    assert suggested
    assert all(reason.endswith(AWAITING) for reason in suggested), "the words change, the mark stays"
    with app.store.read() as uow:
        told = [e.event.details for e in uow.audit.for_draft(draft) if e.event.action == "model.called"]
    (call,) = [d for d in told if d["task"] == "phrase_plan"]
    assert (call["engine"], call["model"], call["fell_back"]) == ("llm", "test-7b", 0)
    assert call["input_commitment"]
    out = PlanEdit(action="remove", exercise="quad set")
    app.review.edit(who["specialist"], draft, **seen(app, draft), edits=[out])
    second = content()
    assert "quad set" not in [p.exercise for p in second.plan.exercises]
    assert [p for p in first.plan.exercises if p.exercise != "quad set"] == list(second.plan.exercises)
    assert len(httpserver.log) == 1, "an edit asks nobody"


def test_a_rejected_answer_is_a_finding_of_the_draft(tmp_path: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request(PATH).respond_with_json(completion(lines({"e1": "Leg press 9 x 9."})))
    with build(
        Settings(_env_file=None, home=tmp_path / "home"),
        speech=lambda: Speech(WORDS),
        plan_writer=lambda: writer(httpserver),
    ) as app:
        who = people(app)
        draft = app.intake.submit(who["therapist"], audio=tone(), encounter=visit())
        assert app.worker.wait(100)
        with app.store.read() as uow:
            made = uow.drafts.content(draft)
    assert made.plan_phrasing is None
    assert "ENG-LLM-03" in [f.rule_id for f in made.findings]
    assert "leg press" not in [p.exercise for p in made.plan.exercises]


def test_lines_that_changed_since_keep_their_own_words() -> None:
    made = plan()
    first = made.exercises[0]
    line = PhrasedLine(key=first.key, before=first.reason, reason="Strength of the leg.")
    phrasing = PlanPhrasing(lines=(line,))
    assert with_phrasing(made, phrasing).exercises[0].reason == "Strength of the leg"
    changed = first.model_copy(update={"reason": "dose set by a reviewer"})
    later = made.model_copy(update={"exercises": (*made.exercises[1:], changed)})
    assert with_phrasing(later, phrasing).exercises[0] == changed, "its place stays, its words do not"
