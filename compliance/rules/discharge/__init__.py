"""Discharge notes (Benefit Policy Manual ch. 15 §220.3.D)."""
