"""The PT lexicon: terms by class, what may follow what, and the words that are never touched."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

from agent.data_files import from_yaml

FOLDER: Final = Path(__file__).parent / "lexicon"
SEQUENCES: Final = FOLDER / "sequences.txt"
"""Which word follows which two in dictation (word_sequences.py)."""
_CLASS_FILES: Final = (
    "body",
    "muscles",
    "motions",
    "tests",
    "measures",
    "exercises",
    "treatments",
    "findings",
)
_HEARD_FILES: Final = (*_CLASS_FILES, "abbreviations", "context")


@dataclass(frozen=True)
class Term:
    """`phrase` in its written form; `common` words are ordinary English too."""

    phrase: str
    kind: str
    common: bool

    @property
    def key(self) -> str:
        """Lower case, hyphens as spaces."""
        return self.phrase.lower().replace("-", " ")


@dataclass(frozen=True)
class Vocabulary:
    terms: tuple[Term, ...]
    letters: frozenset[str]
    """Abbreviations said letter by letter."""
    sides: frozenset[str]
    follows: dict[str, frozenset[str]]
    """Class of a word to the classes that may stand right after it."""
    units: frozenset[str]
    negations: frozenset[str]
    persons: frozenset[str]
    """Relatives: never part of a misheard term."""
    opposites: dict[str, str]
    """Words that sound alike and mean the contrary, each to its other."""
    homophones: dict[str, str]
    """Everyday words that are always the other word in clinical dictation."""
    hotwords: tuple[str, ...]
    """A short hint for engines that take one."""
    heard_as: dict[str, tuple[str, ...]]
    """Term (its key) to what recognisers write for it."""
    heard_after_side: dict[str, tuple[str, ...]]
    """The same for short body parts, to be trusted only right after a side."""

    @property
    def version(self) -> str:
        """Hash of all that is in the lexicon: part of a transcript's provenance."""
        return _digest((*sorted(FOLDER.glob("*.yaml")), SEQUENCES))

    @property
    def heard_version(self) -> str:
        """Hash of what has a say while words are being found: part of a kept piece's name."""
        return _digest((*(FOLDER / f"{name}.yaml" for name in _HEARD_FILES), SEQUENCES))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The lexicon of the package's data files, read once."""
    terms: dict[str, Term] = {}
    for name in _CLASS_FILES:
        data = _load(name)
        for common, phrases in ((False, data["terms"]), (True, data["common"])):
            for phrase in phrases:
                term = Term(str(phrase), str(data["class"]), common)
                terms.setdefault(term.key, term)
    context, heard = _load("context"), _load("heard_as")
    return Vocabulary(
        terms=tuple(terms.values()),
        letters=frozenset(_load("abbreviations")["letters"]),
        sides=frozenset(context["sides"]),
        follows={kind: frozenset(kinds) for kind, kinds in context["follows"].items()},
        units=frozenset(context["units"]),
        negations=frozenset(context["negations"]),
        persons=frozenset(context["persons"]),
        opposites={a: b for pair in context["opposites"] for a, b in (pair, pair[::-1])},
        homophones=dict(context["homophones"]),
        hotwords=tuple(context["hotwords"]),
        heard_as={key.lower().replace("-", " "): tuple(said) for key, said in heard["anywhere"].items()},
        heard_after_side={key: tuple(said) for key, said in heard["after_side"].items()},
    )


def _load(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", from_yaml(FOLDER / f"{name}.yaml"))


@lru_cache(maxsize=2)
def _digest(files: tuple[Path, ...]) -> str:
    import hashlib

    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
