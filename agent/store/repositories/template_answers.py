"""Answers to suggested template changes, append-only: a later answer to the same suggestion stands."""

from __future__ import annotations

from sqlalchemy import select

from agent.domain.template_answer import TemplateAnswer
from agent.store import tables as t
from agent.store.repositories.base import Repository


class TemplateAnswerRepository(Repository):
    def add(self, answer: TemplateAnswer) -> None:
        self._insert_for_good(t.template_answers, answer.id, answer.model_dump())

    def latest(self) -> dict[str, TemplateAnswer]:
        """The answer that stands, by suggestion."""
        rows = self._db.execute(select(t.template_answers).order_by(t.template_answers.c.at))
        return {row.suggestion: TemplateAnswer(**row._mapping) for row in rows}
