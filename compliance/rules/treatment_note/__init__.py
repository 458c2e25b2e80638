"""What every treatment day's note must hold (Benefit Policy Manual ch. 15 §220.3.E)."""
