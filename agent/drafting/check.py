"""Checks a draft against the recording and the rules; after the engine's draft and after any human edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.domain.draft import DraftContent
from agent.domain.facts import VisitFacts
from agent.domain.transcript import Transcript
from agent.domain.visit import Encounter
from agent.drafting.assemble import numbered
from agent.drafting.clinic import Clinic
from agent.drafting.human import RULE_ID, lost_minutes, with_human_words
from agent.drafting.who import RULE_IDS, who_was_recorded
from agent.memory import forgetting
from agent.version import code_version

if TYPE_CHECKING:
    from agent.exercises.suggest import PlanOptions


@forgetting()
def check(
    content: DraftContent,
    transcript: Transcript,
    facts: VisitFacts,
    encounter: Encounter,
    *,
    clinic: Clinic | None = None,
    plan_options: PlanOptions | None = None,
) -> DraftContent:
    """`content` with a support verdict on each statement and the findings of this very text.

    Findings of rules are replaced; what the drafting engine reported stays. An edit that the recording
    does not support gets a finding, not a refusal. Where humans changed the note, claim and plan follow
    their words. Raises `InputError` for minutes that no visit can have.
    """
    from agent.drafting.support import check_support
    from agent.exercises.decisions import with_decisions
    from agent.exercises.phrasing import with_phrasing
    from agent.exercises.planner import draft_plan
    from compliance.billing.claim import build_claim
    from compliance.profiles import profile_for
    from compliance.rules.catalogue import all_rules, ruleset_version
    from compliance.rules.context import RuleContext
    from compliance.rules.engine import run_rules

    around = clinic or Clinic()
    profile = profile_for(encounter, around.overlays)
    note = check_support(content.note, transcript, encounter)
    stated = with_human_words(facts, note, content.set_aside, encounter)
    if stated is not facts:
        derived = {
            "claim": build_claim(stated, encounter, profile),
            "plan": draft_plan(stated, encounter, plan_options),
        }
        content = content.model_copy(update=derived)
    plan = with_decisions(content.plan, content.plan_decisions, stated, encounter, plan_options)
    content = content.model_copy(update={"plan": with_phrasing(plan, content.plan_phrasing)})
    context = RuleContext(
        encounter=encounter,
        transcript=transcript,
        facts=stated,
        note=note,
        plan=content.plan,
        claim=content.claim,
        earlier_notes=around.earlier_notes,
        clinic_notes=around.clinic_notes,
        therapist_day=around.therapist_day,
        pairs=around.pairs,
        unlikely=around.unlikely,
    )
    ours = {rule.id for rule in all_rules()} | {RULE_ID} | RULE_IDS
    of_engine = tuple(f for f in content.findings if f.rule_id not in ours)
    ours_now = (*run_rules(context, profile), *lost_minutes(facts, stated))
    findings = numbered((*of_engine, *who_was_recorded(transcript, encounter), *ours_now))
    made_by = {"ruleset": f"{ruleset_version()} {profile.label}", "code_version": code_version()}
    provenance = content.provenance.model_copy(update=made_by)
    return content.model_copy(update={"note": note, "findings": findings, "provenance": provenance})
