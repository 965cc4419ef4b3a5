"""Tests of the text rules: offsets, words, folding, patterns."""
