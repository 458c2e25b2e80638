"""One repository for each kind of record: domain models in, domain models out."""
