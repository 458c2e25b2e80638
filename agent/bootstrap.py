"""Wiring: builds the application from settings. Nothing heavy is imported before `build` is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from agent.domain.draft import DraftContent, DraftRecord
    from agent.domain.facts import VisitFacts
    from agent.domain.transcript import Transcript
    from agent.domain.visit import Encounter
    from agent.exercises.suggest import PlanOptions
    from agent.graph.context import Parts
    from agent.graph.runner import GraphRunner
    from agent.services.activity import Activity
    from agent.services.amendments import Amendments
    from agent.services.audit_questions import AuditQuestions
    from agent.services.auth import Auth
    from agent.services.comparing import Comparing
    from agent.services.database_role import DatabaseRole
    from agent.services.edit_tables import EditTables
    from agent.services.emergency import Emergency
    from agent.services.evidence import Evidence
    from agent.services.export import Export
    from agent.services.insight import Insight
    from agent.services.intake import Intake
    from agent.services.key_use import KeyUse
    from agent.services.plan_export import PlanExport
    from agent.services.profiles import Profiles
    from agent.services.protocols import Protocols
    from agent.services.reconcile import ReconcileReport
    from agent.services.review import Review
    from agent.services.signing import Signing
    from agent.services.trail import Trail
    from agent.services.transcripts import TranscriptChanges
    from agent.services.witness import Witness
    from agent.settings import Settings
    from agent.store.engine import Store
    from agent.store.unit_of_work import ReadUnit
    from agent.workers.local import LocalWorker

T = TypeVar("T")


@dataclass(frozen=True)
class App:
    """One clinic. Close it, or use it as a context manager."""

    settings: Settings
    store: Store
    auth: Auth
    intake: Intake
    review: Review
    comparing: Comparing
    transcripts: TranscriptChanges
    signing: Signing
    amendments: Amendments
    emergency: Emergency
    export: Export
    plan_export: PlanExport
    protocols: Protocols
    insight: Insight
    trail: Trail
    witness: Witness
    questions: AuditQuestions
    activity: Activity
    evidence: Evidence
    profiles: Profiles
    edit_tables: EditTables
    database_role: DatabaseRole
    runner: GraphRunner
    worker: LocalWorker
    key_use: KeyUse
    submit: Callable[[str], None]
    """Hands a draft to whoever works: the threads here, or the queue."""

    def start(self) -> ReconcileReport:
        """Mends what a crash left behind and takes up waiting drafts; for `serve`, `worker` and the like.

        Does the same again from time to time, for drafts of other processes that end.
        """
        self.key_use.tell()
        report = self.reconcile()
        self.worker.patrol(self._round)
        return report

    def _round(self) -> None:
        self.witness.round()
        self.reconcile()

    def reconcile(self) -> ReconcileReport:
        from agent.services.reconcile import reconcile

        return reconcile(self.store, self.runner, self.submit)

    def close(self) -> None:
        """Ends runs after the node they are in; they go on at the next start."""
        self.worker.close()
        self.runner.close()
        self.store.close()

    def __enter__(self) -> App:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def build(settings: Settings | None = None, **parts: Any) -> App:
    """The application by `settings` (default: from the environment).

    `parts` replaces single parts of `agent.graph.context.Parts` by name (`speech=`, `drafter=` …).
    Starts no thread and processes nothing: call `App.start` for that, or submit a draft.
    """
    from agent.graph.checkpoint import open_checkpoints
    from agent.graph.runner import GraphRunner
    from agent.services.activity import Activity
    from agent.services.amendments import Amendments
    from agent.services.audit_questions import AuditQuestions
    from agent.services.auth import Auth
    from agent.services.comparing import Comparing
    from agent.services.database_role import DatabaseRole
    from agent.services.edit_tables import EditTables
    from agent.services.emergency import Emergency
    from agent.services.evidence import Evidence
    from agent.services.export import Export
    from agent.services.insight import Insight
    from agent.services.intake import Intake
    from agent.services.key_use import KeyUse
    from agent.services.plan_export import PlanExport
    from agent.services.profiles import Profiles
    from agent.services.protocols import Protocols
    from agent.services.review import Review
    from agent.services.signing import Signing
    from agent.services.trail import Trail
    from agent.services.transcripts import TranscriptChanges
    from agent.services.witness_places import witness_of
    from agent.settings import load_settings
    from agent.store.crypto import KeyRing
    from agent.store.engine import open_store
    from agent.workers.local import LocalWorker
    from compliance.redaction.log_filter import configure_logging

    chosen = settings or load_settings()
    configure_logging(chosen.log_level)
    store = open_store(chosen.url, KeyRing.open(chosen.key_file))
    runner = GraphRunner(
        store,
        replace(working_parts(chosen), **parts),
        lambda: open_checkpoints(chosen.url, chosen.home),
    )
    worker = LocalWorker(runner, chosen.workers)
    key_use = KeyUse(store)
    submit = _submitter(chosen, worker, key_use)
    witness = witness_of(store, chosen)
    return App(
        settings=chosen,
        store=store,
        auth=Auth(store, idle_minutes=chosen.session_idle_minutes),
        intake=Intake(store, submit, max_minutes=chosen.max_audio_minutes, max_mb=chosen.max_upload_mb),
        review=Review(store, runner, submit),
        comparing=Comparing(store),
        transcripts=TranscriptChanges(store, runner, submit),
        signing=Signing(store, submit, witness.keep_up),
        amendments=Amendments(store, witness.keep_up),
        emergency=Emergency(store, minutes=chosen.emergency_minutes),
        export=Export(store),
        plan_export=PlanExport(store),
        protocols=Protocols(store),
        insight=Insight(store),
        trail=Trail(store, witness),
        witness=witness,
        questions=AuditQuestions(store),
        activity=Activity(store),
        evidence=Evidence(store, witness),
        profiles=Profiles(store),
        edit_tables=EditTables(store),
        database_role=DatabaseRole(store),
        runner=runner,
        worker=worker,
        key_use=key_use,
        submit=submit,
    )


def _submitter(settings: Settings, worker: LocalWorker, key_use: KeyUse) -> Callable[[str], None]:
    if settings.queue == "local":

        def submit(draft_id: str) -> None:
            key_use.tell()
            worker.submit(draft_id)

        return submit
    from agent.workers.queue import QueueWorker

    return QueueWorker(settings.url).submit


def working_parts(settings: Settings) -> Parts:
    """The parts of a real clinic; engines are built at their first use."""
    from agent.drafting.assemble import draft_content
    from agent.graph.context import Parts

    def speech() -> Any:
        from agent.graph.pieces import RunPieces
        from agent.transcription.factory import speech_engine

        return speech_engine(settings, pieces=RunPieces())

    def drafter() -> Any:
        from agent.drafting.factory import note_drafter

        return note_drafter(settings)

    def plan_writer() -> Any:
        from agent.drafting.factory import plan_writer

        return plan_writer(settings)

    def understand(transcript: Transcript, encounter: Encounter) -> VisitFacts:
        from agent.understanding import understand

        return understand(transcript, encounter)

    def draft_plan(facts: VisitFacts, encounter: Encounter, options: PlanOptions) -> Any:
        from agent.exercises.planner import draft_plan

        return draft_plan(facts, encounter, options)

    return Parts(
        speech=_once_a_thread(speech),
        understand=understand,
        drafter=_once_a_thread(drafter),
        draft_plan=draft_plan,
        plan_writer=_once_a_thread(plan_writer),
        assemble=draft_content,
        check=_check,
        redact=_redact,
    )


def _check(
    uow: ReadUnit, record: DraftRecord, content: DraftContent, transcript: Transcript, facts: VisitFacts
) -> DraftContent:
    """The check of a stored draft, with what its clinic knows and lays down."""
    from agent.drafting.check import check
    from agent.drafting.clinic import clinic_of
    from agent.graph.plan_options import plan_options

    clinic, options = clinic_of(uow, record), plan_options(uow, record)
    return check(content, transcript, facts, record.encounter, clinic=clinic, plan_options=options)


def _redact(encounter: Encounter, text: str) -> tuple[str, int]:
    from compliance.redaction.engine import Redactor

    done = Redactor.for_visit(encounter).redact(text)
    return done.text, len(done.spans)


def _once_a_thread(make: Callable[[], T]) -> Callable[[], T]:
    """Engines hold state and are not made for two threads at once, so each worker thread has its own."""
    import threading

    own = threading.local()

    def get() -> T:
        if not hasattr(own, "made"):
            own.made = make()
        made: T = own.made
        return made

    return get
