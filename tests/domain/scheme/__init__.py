"""Tests of the scheme, its kinds of attributes, its changes and guidelines."""
