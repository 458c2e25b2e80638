"""From words to typed facts: what was said, of whom, of which side, when, and with which number."""

from __future__ import annotations

from agent.domain.facts import VisitFacts
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter

__all__ = ["understand"]


def understand(transcript: Transcript, encounter: Encounter) -> VisitFacts:
    """The facts of a transcript in spoken order, each with its words.

    Deterministic and linear in length. Sentences addressed to the software come back as `CommandFact`
    only. Raises `InputError` when the transcript holds nothing that can be read as English speech.
    """
    from agent.understanding.facts import FactWriter
    from agent.understanding.legible import refuse_illegible
    from agent.understanding.reader import read
    from agent.understanding.utterances import turns

    refuse_illegible(transcript)
    said = turns(transcript)
    return FactWriter(transcript, said, encounter).write(read(said, encounter))
