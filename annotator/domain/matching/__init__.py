"""Matching of the marks of several annotators that stand for the same thing."""
