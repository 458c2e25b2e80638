"""Safety of the patient: sides, red flags, precautions."""
