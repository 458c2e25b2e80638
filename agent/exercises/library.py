"""The exercise catalogue: loaded once from the YAML files beside this module, found by spoken names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from agent.data_files import from_yaml
from agent.exercises.models import DoseClass, Exercise
from agent.exercises.senses import ambiguous_names, is_ambiguous, meant
from agent.exercises.words import joined, tokens
from agent.late import late
from agent.needles import Rare

FUZZY_CUTOFF = 90
"""Per cent of equal characters; lower takes `internal rotation` for `external rotation`."""
_SPOKEN_WORD = re.compile(r"[^\W\d_]+(?:['’]s)?|\d+(?:\.\d+)?")
_JOINED = re.compile(r"^\s*(?:,|and|&|/|,\s*and)\s*$", re.I)
_STOP = re.compile(r"[,;:.?!](?!\d)")
"""No name goes on behind it, and words behind it stand beside no name before it."""
_PERSON = Rare(r"\b(?:dr|mr|mrs|ms|doctor|nurse|coach|sister|brother)\.? (?:[A-Z][\w'-]+ )?$")
"""Before a surname, however it sounds: `Dr. Leocadia Brandt`."""
_ROLLER = Rare(r"\b(?:over|with|along|across|on|against|using) (?:the |a )?foam roll(?:er)?s?\b")
"""A tool of the exercise before it."""
_LIMBS = frozenset({"shoulder", "elbow", "hip", "knee", "ankle", "neck", "spine"})
_HELD = frozenset({"wand", "cane", "dowel", "stick", "band"})
_SMALL_WORDS = frozenset({"a", "and", "at", "for", "in", "of", "on", "the", "to", "with"})


def load_data(*path: str) -> Any:
    """The value of a YAML data file of this package."""
    return from_yaml(files("agent.exercises").joinpath(*path))


@cache
def word_lists(name: str) -> Mapping[str, Any]:
    """A YAML file of this package that holds several word lists, read once for all of them."""
    loaded: Mapping[str, Any] = load_data(name)
    return loaded


class Catalogue:
    """All exercises with their names, and the graph of progressions."""

    def __init__(self, exercises: tuple[Exercise, ...]) -> None:
        """Raises ValueError for a name used twice, an unknown progression, or a circle of them."""
        self.exercises = exercises
        self.by_name: dict[str, Exercise] = {}
        for exercise in exercises:
            if exercise.name in self.by_name:
                raise ValueError(f"exercise {exercise.name!r} stands twice in the catalogue")
            self.by_name[exercise.name] = exercise
        graph = {e.name: set(e.harder) for e in exercises}
        if missing := {(n, h) for n, hs in graph.items() for h in hs if h not in self.by_name}:
            raise ValueError(f"progressions lead to exercises that do not exist: {sorted(missing)}")
        try:
            self.order = tuple(TopologicalSorter(graph).static_order())
        except CycleError as error:
            raise ValueError(f"progressions run in a circle: {error.args[1]}") from None
        self._easier: dict[str, list[str]] = defaultdict(list)
        for exercise in exercises:
            for harder in exercise.harder:
                self._easier[harder].append(exercise.name)
        self._index: dict[str, list[Exercise]] = defaultdict(list)
        self._by_token: dict[str, list[tuple[frozenset[str], tuple[str, ...], Exercise]]] = defaultdict(list)
        for exercise in exercises:
            for name in (exercise.name, *exercise.synonyms):
                words = tokens(name)
                if exercise not in self._index[" ".join(words)]:
                    self._index[" ".join(words)].append(exercise)
                if exercise not in self._index[joined(name)]:
                    self._index[joined(name)].append(exercise)
                if name not in too_general():
                    needed = frozenset(words) - _SMALL_WORDS
                    for word in needed:
                        self._by_token[word].append((needed, words, exercise))
        for exercise in exercises:
            for name in (exercise.name, *exercise.synonyms):
                for key in _tool_last(tokens(name)):
                    self._index.setdefault(key, [exercise])
        for name, wanted in ambiguous_names():
            for exercise in (self.by_name[one] for one in wanted if one in self.by_name):
                for key in (" ".join(tokens(name)), joined(name)):
                    if exercise not in self._index[key]:
                        self._index[key].append(exercise)

    @cached_property
    def serving(self) -> dict[tuple[str, str], list[str]]:
        """Names of the exercises by the joint and motion that they ask most of."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for exercise in self.exercises:
            for demand in exercise.demands[:1]:
                found[demand.joint, demand.motion].append(exercise.name)
        return found

    @cached_property
    def _spellings(self) -> list[str]:
        return [key for key in self._index if " " not in key and len(key) >= 8]

    def easier(self, name: str) -> tuple[str, ...]:
        """Steps down from `name`."""
        return tuple(self._easier.get(name, ()))

    def find(self, spoken: str, region: str = "", beside: str = "") -> Exercise | None:
        """The exercise a therapist means by `spoken`, or None.

        `region` of the visit and the words `beside` it decide between equal names.
        """
        near = f"{spoken} {beside}".lower()
        for words in (tokens(spoken), tuple(t for t in tokens(spoken) if t not in fillers())):
            for key in (" ".join(words), "".join(words)):
                if is_ambiguous(key):
                    return self.by_name.get(meant(key, region, near))
            found = self._index.get(" ".join(words)) or self._index.get("".join(words), [])
            if region in _LIMBS and " ".join(words) in self._general:
                found = [e for e in found if e.region == region or e.region not in _LIMBS]
            if found:
                return _nearest(found, region)
        return self._contained(spoken, region, near) or self._misheard(spoken, region)

    def mentions(
        self, text: str, region: str = "", general: Callable[[str], bool] | None = None
    ) -> tuple[Mention, ...]:
        """See the module's `mentions`."""
        words = _spoken_words(text)
        said = [word for word, _, _ in words]
        tools = [m.span() for m in _ROLLER.finditer(text)]
        found: list[Mention] = []
        at = 0
        while at < len(words):
            for length in self._lengths.get(said[at], ()):
                if at + length > len(words):
                    continue
                key = " ".join(said[at : at + length])
                start, end = words[at][1], words[at + length - 1][2]
                named = self._spoken.get(key)
                if named is None and key in self._general:
                    named = self._everyday(key, text, start, end, found, general)
                if not named or _STOP.search(text, start, end) or any(a <= start < b for a, b in tools):
                    continue
                if _PERSON.search(text[:start]):
                    continue
                if exercise := self._one(key, named, region, _beside(text, start, end)):
                    found.append(Mention(exercise, start, end))
                at += length
                break
            else:
                at += 1
        return tuple(found)

    def _everyday(
        self,
        key: str,
        text: str,
        start: int,
        end: int,
        found: list[Mention],
        general: Callable[[str], bool] | None,
    ) -> list[Exercise] | None:
        """Exercises of an everyday name that is dosed, or joined to one of the same region."""
        named = self._general[key]
        if general and general(text[end:]):
            return named
        if found and _JOINED.match(text[found[-1].end : start]):
            same = [e for e in named if e.region == found[-1].exercise.region]
            return same or None
        return None

    def _one(self, key: str, named: list[Exercise], region: str, beside: str) -> Exercise | None:
        """Which of the exercises of a name is meant; None where the region leaves it open."""
        if is_ambiguous(key):
            return self.by_name.get(meant(key, region, beside))
        return _nearest(named, region)

    @cached_property
    def _spoken(self) -> dict[str, list[Exercise]]:
        general = {" ".join(tokens(name)) for name in too_general()}
        return {key: named for key, named in self._index.items() if key not in general}

    @cached_property
    def _general(self) -> dict[str, list[Exercise]]:
        return {key: named for key, named in self._index.items() if key not in self._spoken}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """By first word, how many words the names that start with it have, longest first."""
        found: dict[str, set[int]] = defaultdict(set)
        for key in self._index:
            found[key.split(" ")[0]].add(key.count(" ") + 1)
        return {word: tuple(sorted(lengths, reverse=True)) for word, lengths in found.items()}

    def _contained(self, spoken: str, region: str, near: str) -> Exercise | None:
        """The exercise whose name has the most words among those that stand wholly in `spoken`."""
        words = tokens(spoken)
        have, run = set(words), f" {' '.join(words)} "
        best: tuple[tuple[int, bool, bool, int], Exercise] | None = None
        for word in dict.fromkeys(words):  # in spoken order, so that equals are always settled alike
            for needed, ordered, entry in self._by_token.get(word, ()):
                if needed <= have:
                    in_order = f" {' '.join(ordered)} " in run
                    if len(needed) == 1 and not in_order:
                        continue
                    exercise = self._one(" ".join(ordered), [entry], region, near)
                    if exercise is None:
                        continue
                    key = (len(needed) + in_order, in_order, exercise.region == region, -exercise.effort)
                    if best is None or key > best[0]:
                        best = key, exercise
        return best[1] if best else None

    def _misheard(self, spoken: str, region: str) -> Exercise | None:
        """Close spellings, as a speech recogniser leaves them."""
        heard = joined(spoken)
        near = process.extract(heard, self._spellings, scorer=fuzz.ratio, score_cutoff=FUZZY_CUTOFF, limit=3)
        found = [e for key, _, _ in near if _may_be_misheard(heard, key) for e in self._index[key]]
        return _nearest(found, region) if found else None


_OPPOSITES = late(
    r"internal|external|flexion|extension|abduction|adduction|inversion|eversion|dorsi|plantar|short|long|"
    r"single|double|left|right|pro(?=nation)|su(?=pination)|up$|down$"
)


def _tool_last(words: tuple[str, ...]) -> Iterator[str]:
    """`supine wand flexion` as it is said too: `supine flexion with the wand`."""
    for at, tool in enumerate(words[:-1]):
        if tool in _HELD:
            rest = " ".join((*words[:at], *words[at + 1 :]))
            yield from (f"{rest} with {article}{tool}" for article in ("", "a ", "the "))


def _may_be_misheard(heard: str, key: str) -> bool:
    """Same start, nearly the same length, and none of the words whose confusion changes the movement."""
    same_words = sorted(_OPPOSITES.findall(heard)) == sorted(_OPPOSITES.findall(key))
    return heard[0] == key[0] and abs(len(heard) - len(key)) <= 1 and same_words


def _beside(text: str, start: int, end: int) -> str:
    """The words that stand with characters [start, end): up to the commas around them, in lower case."""
    before = max((m.end() for m in _STOP.finditer(text, 0, start)), default=0)
    after = _STOP.search(text, end)
    return text[before : after.start() if after else len(text)].lower()


def _nearest(found: list[Exercise], region: str) -> Exercise:
    return next((e for e in found if e.region == region), found[0])


@cache
def too_general() -> frozenset[str]:
    """Names that mean an exercise only when said alone."""
    return frozenset(word_lists("lexicon.yaml")["too_general"])


@cache
def fillers() -> frozenset[str]:
    """Words of a spoken name that tell nothing of the exercise."""
    return frozenset(word_lists("lexicon.yaml")["fillers"])


def as_written(text: str) -> str:
    """`text` with its abbreviations as the field writes them: `knee rom` is `knee ROM`."""
    return _abbreviation().sub(lambda m: _abbreviations()[m.group().lower()], text)


@cache
def _abbreviations() -> Mapping[str, str]:
    return {word.lower(): word for word in word_lists("lexicon.yaml")["abbreviations"]}


@cache
def _abbreviation() -> re.Pattern[str]:
    lone = {"it"}  # `it` alone is a pronoun
    words = [f"{re.escape(w)}(?= band)" if w in lone else re.escape(w) for w in _abbreviations()]
    return re.compile(rf"\b(?:{'|'.join(sorted(words, key=len, reverse=True))})\b", re.I)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue."""
    folder = files("agent.exercises").joinpath("catalogue")
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml"))
    return Catalogue(
        tuple(Exercise.model_validate(e) for name in names for e in load_data("catalogue", name))
    )


@cache
def dose_classes() -> Mapping[str, DoseClass]:
    """FITT-VP ranges by the `dose` key of the catalogue."""
    return {name: DoseClass.model_validate(value) for name, value in load_data("dosage.yaml").items()}


def find(spoken: str, region: str = "", beside: str = "") -> Exercise | None:
    """The catalogue's exercise for a spoken name, or None. See `Catalogue.find`."""
    return catalogue().find(spoken, region, beside)


@cache
def synonyms() -> Mapping[str, str]:
    """Every spoken name of the catalogue and the canonical name it stands for."""
    return {name: e.name for e in catalogue().exercises for name in (*e.synonyms, e.name)}


class Mention(NamedTuple):
    """An exercise named inside a text, at characters [start, end)."""

    exercise: Exercise
    start: int
    end: int


def mentions(
    text: str, region: str = "", general: Callable[[str], bool] | None = None
) -> tuple[Mention, ...]:
    """Every exercise named in running text, longest names first, none overlapping, in spoken order.

    Names that are everyday words (`walking`, `balance`) count only where `general` says so of the text
    that follows them.
    """
    memo = _memo.get()
    if memo is None:
        return catalogue().mentions(text, region, general)
    key = (text, region, general)
    if key not in memo.found:
        memo.found[key] = catalogue().mentions(text, region, general)
    return memo.found[key]


def _spoken_words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in the form of the catalogue, with their places."""
    memo = _memo.get()
    if memo is not None and text in memo.words:
        return memo.words[text]
    words = [
        (token, match.start(), match.end())
        for match in _SPOKEN_WORD.finditer(text)
        for token in tokens(match.group())
    ]
    if memo is not None:
        memo.words[text] = words
    return words


def next_named(named: tuple[Mention, ...], at: int) -> int | None:
    """Where the first of `named` behind character `at` starts."""
    return min((m.start for m in named if m.start >= at), default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Within it the same text is searched once. What was said is forgotten at its end."""
    token = _memo.set(_Reading({}, {}))
    try:
        yield
    finally:
        _memo.reset(token)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found in each text, by the region and what an everyday name must be followed by; its words."""

    found: dict[tuple[str, str, object], tuple[Mention, ...]]
    words: dict[str, list[tuple[str, int, int]]]


_memo: ContextVar[_Reading | None] = ContextVar("mentions_of_one_reading", default=None)
