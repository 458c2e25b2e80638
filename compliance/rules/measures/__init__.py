"""Measurements: present, plausible, and read in the right direction."""
