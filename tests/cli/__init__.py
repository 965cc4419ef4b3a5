"""Tests of the commands and their documented results."""
