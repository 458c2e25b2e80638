"""ICD-10-CM: validity by fiscal year, laterality, pairs that exclude each other."""
