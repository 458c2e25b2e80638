"""How a failed run is told: to users in a sentence, to the log by type, place and incident id."""

from __future__ import annotations

import structlog

from compliance.redaction.incidents import describe_exception


class NodeFailed(Exception):
    """A node could not do its work; `message` may be shown to users and stored."""

    def __init__(self, node: str, message: str) -> None:
        super().__init__(f"node {node} failed")
        self.node = node
        self.message = message


def incident(error: Exception, event: str, **ids: str | int) -> str:
    """Logs a defect by type and place, and returns the sentence a user may see."""
    described = describe_exception(error)
    structlog.get_logger().error(event, **ids, **described)
    return (
        f"Something unexpected happened (incident {described['incident']}). "
        "Try again; if it happens again, report the incident id."
    )
