"""Tests of spans, lanes and warnings."""
