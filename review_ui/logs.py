"""Hands Streamlit's and the server's log records to the fence that keeps PHI out of logs.

Streamlit gives each of its loggers a handler of its own, and writes the full text of an exception
of the page script there. Without those handlers the records go to the root logger's fence.
"""

from __future__ import annotations

import logging

_NAMES = ("streamlit", "uvicorn", "websockets", "asyncio")


def fence_library_logs() -> None:
    """Take the handlers of all loggers of these libraries away; may be called again at any time."""
    for name, logger in list(logging.root.manager.loggerDict.items()):
        if name.split(".")[0] in _NAMES and isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
