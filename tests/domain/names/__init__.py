"""Tests of the resolution of names."""
