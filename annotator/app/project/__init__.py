"""The project as a file: opening, sample, backup, check, counts."""
