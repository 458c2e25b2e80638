"""What a start-up mends of what a crash left behind."""

from __future__ import annotations

from agent.domain.base import Model


class ReconcileReport(Model):
    """Draft ids whose run was started again, decision ids that were carried out, and leftovers wiped."""

    restarted: tuple[str, ...] = ()
    resumed: tuple[str, ...] = ()
