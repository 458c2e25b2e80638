"""One variable at a time, by named rules, from what the visits showed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.facts import AdherenceFact, OutcomeFact, PainFact, RomFact, StrengthFact, VisitFacts
from agent.domain.plan import Dose
from agent.exercises.dosage import dose_problems
from agent.exercises.insight import LEAST_EACH, EpisodeOutcome, newcombe, template_suggestions, wilson
from agent.exercises.library import catalogue, dose_classes
from agent.exercises.progression import Decision, Observation, apply, decide, observe

DAY = date(2026, 6, 1)


def visits(*fields: dict[str, object]) -> list[Observation]:
    return [
        Observation.model_validate({"on": DAY + timedelta(days=3 * n), **f}) for n, f in enumerate(fields)
    ]


TOP = {"pain": 2, "at_top_of_range": True, "rpe": 5, "good_form": True}


@pytest.mark.parametrize(
    ("seen", "action", "rule"),
    [
        ([], "ask", "no-data"),
        ([{}], "ask", "no-pain-score"),
        ([TOP, TOP], "progress", "top-of-range"),
        ([TOP], "hold", "not-yet-at-top"),
        ([TOP, TOP | {"rpe": 8}], "hold", "not-yet-at-top"),
        ([TOP, TOP | {"good_form": False}], "hold", "not-yet-at-top"),
        ([TOP, TOP | {"pain": 4}], "hold", "pain-moderate"),
        ([TOP, TOP | {"pain": 6}], "regress", "pain-high"),
        ([TOP, TOP | {"worse_next_day": True}], "regress", "worse-next-day"),
        ([TOP | {"effusion": 0}, TOP | {"effusion": 1}], "regress", "effusion-up"),
        ([TOP | {"effusion": 2}, TOP | {"effusion": 2}], "hold", "effusion"),
        ([TOP | {"rom_deg": 110}, TOP | {"rom_deg": 98}], "regress", "range-lost"),
        ([TOP | {"rom_deg": 110}, TOP | {"rom_deg": 101}], "progress", "top-of-range"),
        ([TOP, TOP | {"adherence": 0.3}], "hold", "adherence"),
        ([TOP | {"outcomes": {"LEFS": 50}}, TOP | {"outcomes": {"LEFS": 41}}], "hold", "outcome-worse"),
        ([TOP | {"outcomes": {"LEFS": 50}}, TOP | {"outcomes": {"LEFS": 42}}], "progress", "top-of-range"),
        ([TOP | {"outcomes": {"ODI": 20}}, TOP | {"outcomes": {"ODI": 30}}], "hold", "outcome-worse"),
        ([TOP | {"outcomes": {"ODI": 30}}, TOP | {"outcomes": {"ODI": 20}}], "progress", "top-of-range"),
        (
            [TOP | {"strength": {"right quad": 4}}, TOP | {"strength": {"right quad": 3}}],
            "hold",
            "strength-lost",
        ),
        (
            [TOP | {"strength": {"right quad": 4}}, TOP | {"strength": {"left quad": 3}}],
            "progress",
            "top-of-range",
        ),
    ],
)
def test_the_rule_that_fires_is_named(seen: list[dict[str, object]], action: str, rule: str) -> None:
    decision = decide(visits(*seen))
    assert (decision.action, decision.rule) == (action, rule)


def test_a_score_is_held_against_the_visit_that_last_had_one() -> None:
    seen = visits(TOP | {"outcomes": {"LEFS": 60}}, TOP, TOP | {"outcomes": {"LEFS": 40}})
    decision = decide(seen)
    assert (decision.rule, decision.visits) == ("outcome-worse", (seen[0].on, seen[2].on))
    assert "LEFS went from 60 to 40" in decision.why


def test_scores_and_muscle_tests_of_today_are_observed() -> None:
    facts = VisitFacts(
        facts=(
            OutcomeFact(id="f1", section="O", phrase="LEFS 41.", name="lefs", value=41),
            OutcomeFact(id="f2", section="O", phrase="LEFS was 30.", name="LEFS", value=30, time="before"),
            StrengthFact(id="f3", section="O", phrase="Quad 4-.", muscle="Quad", grade="4-", side="right"),
            StrengthFact(id="f4", section="O", phrase="Lag 5.", muscle="quad", value=5, unit="deg"),
        )
    )
    seen = observe(facts, DAY)
    assert seen.outcomes == {"LEFS": 41}
    assert seen.strength == {"right quad": pytest.approx(3.667, abs=0.001)}


def test_a_range_that_was_ordered_was_not_measured() -> None:
    clause = "Surgeon: no knee flexion past 90."
    limit = RomFact(
        id="f1", section="O", phrase=clause, clause=clause, joint="knee", motion="flexion", to_value=90
    )
    assert observe(VisitFacts(facts=(limit,)), DAY).rom_deg is None


def test_a_tendon_may_hurt_a_little_more() -> None:
    seen = visits(TOP | {"pain": 5}, TOP | {"pain": 5})
    assert decide(seen).action == "hold"
    assert decide(seen, tendon=True).action == "progress"


def test_visits_are_read_in_order_of_date() -> None:
    seen = visits(TOP, TOP | {"pain": 7})
    assert decide(list(reversed(seen))).rule == "pain-high"


@given(
    name=st.sampled_from([e.name for e in catalogue().exercises]),
    sets=st.none() | st.integers(1, 4),
    reps=st.none() | st.integers(1, 20),
    hold=st.none() | st.integers(5, 60),
    minutes=st.none() | st.integers(1, 30),
    load=st.none() | st.integers(1, 200),
    action=st.sampled_from(["progress", "hold", "regress", "ask"]),
)
def test_one_step_changes_one_variable_and_never_leaves_the_range(
    name: str,
    sets: int | None,
    reps: int | None,
    hold: int | None,
    minutes: int | None,
    load: int | None,
    action: str,
) -> None:
    dose = Dose(sets=sets, reps=reps, hold_s=hold, minutes=minutes, load=f"{load} lb" if load else "")
    decision = Decision.model_validate({"action": action, "rule": "x", "why": "y"})
    step = apply(name, dose, decision, load_lb=load)
    before, after = (
        {"exercise": name, **dose.model_dump()},
        {"exercise": step.exercise, **step.dose.model_dump()},
    )
    changed = [k for k in before if before[k] != after[k]]
    assert len(changed) <= 1
    assert bool(changed) is bool(step.changed)
    if action in ("hold", "ask"):
        assert changed == []
    kind = dose_classes()[catalogue().by_name[name].dose]
    if step.exercise == name:
        assert len(dose_problems(step.dose, kind)) <= len(dose_problems(dose, kind))
    by_name = catalogue().by_name
    if step.changed == "exercise":
        harder, easier = (step.exercise, name) if action == "progress" else (name, step.exercise)
        assert by_name[harder].effort >= by_name[easier].effort


def test_a_visit_is_observed_from_its_facts() -> None:
    facts = VisitFacts(
        facts=(
            PainFact(id="a", section="S", phrase="Pain 4 of 10 on stairs.", value=4, value_high=4),
            PainFact(id="b", section="S", phrase="Pain was 8.", value=8, value_high=8, time="before"),
            PainFact(
                id="c", section="S", phrase="His wife has 9.", value=9, value_high=9, subject="relative"
            ),
            AdherenceFact(id="d", section="S", phrase="Did not do the exercises.", polarity="negative"),
        )
    )
    assert observe(facts, DAY) == Observation(on=DAY, pain=4, adherence=0.0)


def outcomes(with_hits: int, with_n: int, without_hits: int, without_n: int) -> list[EpisodeOutcome]:
    def episode(hit: bool, having: bool) -> EpisodeOutcome:
        return EpisodeOutcome(
            protocol="knee",
            exercises=frozenset({"x"} if having else {"y"}),
            measure="LEFS",
            change=12 if hit else 1,
            mcid=9,
        )

    return [episode(i < with_hits, True) for i in range(with_n)] + [
        episode(i < without_hits, False) for i in range(without_n)
    ]


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ((9, 9, 0, 50), "too few patients"),
        ((38, 40, 15, 40), "went with better outcomes"),
        ((15, 40, 38, 40), "went with worse outcomes"),
        ((21, 40, 20, 40), "no clear difference"),
        ((LEAST_EACH, LEAST_EACH, LEAST_EACH, LEAST_EACH), "no clear difference"),
    ],
)
def test_template_suggestions_are_honest_about_numbers(
    numbers: tuple[int, int, int, int], verdict: str
) -> None:
    found = {s.exercise: s for s in template_suggestions(outcomes(*numbers), "knee", "LEFS")}
    assert found["x"].verdict == verdict
    assert f"{numbers[0]} of {numbers[1]}" in found["x"].text
    assert "not a cause" in found["x"].text


def test_the_intervals_match_published_values() -> None:
    """Newcombe 1998, Statistics in Medicine 17:873: 56/70 against 48/80, method 10."""
    difference, low, high = newcombe(56, 70, 48, 80)
    assert (difference, low, high) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_an_interval_holds_its_difference(a: int, n: int, b: int, m: int) -> None:
    difference, low, high = newcombe(min(a, n), n, min(b, m), m)
    assert -1 <= low <= difference <= high <= 1
