"""Text for a remote model: what redaction finds becomes pseudonyms, and a leftover stops everything."""

from __future__ import annotations

from agent.domain.visit import Encounter
from agent.llm.pseudonyms import Hidden, Pseudonyms, prove_hidden
from compliance.redaction.document import Document
from compliance.redaction.engine import Redactor
from compliance.redaction.lexicon import is_plain_name, is_unknown


class VisitText:
    """Hides and restores the texts of one visit, so that one person has one token in all of them."""

    def __init__(self, encounter: Encounter, key: bytes) -> None:
        patient, therapist = encounter.patient, encounter.therapist
        self._redactor = Redactor.for_visit(encounter)
        self._people = {"patient": _parts(patient.name), "therapist": _parts(therapist.name)}
        self._pseudonyms = Pseudonyms(key, scope=encounter.digest())
        birth = patient.date_of_birth
        self._identifiers = (
            patient.name,
            therapist.name,
            *(
                part
                for parts in self._people.values()
                for part in parts
                if is_unknown(part) or is_plain_name(part)
            ),
            patient.mrn,
            patient.member_id,
            patient.phone,
            birth.isoformat(),
            f"{birth.month}/{birth.day}/{birth.year}",
        )

    def learn(self, text: str) -> None:
        """Finds the identifiers of the whole dictation first, so that its pieces hide them too."""
        self._hidden(text)

    def hide(self, text: str) -> str:
        """`text` with every identifier replaced by its token. Raises `LeftoverIdentifier`."""
        hidden = self._pseudonyms.hide_again(self._hidden(text))
        prove_hidden(hidden, self._identifiers)
        return hidden

    def restore(self, text: str) -> str:
        return self._pseudonyms.restore(text)

    def made_up(self, text: str) -> bool:
        """Whether `text` holds a token that stands for nobody."""
        return bool(self._pseudonyms.unknown_tokens(text))

    def _hidden(self, text: str) -> str:
        spans = [
            Hidden(s.start, s.end, s.type, self._entity(s.type, text[s.start : s.end]))
            for s in self._redactor.find(text)
        ]
        return self._pseudonyms.hide(text, spans)

    def _entity(self, type: str, original: str) -> str:
        """Who is meant: any part of the patient's name is the patient."""
        if type == "NAME":
            words = _parts(original)
            for person, parts in self._people.items():
                if words & parts:
                    return person
        return original


def _parts(name: str) -> frozenset[str]:
    return frozenset(t.word for t in Document(name).tokens if len(t.word) > 2)
