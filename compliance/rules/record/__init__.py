"""The integrity of the record: dates, amendments, late entries."""
