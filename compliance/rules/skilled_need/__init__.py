"""Skilled need and medical necessity (Benefit Policy Manual ch. 15 §220.2)."""
