"""Whole tasks, from the start of the program to the resulting file."""
