"""Tests of F1 and its relatives."""
