"""Tests of the rows of each kind."""
