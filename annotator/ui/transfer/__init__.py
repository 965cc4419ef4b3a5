"""Import and export of articles and their marks."""
