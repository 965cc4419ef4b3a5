"""Whole pieces of work, from starting the program to the file that comes out of it."""
