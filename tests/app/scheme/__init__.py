"""Tests of changes of the scheme and of guideline examples."""
