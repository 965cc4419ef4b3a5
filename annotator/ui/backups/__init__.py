"""Backups on demand and in the background."""
