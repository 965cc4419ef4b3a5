"""Tests of the matching of marks."""
