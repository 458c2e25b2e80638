"""Payer, population and clinic profiles as data."""

from compliance.profiles.load import load_profile, payer_names, profile_for, shipped_overlays
from compliance.profiles.model import Billing, Profile, RuleSetting
from compliance.profiles.overlay import Overlay, read_overlay

__all__ = [
    "Billing",
    "Overlay",
    "Profile",
    "RuleSetting",
    "load_profile",
    "payer_names",
    "profile_for",
    "read_overlay",
    "shipped_overlays",
]
