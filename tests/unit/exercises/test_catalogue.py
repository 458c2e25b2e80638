"""The catalogue as data: complete, consistent, and found by what therapists say."""

from __future__ import annotations

import pytest

from agent.exercises.library import Catalogue, catalogue, dose_classes, find, mentions, synonyms, too_general
from agent.exercises.models import Demand, Exercise
from agent.exercises.senses import is_ambiguous
from agent.exercises.words import tokens


def test_there_are_at_least_250_exercises() -> None:
    assert len(catalogue().exercises) >= 250


def test_every_spoken_name_finds_its_exercise() -> None:
    wrong = {
        name: found and found.name
        for name, own in synonyms().items()
        if not is_ambiguous(" ".join(tokens(name)))
        if (found := find(name)) is None or found.name != own
    }
    assert wrong == {}


def test_no_two_exercises_share_a_spoken_name() -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for name, own in synonyms().items():
        owners.setdefault(tokens(name), set()).add(own)
    assert {" ".join(k): v for k, v in owners.items() if len(v) > 1} == {}


def test_every_dose_class_is_used_and_known() -> None:
    used = {e.dose for e in catalogue().exercises}
    assert used == set(dose_classes())


def test_progressions_never_get_easier() -> None:
    by_name = catalogue().by_name
    easier = [(e.name, h) for e in catalogue().exercises for h in e.harder if by_name[h].effort < e.effort]
    assert easier == []


def test_steps_down_are_the_inverse_of_steps_up() -> None:
    for exercise in catalogue().exercises:
        for harder in exercise.harder:
            assert exercise.name in catalogue().easier(harder)


def test_loaded_and_jumping_exercises_are_tagged_for_precautions() -> None:
    for exercise in catalogue().exercises:
        if exercise.purpose[0] == "plyometric" and exercise.bearing in ("full", "single_leg"):
            assert {"impact"} <= set(exercise.tags), exercise.name
        if exercise.position in ("kneeling", "half_kneeling", "quadruped"):
            assert set(exercise.tags) & {"kneeling", "arm_support"} or exercise.name == "lat stretch"


def test_a_circle_of_progressions_is_refused() -> None:
    first, second = catalogue().by_name["quad set"], catalogue().by_name["bridge"]
    loop = (
        first.model_copy(update={"harder": (second.name,)}),
        second.model_copy(update={"harder": (first.name,)}),
    )
    with pytest.raises(ValueError, match="circle"):
        Catalogue(loop)


def test_an_unknown_progression_is_refused() -> None:
    lost = catalogue().by_name["quad set"].model_copy(update={"harder": ("nothing at all",)})
    with pytest.raises(ValueError, match="do not exist"):
        Catalogue((lost,))


def test_a_demand_must_name_joint_motion_and_mode() -> None:
    assert Demand.parse("hip external rotation active 45") == Demand(
        joint="hip", motion="external rotation", mode="active", to=45
    )
    with pytest.raises(ValueError, match="joint motion mode"):
        Demand.parse("hip flexion 90")


def test_an_entry_with_a_wrong_field_is_refused() -> None:
    entry = catalogue().by_name["quad set"].model_dump() | {"colour": "red"}
    with pytest.raises(ValueError, match="colour"):
        Exercise.model_validate(entry)


@pytest.mark.parametrize(
    ("spoken", "name"),
    [
        ("heel slides with the strap", "heel slide"),
        ("theraband green four way", "four-way ankle band"),
        ("step downs on the six inch box", "step-down"),
        ("S L R", "straight leg raise"),
        ("clam shells", "clamshell"),
        ("deep neck flexor training with the cuff", "craniocervical flexion"),
        ("eccentric heel drops off the step", "eccentric heel raise"),
        ("heel raise with a towel under the toes", "plantar fascia heel raise"),
        ("supine marching", "bracing with march"),
        ("sit to stands from a raised seat", "sit-to-stand"),
        ("pendulem exercise", "pendulum"),
        ("bird dogs", "bird dog"),
        ("eccentric wrist extension with a two pound weight", "wrist extensor eccentric"),
        ("walking with head turns", "walking with head turns"),
    ],
)
def test_spoken_variants_are_found(spoken: str, name: str) -> None:
    found = find(spoken)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("spoken", ["", "usual leg exercises", "progress core", "moist heat", "sock aid"])
def test_what_is_no_exercise_is_not_found(spoken: str) -> None:
    assert find(spoken) is None


def test_the_region_decides_between_equal_words() -> None:
    neck, shoulder = find("isometrics", "neck"), find("isometrics shoulder", "shoulder")
    assert neck is None or neck.region == "neck"
    assert shoulder is not None
    assert shoulder.region == "shoulder"


@pytest.mark.parametrize(
    ("spoken", "name"),
    [
        ("supine flexion with the wand", "wand flexion"),
        ("external rotation with a cane", "wand external rotation"),
        ("abduction with the dowel", "wand abduction"),
        ("rows with the band", "band row"),
    ],
)
def test_what_is_held_may_be_named_last(spoken: str, name: str) -> None:
    assert [m.exercise.name for m in mentions(f"we did {spoken} 2 x 10", "shoulder")] == [name]


def test_running_text_gives_the_longest_names_without_everyday_words() -> None:
    text = "balance is coming along, we did single leg heel raises, then walking and tandem walking"
    assert [m.exercise.name for m in mentions(text)] == ["single leg heel raise", "tandem walking"]
    first = mentions(text)[0]
    assert text[first.start : first.end] == "single leg heel raises"


@pytest.mark.parametrize(
    ("spoken", "never"),
    [
        ("isometric internel rotation", "isometric shoulder external rotation"),
        ("banded plantarflexion", "ankle dorsiflexion with band"),
        ("double leg heel rase", "single leg heel raise"),
    ],
)
def test_a_misheard_name_never_becomes_its_opposite(spoken: str, never: str) -> None:
    found = find(spoken)
    assert found is None or found.name != never


def test_everyday_words_are_names_of_the_catalogue_or_general_terms() -> None:
    assert "walking" in too_general()
    assert find("walking") is not None
