"""What the support check's judgements look at: dates, cues, what words tell; and the walk through trees."""

from __future__ import annotations

import random

import pytest

from agent.drafting.support.align import align
from agent.drafting.support.claims import claim_of
from agent.drafting.support.cues import FAR, cue_features
from agent.drafting.support.cues import NAMES as CUES
from agent.drafting.support.dates import date_features, spoken_dates
from agent.drafting.support.denials import NAMES as DENIALS
from agent.drafting.support.denials import meant
from agent.drafting.support.leanings import leanings
from agent.drafting.support.model import Judgement, Tree, _depth, _grown
from agent.drafting.support.polarity import negated
from agent.drafting.support.said import Said, read_said
from agent.drafting.support.telling import other_tellings, telling
from agent.drafting.support.terms import NAMES as TERMS
from agent.drafting.support.turning import NAMES as TURNINGS
from agent.drafting.support.turning import other_turnings, turning_features
from agent.drafting.support.verdict import features_of, judge_claim
from agent.drafting.support.whole import NAMES as WHOLE
from agent.drafting.support.wordforms import form
from agent.understanding.wording import clinical_tokens


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("the cast came off 5/14 2019 in the clinic", (5, 14, 2019)),
        ("he was seen on october 3rd 2020", (10, 3, 2020)),
        ("that was in june of this year", (6, 0, 0)),
        ("last scan february 2018", (2, 0, 2018)),
    ],
)
def test_a_date_is_read_however_it_is_said(said: str, date: tuple[int, int, int]) -> None:
    assert list(spoken_dates(read_said(said))) == [date]


@pytest.mark.parametrize(
    ("stated", "agrees", "clashes"),
    [("05/14/2019", 3, 0), ("09/14/2019", 2, 1), ("05/2019", 2, 0), ("05/2017", 1, 1), ("11/30/2017", 0, 0)],
)
def test_a_date_is_held_against_the_likest_one_said(stated: str, agrees: int, clashes: int) -> None:
    said = read_said("the cast came off 5/14 2019 and he fell again on august 2nd")
    assert date_features(stated, said) == (agrees, clashes)


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("no swelling the scar is closed", {"swelling"}),
        ("i don't see any redness or your calf and thigh are soft", {"see", "redness"}),
        ("no step off normal alignment", {"step", "off"}),
        ("no locking clicking or giving way", {"locking", "clicking", "giving", "way"}),
        ("denies that the ache is constant", {"ache", "constant", "that", "is"}),
    ],
)
def test_a_denial_ends_where_speech_runs_on_into_another_clause(text: str, denied: set[str]) -> None:
    tokens = clinical_tokens(text)
    found = {t.low for t, n in zip(tokens, negated(tokens), strict=True) if n}
    assert found - {"or", "the", "any"} <= denied
    assert found >= denied - {"that", "is", "ache", "constant"}


def _cues(statement: str, talk: str) -> dict[str, float]:
    said, claim = read_said(talk), claim_of(statement)
    found = align(claim, said)
    best: dict[str, int] = {}
    for word in claim.words:
        meant(word, said, found, best)
    return dict(zip(CUES, cue_features(claim, said, found, best), strict=True))


def test_a_negation_is_measured_back_on_and_in_the_answer() -> None:
    asked = _cues("Denies tingling.", "[doctor] any tingling in the toes\n[patient] no\n")
    assert asked["denied_after"] == 4
    assert asked["denied_answered"] == 1
    told = _cues("Denies tingling.", "[patient] there is no more tingling\n[doctor] yes good\n")
    assert told["denied_before"] == 2
    assert told["denied_assent"] == 1
    assert _cues("Reports tingling.", "[patient] there is some tingling\n")["open_before"] == FAR


def test_a_negation_between_two_words_tells_of_the_two() -> None:
    talk = "[patient] the shoulder does not click\n"
    assert _cues("The shoulder clicks.", talk)["pairs_otherwise"] == 1
    assert _cues("The shoulder does not click.", talk)["pairs_otherwise"] == 0


def test_a_word_tells_by_where_it_is_said_and_once() -> None:
    said = read_said("he went rowing on sunday")
    with other_tellings({"violin unsaid": 2.0, f"{form('rowing')} near": -1.0, "^ unsaid": 0.5}):
        claim = claim_of("Plays the violin and the violin again.")
        assert telling(claim, said, align(claim, said)) == (2.0, 2.0)
        claim = claim_of("He went rowing with Harriet.")
        assert telling(claim, said, align(claim, said)) == (-0.5, 0.5)


def test_a_word_tells_of_a_turned_negation_by_how_the_talk_has_it() -> None:
    said = read_said("there is no clicking but the hip does ache")
    weights = {f"{form('clicks')} + otherwise": 2.0, f"{form('ache')} +": -0.5, "* - unsaid": 0.25}
    with other_turnings(weights):
        made = _turned("The hip clicks, and does ache.", said)
        assert (made["turned"], made["turned_most"], made["turned_open"]) == (1.5, 2.0, 1.5)
        assert _turned("No numbness but does ache.", said) == {
            "turned": -0.25, "turned_most": 0.25, "turned_denied": 0.25, "turned_open": -0.5,
        }  # fmt: skip


def _turned(statement: str, said: Said) -> dict[str, float]:
    claim = claim_of(statement)
    leans = [(word, margin) for word, margin, _, _ in leanings(claim, said, align(claim, said))]
    return dict(zip(TURNINGS, turning_features(claim, leans), strict=True))


@pytest.mark.parametrize(
    ("talk", "sides"),
    [
        ("[doctor] was it your left or right elbow\n[patient] the right one of course\n", {"right": 1}),
        ("[doctor] so it is not the left ankle it is the right ankle\n", {"right": 1}),
        ("[patient] it isn't my right heel\n", {}),
        ("[patient] it does not hurt on the left\n", {"left": 1}),
    ],
)
def test_a_side_that_is_offered_or_denied_is_not_named(talk: str, sides: dict[str, int]) -> None:
    assert {side: len(places) for side, places in read_said(talk).sides.items()} == sides


@pytest.mark.parametrize(
    ("talk", "numbers"),
    [
        ("it ran two to three hundred", {"200", "300"}),
        ("somewhere in the four to five hundreds", {"400", "500"}),
        ("about seven or eight pounds", set()),
    ],
)
def test_hundreds_are_said_once_for_two_numbers(talk: str, numbers: set[str]) -> None:
    assert {n for n in read_said(talk).by_number if n.endswith("00")} == numbers


def test_a_number_after_a_dash_with_a_space_is_claimed_and_one_in_a_name_is_not() -> None:
    assert [n.text for n in claim_of("Creatinine- 3.4, raised.").numbers] == ["3.4"]
    assert claim_of("Had COVID-19 in spring.").numbers == []


def test_every_feature_has_its_name() -> None:
    said = read_said("my right hip is a six . no limp .")
    for text in ("Right hip pain 6/10, no limp.", "Gait normal.", "Weight 71 kg."):
        claim = claim_of(text)
        made = features_of(claim, said, align(claim, said))
        assert (len(made.terms), len(made.denials), len(made.whole)) == (len(TERMS), len(DENIALS), len(WHOLE))
    whole = dict(zip(WHOLE, made.whole, strict=True))
    assert (whole["unsaid"], whole["side_most_near_mine"]) == (1, -1)


def test_of_what_is_settled_nothing_is_asked() -> None:
    said = read_said("my right hip is a six out of ten when i climb the stairs .")
    claim = claim_of("Left hip pain 5/10 when climbing stairs.")
    assert {"number", "side"} <= set(judge_claim(claim, said).reasons)
    assert not {"number", "side"} & set(judge_claim(claim, said, {"number", "side"}).reasons)


def test_trees_grown_to_one_depth_say_what_they_said() -> None:
    rng = random.Random(5)  # draws trees, guards nothing

    def tree(depth: int) -> Tree:
        if not depth or rng.random() < 0.3:
            return round(rng.uniform(-1, 1), 3)
        return [rng.randrange(3), rng.uniform(0, 1), tree(depth - 1), tree(depth - 1)]

    def leaf(at: Tree, row: tuple[float, ...]) -> float:
        while isinstance(at, list):
            at = at[3] if row[at[0]] > at[1] else at[2]
        return float(at)

    trees = [tree(4) for _ in range(20)]
    depth = max(map(_depth, trees))
    judgement = Judgement({True: 0.5, False: 0.0}, tuple(_grown(t, depth) for t in trees), depth)
    for _ in range(50):
        row = (rng.random(), rng.random(), rng.random())
        expected = 0.5 + sum(leaf(t, row) for t in trees)
        assert judgement.score(row, long=True) == pytest.approx(expected)
