"""Which drafter the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.drafting.base import NoteDrafter
from agent.drafting.offline import OfflineDrafter
from agent.errors import SettingsError
from agent.settings import Settings

if TYPE_CHECKING:
    from agent.drafting.plan_writer import PlanWriter
    from agent.llm.openai_compatible import OpenAiCompatible


def note_drafter(settings: Settings) -> NoteDrafter:
    """The offline drafter, or a language model with the offline drafter behind it.

    Raises `SettingsError` naming the variable that a language model lacks.
    """
    offline = OfflineDrafter()
    if settings.drafter == "offline":
        return offline
    from agent.drafting.llm import LlmDrafter

    return LlmDrafter(_client(settings), offline)


def plan_writer(settings: Settings) -> PlanWriter:
    """The planner's own order and words, or a language model's. Raises `SettingsError` as `note_drafter`."""
    from agent.drafting.plan_writer import LlmPlanWriter, OfflinePlanWriter

    return OfflinePlanWriter() if settings.drafter == "offline" else LlmPlanWriter(_client(settings))


def _client(settings: Settings) -> OpenAiCompatible:
    needed = {"PTSCRIBE_LLM_BASE_URL": settings.llm_base_url, "PTSCRIBE_LLM_MODEL": settings.llm_model}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise SettingsError(
            f"PTSCRIBE_DRAFTER is 'llm', but {' and '.join(missing)} is not set.",
            mend="Set it, or set PTSCRIBE_DRAFTER to 'offline'.",
        )
    if not settings.llm_base_url.startswith(("http://", "https://")):
        raise SettingsError(
            "PTSCRIBE_LLM_BASE_URL is not an http or https address.",
            mend="Give the address that ends in /v1, for example http://127.0.0.1:8080/v1.",
        )
    from agent.llm.openai_compatible import OpenAiCompatible

    return OpenAiCompatible(
        base_url=settings.llm_base_url,
        model=settings.llm_model,
        api_key=settings.llm_api_key.get_secret_value(),
        timeout_s=settings.llm_timeout_s,
    )
