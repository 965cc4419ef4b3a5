"""Spans, relations and layers, and the rules that they follow."""
