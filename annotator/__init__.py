"""Annotator: mark speakers, demands and events in news articles, on one's own desk."""

import os

# Packages that somebody else installed have no business in our values, and looking for them costs a moment.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
