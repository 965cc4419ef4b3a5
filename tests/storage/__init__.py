"""Tests of the project file, its journal and its rows."""
