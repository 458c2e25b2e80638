"""Figures of the compliance engine: a note against all rules, and the search for cloned wording."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from evals.bench.audio import names, sample
from evals.bench.figures import clinic, timed
from evals.report import Row

NOTES = 10_000
RUNS = 60
"""Runs of five words in the assessment and plan of one note; dictated ones have 20 to 80."""


def one_note_all_rules() -> Row:
    """One drafted note of each sample against all rules: the slowest of their medians."""
    from agent.cli.inputs import parse_transcript
    from agent.drafting.alone import draft_alone
    from agent.drafting.clinic import Clinic
    from agent.drafting.factory import note_drafter
    from agent.settings import load_settings
    from agent.understanding import understand
    from compliance.profiles import profile_for
    from compliance.rules.context import RuleContext
    from compliance.rules.engine import run_rules

    drafter, medians = note_drafter(load_settings(drafter="offline")), []
    for name in names():
        transcript, visit = parse_transcript(sample(name).script), sample(name).encounter
        content = draft_alone(transcript, visit, drafter)
        facts, profile = understand(transcript, visit), profile_for(visit, Clinic().overlays)

        def check() -> None:
            context = RuleContext(visit, transcript, facts, content.note, content.plan, content.claim)  # noqa: B023  # called before the next round
            run_rules(context, profile)  # noqa: B023  # as above

        medians.append(timed(check, 9))
    return Row("one note against all rules, slowest sample", 1000 * max(medians), "ms", len(medians), "< 20")


def cloned_wording() -> Row:
    """One search for alike wording in 10,000 stored notes of other patients, read from SQLite each time."""
    from agent.store.crypto import KeyRing
    from agent.store.engine import open_store

    random_ = random.Random(7)  # noqa: S311  # the same notes each time, no secret
    stock = [f"a run of words that many notes share {n}" for n in range(3000)]
    visit, begin = sample(names()[0]).encounter, datetime(2026, 1, 1, tzinfo=UTC)
    with clinic() as settings:
        store = open_store(settings.url, KeyRing.open(settings.key_file))
        with store.unit() as uow:
            for n in range(NOTES):
                at = begin + timedelta(seconds=n)
                draft_id = uow.drafts.add(visit, recording_id="", created_by="bench", at=at)
                uow.marks.put(draft_id, visit.therapist.name, visit.visit.date, random_.sample(stock, RUNS))
            uow.commit()
        wanted = random_.sample(stock, RUNS)

        def search() -> None:
            with store.read() as uow:
                uow.marks.alike(wanted, not_of_patient="another", at_least=0.75, limit=5)

        seconds = timed(search, 9)
        store.close()
    return Row("search of 10,000 notes for cloned wording", 1000 * seconds, "ms", NOTES, "< 200")
