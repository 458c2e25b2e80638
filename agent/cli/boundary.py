"""The outer boundary of the command line: what went wrong, in one sentence, and no stack trace."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from agent.errors import PtscribeError


def guarded(run: Callable[[], object]) -> int:
    """Exit code of `run`. A `PtscribeError` is told as it stands, a defect as an incident id.

    `PTSCRIBE_DEBUG=1` lets a defect's traceback through, for developers on data without PHI.
    """
    try:
        run()
    except PtscribeError as error:
        _say(f"ptscribe: {error}")
        return error.exit_code
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except KeyboardInterrupt:
        _say("ptscribe: stopped. What was stored stays stored; run the command again to go on.")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the one outer boundary: a defect, not an answer
        if os.environ.get("PTSCRIBE_DEBUG") == "1":
            raise
        from compliance.redaction.incidents import describe_exception

        about = describe_exception(error)
        _say(
            f"ptscribe: something unexpected happened ({about['incident']}: {about['exc_type']} at "
            f"{about['at']}). Nothing was half-written. Please report this line."
        )
        return 70
    return 0


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
