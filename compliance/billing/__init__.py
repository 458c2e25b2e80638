"""Billing arithmetic and its dated tables: units, modifiers, edits and claim lines."""
