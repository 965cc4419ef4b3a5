"""How a project lives in one SQLite file; the only place that speaks SQL."""
