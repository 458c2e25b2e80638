"""How often the process looks for garbage that counting references does not find.

Nearly all that a start makes (modules, word lists, rules) stays for good, and a draft makes next to nothing
that holds itself. To look through it after every 700 new objects, as Python does, takes a sixth of the start.
"""

from __future__ import annotations

import gc
from typing import Final

NEW_OBJECTS: Final = 200_000
"""So many new ones are looked through at once: more than a start and its first draft make, and some twenty
megabytes at most, were all of it garbage."""


def collect_seldom() -> None:
    """For the entry points, before anything is loaded; a library leaves its host's setting alone."""
    gc.set_threshold(NEW_OBJECTS, 10, 10)
