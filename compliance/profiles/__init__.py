"""Payer, population and clinic profiles as data."""

from compliance.profiles.load import load_profile, payer_names, populations, profile_for
from compliance.profiles.model import Billing, Profile, RuleSetting

__all__ = ["Billing", "Profile", "RuleSetting", "load_profile", "payer_names", "populations", "profile_for"]
