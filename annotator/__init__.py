"""Annotator: mark speakers, demands and events in news articles, on one's own desk."""

import gc
import os

# Python looks for cycles after every 700 new objects, and the start, a long article or a large import brings hundreds
# of thousands, hardly any in a cycle: a third of the time went into looking.
gc.set_threshold(500_000)

# Packages that somebody else installed have no business in our values, and looking for them costs a moment.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
