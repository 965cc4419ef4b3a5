"""The screen on which one article is read and marked."""
