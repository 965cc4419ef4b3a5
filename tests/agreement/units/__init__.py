"""Tests of the measures of unitizing."""
