"""Tests of the annotation model and its rules."""
