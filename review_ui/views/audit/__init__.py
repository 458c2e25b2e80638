"""One page for each question that auditors ask."""
