"""Drafting by a language model, grounded in the same facts as the offline draft and held against them.

The model sees numbered facts and excerpts under pseudonyms and gives statements with ids. A statement
without a valid id, or one that contradicts what it cites, is left out and reported; facts that no
statement carries come from the offline draft. Whatever fails, the offline draft stands in and says so.
"""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from typing import Protocol, TypeVar

import structlog
from pydantic import BaseModel

from agent.domain.draft import DraftingProvenance
from agent.domain.finding import Finding
from agent.domain.note import SECTION_NAMES, Note, Statement
from agent.domain.transcript import EvidenceSpan
from agent.drafting.base import DraftedNote, DraftRequest, NoteDrafter
from agent.drafting.grounding import Fault, faults
from agent.drafting.hiding import VisitText
from agent.drafting.llm_form import LlmAnswer, WrittenStatement
from agent.drafting.llm_sources import Source, sources
from agent.drafting.statements import numbered
from agent.llm.failures import ModelFailed
from agent.llm.openai_compatible import Answer
from agent.llm.prompt_files import Prompt, load_prompt
from agent.llm.pseudonyms import LeftoverIdentifier

PROMPT = "drafting/soap_note.v1.md"
Answered = TypeVar("Answered", bound=BaseModel)
log = structlog.get_logger()


class ChatClient(Protocol):
    """What the drafter needs of a model's client."""

    model: str
    host: str

    def ask(
        self,
        system: str,
        user: str,
        schema: type[Answered],
        parameters: dict[str, str | int | float | bool] | None = None,
    ) -> Answer[Answered]: ...


class LlmDrafter:
    """Writes a note with `client`; `fallback` gives the draft it is measured by and replaced with."""

    name = "llm"

    def __init__(self, client: ChatClient, fallback: NoteDrafter, *, key: bytes | None = None) -> None:
        """`key` makes the pseudonyms; by default a new one for each drafter, so tokens never link visits."""
        self._client, self._fallback = client, fallback
        self._key = key or secrets.token_bytes(32)

    def draft(self, request: DraftRequest) -> DraftedNote:
        """The note of a visit, or of one section. Raises `InputError` as the fallback does."""
        prompt = load_prompt(PROMPT)
        offline = self._fallback.draft(request.model_copy(update={"comment": ""}))
        started = time.perf_counter()
        try:
            text = VisitText(request.encounter, self._key)
            known = sources(request)
            question = _render(prompt, request, known, text)
            answer = self._client.ask(prompt.system, question, LlmAnswer, dict(prompt.parameters))
        except ModelFailed as failure:
            return self._fell_back(self._fallback.draft(request), prompt, failure)
        except LeftoverIdentifier:
            not_sent = ModelFailed("leftover_identifier", self._client.host)
            return self._fell_back(self._fallback.draft(request), prompt, not_sent)
        log.info(
            "model.answered",
            duration_ms=round(1000 * (time.perf_counter() - started)),
            input_tokens=answer.usage.input_tokens,
            output_tokens=answer.usage.output_tokens,
            attempts=answer.usage.requests,
        )
        return self._merged(request, offline, answer, known, text, prompt)

    def _merged(
        self,
        request: DraftRequest,
        offline: DraftedNote,
        answer: Answer[LlmAnswer],
        known: dict[str, Source],
        text: VisitText,
        prompt: Prompt,
    ) -> DraftedNote:
        kept: list[Statement] = []
        left_out: list[tuple[str, str]] = []
        for written in answer.value.statements:
            statement, why = _accepted(written, known, text, request)
            if statement is not None:
                kept.append(statement)
            elif why:
                left_out.append((text.restore(written.text), why))
        carried = {id for statement in kept for id in statement.fact_ids}
        added = [s for s in offline.note.statements if not _is_carried(s, carried)]
        return DraftedNote(
            note=Note(note_type=request.encounter.visit.note_type, statements=numbered([*kept, *added])),
            questions=_questions(offline.questions, answer.value.questions, text),
            findings=(*offline.findings, *_report(left_out)),
            provenance=DraftingProvenance(
                engine="llm",
                model=answer.model,
                prompt_id=prompt.name,
                prompt_hash=prompt.sha256,
                parameters={
                    **answer.parameters,
                    "endpoint": self._client.host,
                    "statements_by_model": len(kept),
                    "statements_left_out": len(left_out),
                    "statements_from_offline_draft": len(added),
                },
                input_tokens=answer.usage.input_tokens,
                output_tokens=answer.usage.output_tokens,
            ),
        )

    def _fell_back(self, offline: DraftedNote, prompt: Prompt, failure: ModelFailed) -> DraftedNote:
        """The offline draft, saying that and why it stands here."""
        log.warning("model.fell_back", reason=failure.reason, fell_back=True)
        finding = Finding(
            rule_id="ENG-LLM-01",
            severity="warn",
            title="The language model did not write this draft",
            detail=f"{failure.message} The draft was written by the offline engine instead.",
            why="A reviewer must know which engine wrote what they approve.",
            suggestion=failure.mend,
        )
        provenance = offline.provenance.model_copy(
            update={
                "fell_back": True,
                "model": self._client.model,
                "parameters": {
                    **offline.provenance.parameters,
                    "llm_prompt_id": prompt.name,
                    "llm_prompt_hash": prompt.sha256,
                    "llm_endpoint": self._client.host,
                    "llm_failure": failure.reason,
                },
            }
        )
        return offline.model_copy(update={"findings": (finding, *offline.findings), "provenance": provenance})


def _render(prompt: Prompt, request: DraftRequest, known: dict[str, Source], text: VisitText) -> str:
    """The question, all of it under pseudonyms. Raises `LeftoverIdentifier`."""
    text.learn(request.transcript.text)
    for source in known.values():
        text.learn(source.text)
    sections = [request.only] if request.only else list(SECTION_NAMES)
    lines = {kind: [s for s in known.values() if s.id[0] == kind] for kind in "ftr"}

    def listed(kind: str) -> str:
        return text.hide("\n".join(f"{s.id}: {s.text}" for s in lines[kind])) or "none"

    return prompt.render(
        note_type=request.encounter.visit.note_type,
        sections=", ".join(f"{s} ({SECTION_NAMES[s]})" for s in sections),
        facts=listed("f"),
        excerpts=listed("t"),
        record=listed("r"),
        wish=text.hide(request.comment) or "none",
    )


def _accepted(
    written: WrittenStatement, known: dict[str, Source], text: VisitText, request: DraftRequest
) -> tuple[Statement | None, str]:
    """The statement to keep, or None and why it is left out (empty for another section than asked for)."""
    if request.only is not None and written.section != request.only:
        return None, ""
    cited = [known[id] for id in dict.fromkeys(written.evidence) if id in known]
    clear = plain(text.restore(written.text))
    if not cited:
        return None, "it cites nothing that exists"
    if text.made_up(written.text):
        return None, "it names somebody who does not exist"
    wrong = faults(clear, written.section, cited)
    if wrong or not clear:
        return None, _WHY[wrong[0]] if wrong else "it is empty"
    spoken = [source for source in cited if source.evidence]
    return (
        Statement(
            id="new",
            section=written.section,
            text=clear,
            origin="dictated" if spoken else "record",
            evidence=_union([e for source in spoken for e in source.evidence]),
            fact_ids=tuple(s.id for s in cited if s.fact is not None),
            basis=", ".join(dict.fromkeys(s.basis for s in cited if s.basis)),
        ),
        "",
    )


_WHY: dict[Fault, str] = {
    "number": "it gives a number that its sources do not",
    "side": "it gives a side that its sources do not",
    "time": "it gives a goal, a plan or an earlier value as today's",
    "negation": "it affirms or denies what its sources do not",
    "subject": "it gives the patient what concerns somebody else",
    "term": "its words are not those of its sources",
}


def plain(text: str) -> str:
    """One line without characters that are not seen."""
    seen = "".join(
        c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn", "Cs") or c in "\n\t"
    )
    return re.sub(r"\s+", " ", seen).strip()


def _union(spans: list[EvidenceSpan]) -> tuple[EvidenceSpan, ...]:
    """Spans in order, without those that lie in another one."""
    kept: list[EvidenceSpan] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not any(k.start <= span.start and span.end <= k.end for k in kept):
            kept.append(span)
    return tuple(kept)


def _is_carried(statement: Statement, carried: set[str]) -> bool:
    """Whether the model's statements carry every fact of this offline statement. Computed ones never are."""
    if statement.origin != "dictated":
        return False
    return bool(statement.fact_ids) and set(statement.fact_ids) <= carried


def _questions(offline: tuple[str, ...], asked: tuple[str, ...], text: VisitText) -> tuple[str, ...]:
    clear = (plain(text.restore(question)) for question in asked if not text.made_up(question))
    return tuple(dict.fromkeys((*offline, *(q for q in clear if q))))


def _report(left_out: list[tuple[str, str]]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            rule_id="ENG-LLM-02",
            severity="warn",
            title="A statement of the language model was left out",
            detail=f"Left out because {why}: {plain(text)[:300]}",
            why="Every statement must rest on the dictation or the record.",
            suggestion="Listen to the recording; add the statement by hand only if it was said.",
        )
        for text, why in left_out
    )
