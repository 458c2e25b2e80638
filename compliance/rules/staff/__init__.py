"""Who may treat, write and sign: assistants, students, aides, credentials."""
