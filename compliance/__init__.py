"""Rules, billing, redaction and audit: pure checks over the domain, with no I/O but their own data files."""
