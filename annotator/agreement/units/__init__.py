"""Measures of unitizing: the stretches of a text that annotators marked."""
