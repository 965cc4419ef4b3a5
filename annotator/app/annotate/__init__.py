"""Annotation of one open article: spans, relations, attributes."""
