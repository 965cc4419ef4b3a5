"""Bars and lists around the text."""
