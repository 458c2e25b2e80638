"""Certification and recertification (Benefit Policy Manual ch. 15 §220.1.3; 42 CFR 424.24(c))."""
