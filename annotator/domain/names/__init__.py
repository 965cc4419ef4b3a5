"""Names of people and events: registries, spellings, redaction."""
