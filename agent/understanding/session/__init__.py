"""Today's treatment as told: what was done, for how many minutes, by whom, and the visit's totals.

Read from the turns as they were spoken, not from clauses, because a treatment and its minutes are often
sentences apart: `talk` (the words) → `mentions` (treatments named or described) and `quantities` (numbers
of minutes and what each is of) → `matching` (which minutes are of which treatment) → `given`.
"""
