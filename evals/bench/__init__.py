"""Benchmarks: each figure is a ratio or a per-unit cost, measured on the machine that runs it."""
