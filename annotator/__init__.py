"""Annotator: mark speakers, demands and events in news articles, on one's own desk."""

__version__ = "0.1.0"
