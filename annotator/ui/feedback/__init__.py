"""The screen on which annotators read the feedback on their marks."""
