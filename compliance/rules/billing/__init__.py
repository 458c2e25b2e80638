"""Units, modifiers, edits and thresholds of the claim."""
