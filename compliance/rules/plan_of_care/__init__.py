"""The plan of care (Benefit Policy Manual ch. 15 §220.1.2; 42 CFR 410.61)."""
