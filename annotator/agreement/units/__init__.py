"""Measures of unitizing: which stretches of a text people marked."""
