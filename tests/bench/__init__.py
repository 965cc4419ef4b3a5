"""Measurements of the speed and memory of the program, beside the floor of bare SQLite, Qt or Python."""
