"""Tests of the annotation of an open article."""
