"""Tests of the cast of names."""
