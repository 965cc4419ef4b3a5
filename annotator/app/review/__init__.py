"""The review of disagreements: cases, decisions, gold."""
