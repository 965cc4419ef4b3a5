"""Tests of the program: one folder for each layer, and whole tasks."""
