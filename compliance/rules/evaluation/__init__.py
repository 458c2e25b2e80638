"""Evaluations and re-evaluations (Benefit Policy Manual ch. 15 §220.3.C)."""
