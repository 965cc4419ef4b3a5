"""The journal: every step with the rows before and after it."""
