"""The cast of names beside the article."""
